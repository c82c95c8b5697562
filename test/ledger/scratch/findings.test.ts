import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

async function ledger() {
  const opened = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => opened.close());
  await opened.storeCopy.begin();
  await opened.findings.begin();
  return opened;
}

const row = (key: string, kind: string, order: number, accepted = false) => ({
  key,
  class: kind,
  order,
  accepted,
  item: { key, kind },
});

async function list<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

describe('findings', () => {
  it('come back sorted over many pages, without one twice', async () => {
    const { findings } = await ledger();
    const rows = Array.from({ length: 1_700 }, (_, i) => row(`k${(i * 7919) % 1_700}`, 'stock', i % 3));

    await findings.add(rows);

    const walked = await list(findings.iterate<{ key: string }>(['stock']));
    const expected = rows.toSorted((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1));
    expect(walked.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
  });

  it('are counted by class and by whether they are accepted', async () => {
    const { findings } = await ledger();
    await findings.add([row('a', 'stock', 0), row('a', 'price', 0), row('b', 'stock', 0, true)]);

    expect(await findings.counts()).toEqual(
      expect.arrayContaining([
        { class: 'stock', accepted: false, count: 1 },
        { class: 'stock', accepted: true, count: 1 },
        { class: 'price', accepted: false, count: 1 },
      ]),
    );
    expect(await findings.countKeys(['stock', 'price'])).toBe(2);
  });

  it('are taken back by key, once, and kept the first time they are added', async () => {
    const { findings } = await ledger();
    await findings.add([row('a', 'stock', 0), row('a', 'price', 0)]);
    await findings.add([{ ...row('a', 'stock', 9), item: 'another' }]);

    expect(await list(findings.iterate(['stock']))).toEqual([{ key: 'a', kind: 'stock' }]);
    expect(await findings.remove('a')).toBe(true);
    expect(await findings.remove('a')).toBe(false);
    await findings.add([row('b', 'stock', 0)]);
    await findings.begin();
    expect(await findings.counts()).toEqual([]);
  });
});

describe('what nobody claimed', () => {
  it('of the store comes by SKU, over many pages', async () => {
    const { storeCopy } = await ledger();
    const rows = Array.from({ length: 1_200 }, (_, i) => ({
      sku: `S-${i}`,
      productId: i + 1,
      product: { i },
    }));
    await storeCopy.put(rows);
    await storeCopy.putLevels([{ productId: 8, variantId: 9, levels: [[1, 3]] }]);
    for (const { sku } of rows.slice(10)) await storeCopy.claim(sku.toLowerCase(), 'P');

    const left = await list(storeCopy.unclaimed<{ i: number }>('acme'));

    expect(left.map(({ product }) => product.i)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(left[7]).toMatchObject({
      skuKey: 's-7',
      levels: [{ productId: 8, variantId: 9, levels: [[1, 3]] }],
    });
    expect([await storeCopy.isClaimed('S-11'), await storeCopy.isClaimed('S-1')]).toEqual([true, false]);
  });
});
