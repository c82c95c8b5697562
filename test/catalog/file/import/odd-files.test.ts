import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type StoreEngine, startStoreEngine } from '../../../helpers/store-engine.ts';
import { importText } from './import.ts';

/** Files as other programs and people make them, through to what the store then has. */

let at: StoreEngine;
beforeAll(async () => {
  at = await startStoreEngine();
});
beforeEach(() => at.reset());
afterAll(() => at?.close());

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const product = async (sku: string) => {
  const [found] = await at.store.products.bySku([sku], {
    include: ['custom_fields', 'images', 'videos', 'variants'],
  });
  return found;
};
const codes = (problems: readonly { code: string; sku?: string }[]) =>
  problems.map(({ sku, code }) => [sku, code]);

it('takes three decimals for no thousands', async () => {
  const { allProblems } = await importText(
    at,
    lines(
      'SKU,Name,Price,Weight,Stock,Low Stock,Minimum Quantity',
      'ST-1,Hub seal,12.50,1,10.000,2.000,1.000',
      'ST-2,Hub cap,1.234,1,12.500,,',
    ),
  );

  expect(await product('ST-1')).toMatchObject({ inventoryLevel: 10, inventoryWarningLevel: 2 });
  expect(await product('ST-2')).toBeUndefined();
  expect(codes(allProblems)).toEqual([['ST-2', 'CSV_INTEGER']]);
});

it('takes no price of another currency', async () => {
  const { allProblems } = await importText(
    at,
    lines('SKU,Name,Price,Weight', 'E1,Euro,167 €,1', 'Y1,Yen,¥1200,1', 'U1,Dollar,$167.00,1'),
  );

  expect(await product('E1')).toBeUndefined();
  expect(await product('Y1')).toBeUndefined();
  expect((await product('U1'))?.price.toNumber()).toBe(167);
  expect(codes(allProblems)).toEqual([
    ['E1', 'CSV_CURRENCY'],
    ['Y1', 'CSV_CURRENCY'],
  ]);
});

it('has nothing to do the second time, however many decimals a spreadsheet computed', async () => {
  const file = lines('SKU,Name,Price,Weight', 'P1,Computed,13.333333333333334,1', 'P2,Tiny,0.00001,1');
  await importText(at, file);
  const { plan } = await importText(at, file);

  expect((await product('P1'))?.price.toString()).toBe('13.3333');
  expect(await product('P2')).toBeUndefined();
  expect(plan).toMatchObject({ create: 0, update: 0, unchanged: 1 });
});

it('takes nothing that a failed formula left', async () => {
  const { allProblems } = await importText(
    at,
    lines(
      'SKU,Name,Price,Weight,Brand,Categories,MPN,UPC,Custom Fields,Description',
      'EV-1,Brake chamber,10,1,#N/A,Brakes/#REF!,#VALUE!,#N/A,Size=#NAME?,#DIV/0!',
      '#N/A,Lookup failed,10,1,Acme,Brakes,,,,',
      'EV-3,#N/A,10,1,Acme,Brakes,,,,',
      'EV-4,Good,10,1,Acme,Brakes,,,,',
    ),
  );

  expect(await at.skus()).toEqual(['EV-4']);
  expect(new Set(allProblems.map(({ line }) => line))).toEqual(new Set([2, 3, 4]));
});

it('makes no second product of a SKU that only looks alike, and takes no quotes for a name', async () => {
  await importText(
    at,
    lines('SKU,Name,Price,Weight', 'IV-1,One,5,1', 'IV-1\u200B,Two,6,1', 'Q-1,"Drum" ,5,1'),
  );

  expect(await at.skus()).toEqual(['IV-1']);
});
