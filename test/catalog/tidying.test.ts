import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rollback } from '../../src/catalog/rollback.ts';
import { type SyncBed, syncBed } from '../helpers/sync-at-sandbox.ts';
import { importText } from './file/import/import.ts';

/** Stores that keep texts in a way of their own: what they made of ttpd's is no merchant's edit. */

const PART = 'FP1000000';
let bed: SyncBed;
beforeEach(async () => {
  bed = await syncBed({ parts: 1 });
});
afterEach(() => bed.close());

const supplies = (changes: Record<string, unknown> = {}) =>
  bed.admin(`parts/${PART}`, 'PATCH', {
    ...{ brand: 'Gunite', part_number: '3600', status: 'active', weight: { value: 5, unit: 'lb' } },
    ...{ inventory: 4, price: { list: '20.00', account: '10.00' }, warranty: '1 year "limited"' },
    description: 'Drum "16.5"\nwith <br> and <b>bolts</b>',
    ...changes,
  });
interface Product {
  id: number;
  sku: string;
  name: string;
  description: string;
}
async function product(): Promise<Product> {
  const [found] = await bed.store<Product[]>('products');
  if (!found) throw new Error('the store is empty');
  return found;
}
const edit = async (changes: Record<string, unknown>) =>
  bed.store(`products/${(await product()).id}`, 'PUT', changes);
const keeps = (how: Record<string, unknown>) => bed.admin('settings', 'POST', how);

describe.each([{ html: 'light' }, { html: 'strong' }])('a store that tidies HTML (%j)', (how) => {
  beforeEach(async () => {
    await keeps({ ...how, trimsTexts: true });
    await supplies();
    await bed.sync();
  });

  it('is in step after one sync', async () => {
    expect((await bed.sync()).plan).toMatchObject({ update: 0, conflict: 0, unchanged: 1 });
  });

  it('gets the supplier’s next text, as nobody edited the last', async () => {
    await supplies({ description: 'Another "text"' });
    const { plan } = await bed.sync();

    expect(plan).toMatchObject({ update: 1, conflict: 0 });
    expect((await product()).description).toContain('Another "text"');
    expect((await bed.sync()).plan).toMatchObject({ update: 0, unchanged: 1 });
  });

  it('keeps a merchant’s edit, and says so when the supplier changes it too', async () => {
    await edit({ description: '<p>Mine</p>' });
    const kept = await bed.sync();
    await supplies({ description: 'Another text' });
    const { plan } = await bed.sync();

    expect(kept.plan).toMatchObject({ update: 0, conflict: 0 });
    expect(plan).toMatchObject({ conflict: 1 });
    expect((await product()).description).toContain('Mine');
  });

  it('is in step after a rollback and the next sync', async () => {
    await supplies({ description: 'Another "text"' });
    const { plan } = await bed.sync();
    const before = await product();
    const saved = await bed.ledger.plans.get(plan.id);
    if (!saved) throw new Error('no plan');
    await rollback(bed.engine(), { plan: saved, deleteCreated: false }, async () => {});
    const back = await product();
    const again = await bed.sync();

    expect(back.description).toContain('16.5');
    expect(again.plan).toMatchObject({ update: 1, conflict: 0 });
    expect((await product()).description).toBe(before.description);
  });

  it.each(['POST /v3/catalog/products', 'PUT /v3/catalog/products'])(
    'knows its own text where the answer to %s was lost',
    async (endpoint) => {
      if (endpoint.startsWith('POST')) {
        await bed.store(`products?id:in=${(await product()).id}`, 'DELETE');
        await bed.forget();
      } else await supplies({ description: 'Another "text" <br> here' });
      await bed.admin('faults', 'POST', { faults: [`bc:lost-answer:1:${endpoint}`] });
      const { applied } = await bed.sync();
      await bed.admin('faults', 'POST', { faults: [] });

      expect(applied).toMatchObject({ failed: 0, unknown: 0 });
      expect((await bed.sync()).plan).toMatchObject({ update: 0, conflict: 0, unchanged: 1 });
      await supplies({ description: 'A third text' });
      expect((await bed.sync()).plan).toMatchObject({ update: 1, conflict: 0 });
    },
  );

  it('is in step after the same file was imported twice', async () => {
    const { sku } = await product();
    const file = `SKU,Description,Warranty,Name\n${sku},"<p>Mine<br>too ""x""</p>","5<br>years","My drum"\n`;
    const first = await importText({ engine: bed.engine() }, file);
    const second = await importText({ engine: bed.engine() }, file);
    const other = await importText(
      { engine: bed.engine() },
      file.replace('<p>Mine<br>', '<p><i>Mine</i><br>'),
    );

    expect(first.plan).toMatchObject({ update: 1 });
    expect(second.plan).toMatchObject({ update: 0, unchanged: 1 });
    expect(other.plan).toMatchObject({ update: 1 });
    expect((await bed.sync()).plan).toMatchObject({ conflict: 0 });
    expect((await product()).description).toContain('Mine');
  });
});

describe('a store that compares without regard to case', () => {
  it('has the brand that it knew before, and is in step', async () => {
    await bed.store('brands', 'POST', { name: 'GUNITE' });
    await supplies();
    await bed.sync();

    expect((await bed.sync()).plan).toMatchObject({ update: 0, unchanged: 1 });
  });
});

describe('blanks around the supplier’s texts', () => {
  it('get into no field, and lead to no second write', async () => {
    await keeps({ trimsTexts: true });
    await supplies({
      ...{ part_number: ' 3600 ', name: ' A drum ', brand: 'Gunite ', warranty: ' 1 year ' },
      attributes: [{ name: ' Diameter ', value: ' 16.5 in ' }],
    });
    const { applied } = await bed.sync();

    expect(applied).toMatchObject({ failed: 0, unknown: 0 });
    expect((await product()).sku).toMatch(/-3600$/);
    expect((await bed.sync()).plan).toMatchObject({ create: 0, update: 0, unchanged: 1 });
  });
});

it('leaves warnings alone that a store only set otherwise, on another machine too', async () => {
  await keeps({ html: 'light', trimsTexts: true });
  await supplies({ prop65: { required: true, warning: 'Lead & "more" - www.P65Warnings.ca.gov' } });
  await bed.sync();
  const { description } = await product();
  await bed.forget();
  const { plan } = await bed.sync();

  expect(description).toContain('P65Warnings');
  expect(plan).toMatchObject({ update: 0, conflict: 0 });
  expect((await product()).description).toBe(description);
});
