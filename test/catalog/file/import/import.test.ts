import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applySaved } from '../../../../src/catalog/runs.ts';
import { ExitCode } from '../../../../src/common/errors.ts';
import { type StoreEngine, startStoreEngine } from '../../../helpers/store-engine.ts';
import { importText, lines } from './import.ts';
import { PANEL } from './panel-file.ts';

let at: StoreEngine;
beforeAll(async () => {
  at = await startStoreEngine();
});
beforeEach(() => at.reset());
afterAll(() => at?.close());

const product = async (sku: string) => {
  const [found] = await at.store.products.bySku([sku], {
    include: ['custom_fields', 'images', 'videos', 'variants'],
  });
  return found;
};
const DRUM = lines(
  'SKU,Name,Price,Weight,Brand,Categories,Stock,Sale Price,Custom Fields',
  'GU-1,Drum,12.50,90,Gunite,Brakes/Drums,5,10,Diameter=16.5',
);

describe('a row', () => {
  it('creates what is not there, with the categories that its names need', async () => {
    const { applied, plan } = await importText(at, DRUM);

    expect(plan).toMatchObject({ create: 1, skip: 0 });
    expect(applied).toEqual({ done: 1, failed: 0, skipped: 0, unknown: 0 });
    expect(await product('GU-1')).toMatchObject({
      name: 'Drum',
      inventoryTracking: 'product',
      inventoryLevel: 5,
      customFields: [{ name: 'Diameter', value: '16.5' }],
    });
  });

  it('changes only what it says otherwise, and shows before and after', async () => {
    await importText(at, DRUM);
    const { operations, plan } = await importText(at, lines('SKU,Price,Name', 'gu-1,13,'));

    expect(plan).toMatchObject({ update: 1, unchanged: 0 });
    expect(operations[0]).toMatchObject({
      kind: 'update',
      before: { price: '12.5' },
      after: { price: '13' },
    });
    expect(await product('GU-1')).toMatchObject({ name: 'Drum' });
  });

  it('clears a field with the token, and takes a custom field away', async () => {
    await importText(at, DRUM);
    await importText(at, lines('SKU,Sale Price,Brand,Custom Fields', 'GU-1,<clear>,<clear>,<clear>'));

    expect(await product('GU-1')).toMatchObject({ brandId: null, customFields: [] });
    expect((await product('GU-1'))?.salePrice?.toNumber()).toBe(0);
  });

  it('puts a product into the categories it names and out of others', async () => {
    await importText(at, DRUM);
    await importText(at, lines('SKU,Categories', 'GU-1,Brakes;Sale'));
    const again = await importText(at, lines('SKU,Categories', 'GU-1,Sale;brakes'));

    expect((await product('GU-1'))?.categories).toHaveLength(2);
    expect(again.plan).toMatchObject({ update: 0, unchanged: 1 });
  });

  it('counts stock from the file on, where it says so, and leaves it alone where the store does not count', async () => {
    await importText(at, lines('SKU,Name,Price,Weight', 'GU-2,Shoe,1,1'));
    const left = await importText(at, lines('SKU,Stock', 'GU-2,7'));
    await importText(at, lines('SKU,Stock,Inventory Tracking', 'GU-2,7,product'));

    expect(left.plan).toMatchObject({ unchanged: 1 });
    expect(left.problems).toMatchObject([{ code: 'NOT_TRACKED', line: 2, sku: 'GU-2' }]);
    expect(await product('GU-2')).toMatchObject({ inventoryTracking: 'product', inventoryLevel: 7 });
  });

  it('hides with HIDE', async () => {
    await importText(at, DRUM);
    const { plan } = await importText(at, lines('SKU,Command,Price', 'GU-1,HIDE,99'));

    expect(plan).toMatchObject({ hide: 1, update: 0 });
    expect(await product('GU-1')).toMatchObject({ isVisible: false });
  });

  it.each([
    ['NEW of what is there', 'SKU,Command,Name\nGU-1,NEW,x\n', 'ALREADY_THERE'],
    ['UPDATE of what is not', 'SKU,Command,Name\nGU-9,UPDATE,x\n', 'NOT_IN_STORE'],
    ['HIDE of what is not', 'SKU,Command\nGU-9,HIDE\n', 'NOT_IN_STORE'],
    ['a new product without a name', 'SKU,Price\nGU-9,5\n', 'FIELD_MISSING'],
    ['a name that is too long', `SKU,Name\nGU-1,${'n'.repeat(251)}\n`, 'TOO_LONG'],
    ['a category id that is not there', 'SKU,Category IDs\nGU-1,4711\n', 'CATEGORY_ID_UNKNOWN'],
    ['a brand id that is not there', 'SKU,Brand ID\nGU-1,4711\n', 'BRAND_ID_UNKNOWN'],
    [
      'an image whose address is too long',
      `SKU,Images\nGU-1,https://images.example/${'a'.repeat(255)}.jpg\n`,
      'IMAGE_URL',
    ],
  ])('is set apart: %s', async (_name, text, code) => {
    await importText(at, DRUM);
    const before = await at.stateHash();
    const { plan, allProblems, rejected, exitCode } = await importText(at, text);

    expect(allProblems).toMatchObject([{ code, line: 2, severity: 'error' }]);
    expect(exitCode === ExitCode.Partial || rejected.length === 0).toBe(true);
    expect([plan.create, plan.update, plan.hide]).toEqual([0, 0, 0]);
    expect(await at.stateHash()).toBe(before);
  });

  it('is found by its number where it has no SKU, and refused where another row is about the same product', async () => {
    await importText(at, DRUM);
    const id = (await product('GU-1'))?.id;
    const byId = await importText(at, lines('SKU,Product ID,Price', `,${id},14`));
    const twice = await importText(at, lines('SKU,Product ID,Price', 'GU-1,,15', `,${id},16`));

    expect(byId.plan).toMatchObject({ update: 1 });
    expect(twice.allProblems).toMatchObject([{ code: 'DUPLICATE_SKU', line: 3 }]);
    expect((await product('GU-1'))?.price.toNumber()).toBe(15);
  });

  it('leaves no trace that a sync would take for its own of a field that is the merchant’s', async () => {
    await importText(at, DRUM);
    const snapshot = (await at.engine.ledger.snapshots.find('sandbox', ['GU-1'])).get('gu-1');

    expect(Object.keys(snapshot?.fields ?? {})).toEqual(expect.arrayContaining(['price', 'weight', 'stock']));
    for (const field of ['name', 'salePrice', 'categories', 'customField.Diameter=16.5'])
      expect(snapshot?.fields).not.toHaveProperty([field]);
  });
});

describe('the guard on prices', () => {
  const skus = ['P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6'];
  const made = (sale: string) =>
    lines('SKU,Name,Price,Weight,Sale Price', ...skus.map((sku) => `${sku},Pad ${sku},100,1,${sale}`));
  const only = (column: string, value: string) =>
    lines(`SKU,${column}`, ...skus.map((sku) => `${sku},${value}`));

  it.each([
    ['Price', '', '0.01'],
    ['Sale Price', '', '0.01'],
    ['Sale Price', '20', '<clear>'],
    ['Fixed Shipping Price', '', '1'],
  ])('stops a file whose %s moves what is paid', async (column, sale, value) => {
    await importText(at, made(sale));
    if (column.startsWith('Fixed')) await importText(at, only(column, '50'));
    const before = await at.stateHash();

    const { exitCode, guards } = await importText(at, only(column, value));

    expect([exitCode, guards?.map(({ guard }) => guard)]).toEqual([ExitCode.Guarded, ['price-move']]);
    expect(await at.stateHash()).toBe(before);
  });

  it("stops a file of variants' prices", async () => {
    await importText(at, PANEL);
    const before = await at.stateHash();

    const { exitCode, guards } = await importText(at, PANEL.replace(',18.99,', ',0.99,'));

    expect([exitCode, guards?.map(({ guard }) => guard)]).toEqual([ExitCode.Guarded, ['price-move']]);
    expect(guards?.[0]?.first).toMatchObject([{ before: '18.99', after: '0.99' }]);
    expect(await at.stateHash()).toBe(before);
  });
});

describe('an import that was interrupted', () => {
  it('is finished by the plan, whatever of it was done, and nothing comes twice', async () => {
    await importText(at, PANEL);
    const { ledger } = at.engine;
    const more = PANEL.replace('19.99', '21')
      .replace(',5,,2.5', ',6,,2.75')
      .replace('Side,FALSE,1', 'The side,FALSE,1')
      .replace('Fitting,How', 'Fitting it,How')
      .concat('Image,,,,,,,,,,,,https://images.example/c.jpg,Top,FALSE,2,,,,\n');
    const { plan } = await importText(at, more);
    const done = await at.stateHash();

    const rows = [];
    for await (const row of ledger.operations.iterate(plan.id)) rows.push(row);
    await ledger.operations.mark(rows, { state: 'sent' });
    await ledger.plans.setStatus(plan.id, 'applying');
    const { applied } = await applySaved(at.engine, plan.id);

    expect(applied).toEqual({ done: 2, failed: 0, skipped: 0, unknown: 0 });
    expect(await at.stateHash()).toBe(done);
    expect((await importText(at, more)).plan).toMatchObject({ unchanged: 1 });
  });
});

describe('a plan that was kept', () => {
  const CHANGED = PANEL.replace('Side,FALSE', 'The side,FALSE')
    .replace(',18.99,', ',17,')
    .replace('19.99', '21');

  it('is applied as it was shown', async () => {
    await importText(at, PANEL);
    const { plan } = await importText(at, CHANGED, { dryRun: true });
    const { applied } = await applySaved(at.engine, plan.id);

    expect(applied).toMatchObject({ done: 1, failed: 0 });
    expect((await importText(at, CHANGED)).plan).toMatchObject({ unchanged: 1 });
  });

  it('is refused once somebody changed a variant that it is about', async () => {
    await importText(at, PANEL);
    const { plan } = await importText(at, CHANGED, { dryRun: true });
    const id = (await product('CK'))?.variants?.[0]?.id ?? 0;
    await at.store.variants.updateBatch([{ id, price: 16 }]);

    await expect(applySaved(at.engine, plan.id)).rejects.toMatchObject({
      code: 'STALE_PLAN',
      message: expect.stringContaining('variants.CK-5.price'),
    });
  });
});

it('costs as few calls as the store allows', { timeout: 60_000 }, async () => {
  const rows = (n: number, price: number) =>
    Array.from({ length: n }, (_, i) => `P-${i},Part ${i},${price},1,${(i + price) % 7}`);
  const header = 'SKU,Name,Price,Weight,Stock';
  await at.calls();
  await importText(at, lines(header, ...rows(255, 10)));
  expect(await at.calls()).toMatchObject({ 'GET /v3/catalog/products': 1, 'POST /v3/catalog/products': 255 });

  await importText(at, lines(header, ...rows(35, 11)));
  const { 'GET /v3/inventory/items': levels, ...calls } = await at.calls();

  // The first of two pages of the store, or one list of SKUs after it: no more. Levels are read, and read back.
  expect(levels).toBeLessThanOrEqual(6);
  expect(calls).toEqual({
    'GET /v3/catalog/trees': 1,
    'GET /v3/catalog/trees/categories': 1,
    // The store before the plan is made, and the look before the writes.
    'GET /v3/catalog/products': 3,
    'PUT /v3/inventory/adjustments/absolute': 1,
    'PUT /v3/catalog/products': 4,
  });
});

it('stops at the guards of a sync before anything is written', async () => {
  const header = 'SKU,Name,Price,Weight';
  const rows = (price: number) => Array.from({ length: 8 }, (_, i) => `G-${i},Guarded ${i},${price},1`);
  await importText(at, lines(header, ...rows(10)));
  const before = await at.stateHash();
  const { exitCode, problems, applied } = await importText(at, lines(header, ...rows(2)));

  expect(exitCode).toBe(ExitCode.Guarded);
  expect(problems[0]).toMatchObject({ code: 'GUARD_PRICE_MOVE' });
  expect(applied.done).toBe(0);
  expect(await at.stateHash()).toBe(before);
});
