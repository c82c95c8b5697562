import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SyncBed, syncBed } from '../helpers/sync-at-sandbox.ts';
import { importText } from './file/import/import.ts';

/** Whatever a store makes of what is written to it: a second run plans nothing. */

let bed: SyncBed;
beforeAll(async () => {
  bed = await syncBed({ parts: 1 });
});
afterAll(() => bed?.close());

const store = fc.record({
  imageAnswers: fc.constantFrom('documented', 'as sent'),
  html: fc.constantFrom('as sent', 'light', 'strong'),
  trimsTexts: fc.boolean(),
  roundsPrices: fc.boolean(),
  batches: fc.constantFrom('whole', 'partial'),
  newProducts: fc.constantFrom('on the first channel', 'on the only channel'),
  unfetchable: fc.constant({ share: 0, hosts: [] }),
});

const word = fc.stringMatching(/^[A-Za-z0-9"'&<>.;é -]{1,12}$/).filter((text) => /[A-Za-z0-9]/.test(text));
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((some) => some.join(' '));
const money = fc.integer({ min: 100_000, max: 129_999 }).map((n) => (n / 10_000).toString());
const html = fc
  .array(
    fc.oneof(
      words.map((text) => text.replaceAll(/[<>&]/g, ' ')),
      fc.constantFrom('<br>', '<hr>', '<b>bold</b>', '<p>para</p>', 'it&#39;s', '&quot;q&quot;', '\n'),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(' '));

describe('a second sync', () => {
  const part = fc.record({
    name: words,
    description: fc.option(html),
    warranty: fc.option(html),
    price: fc.record({ list: money, account: fc.constant('0.01') }),
    weight: money.map((value) => ({ value, unit: 'lb' })),
    inventory: fc.nat(50),
    gtin: fc.option(fc.constantFrom('00012345600012', 'nonsense')),
    images: fc
      .uniqueArray(word, { maxLength: 3 })
      .map((names) => names.map((name) => ({ url: `https://img.test/${encodeURIComponent(name)}.jpg` }))),
    attributes: fc.uniqueArray(fc.record({ name: words, value: words }), {
      maxLength: 4,
      selector: ({ name }) => name.trim().toLowerCase(),
    }),
  });

  it('plans nothing, on this machine, and after the supplier changed it all', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(store, part, part, async (how, before, after) => {
        await bed.admin('reset', 'POST', {});
        await bed.admin('settings', 'POST', how);
        await bed.forget();
        for (const values of [before, after]) {
          await bed.admin('parts/FP1000000', 'PATCH', {
            ...{ brand: 'gunite', part_number: '3600', status: 'active', superseded_by: null },
            ...values,
          });
          const first = await bed.sync();
          expect(first).toMatchObject({ exitCode: 0, applied: { failed: 0, unknown: 0 } });
          const { create, update, stock, hide, metafields, conflict } = (await bed.sync()).plan;
          expect({ create, update, stock, hide, metafields, conflict }).toEqual(NOTHING);
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 6), endOnFailure: true },
    );
  });
});

const NOTHING = { create: 0, update: 0, stock: 0, hide: 0, metafields: 0, conflict: 0 };

describe('the same file again', () => {
  const columns: Record<string, fc.Arbitrary<string>> = {
    Name: words,
    Description: html,
    Price: money,
    'Cost Price': money,
    'Retail Price': money,
    'Sale Price': money,
    Weight: money,
    Width: money,
    Height: money,
    Depth: money,
    Brand: word,
    MPN: word,
    Warranty: html,
    'Page Title': words,
    'Meta Description': words,
    'Search Keywords': words,
    'Bin Picking Number': word,
    'Availability Description': words,
    'Sort Order': fc.nat(99).map(String),
    Visible: fc.constantFrom('TRUE', 'FALSE'),
    Featured: fc.constantFrom('TRUE', 'FALSE'),
    'Free Shipping': fc.constantFrom('TRUE', 'FALSE'),
    Images: fc
      .uniqueArray(word, { minLength: 1, maxLength: 3 })
      .map((names) => names.map((name) => `https://img.test/${encodeURIComponent(name)}.jpg`).join(';')),
    'Custom Fields': fc
      .tuple(word, word)
      .map((pair) => pair.map((text) => text.replaceAll(/[;=&<>"']/g, 'x')).join('=')),
  };
  const row = fc.record(columns);
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const fileOf = (values: Record<string, string>) =>
    `SKU,${Object.keys(values).join(',')}\nX-1,${Object.values(values).map(quoted).join(',')}\n`;

  it('changes nothing, made new or changed', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(store, row, row, async (how, before, after) => {
        await bed.admin('reset', 'POST', {});
        await bed.admin('settings', 'POST', how);
        await bed.forget();
        for (const values of [before, after]) {
          const first = await importText({ engine: bed.engine() }, fileOf(values));
          if (first.rejected.length > 0) return;
          expect(first).toMatchObject({ exitCode: 0, applied: { failed: 0, unknown: 0 } });
          const again = await importText({ engine: bed.engine() }, fileOf(values));
          expect(again.operations.map(({ after: changes }) => changes)).toEqual([]);
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 6), endOnFailure: true },
    );
  });
});
