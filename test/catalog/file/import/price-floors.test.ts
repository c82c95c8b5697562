import { describe, expect, it } from 'vitest';
import type { Floor } from '../../../../src/ledger/journal/plan-notes.ts';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';
import { importText } from './import.ts';

/** Prices that no shopper should pay are held row by row, and their products stay as they are. */

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;

async function bench() {
  const at = await scriptedEngine();
  await at.product({ sku: 'F-1', name: 'Drum', price: 200, cost_price: 113.62, map_price: 136.34 });
  await at.product({ sku: 'F-2', name: 'Shoe', price: 50 });
  return at;
}

it.each([
  ['0', 'SKU,Price', 'F-1,0', 'PRICE_NOT_POSITIVE', 'price'],
  ['below MAP', 'SKU,Price', 'F-1,120', 'BELOW_MAP', 'price'],
  ['a sale below MAP', 'SKU,Sale Price', 'F-1,120', 'BELOW_MAP', 'salePrice'],
  ['below its cost', 'SKU,Price,Cost Price', 'F-2,20,30', 'BELOW_COST', 'price'],
  ['a sale below its cost', 'SKU,Sale Price,Cost Price', 'F-2,20,30', 'BELOW_COST', 'salePrice'],
  ['0 of a new product', 'SKU,Name,Price,Weight', 'F-9,Hub,0,1', 'PRICE_NOT_POSITIVE', 'price'],
  [
    'below the cost of a new product',
    'SKU,Name,Price,Weight,Cost Price',
    'F-9,Hub,5,1,6',
    'BELOW_COST',
    'price',
  ],
])('holds a price: %s', async (_, header, row, code, column) => {
  const at = await bench();
  const { allProblems, rejected, operations } = await importText(at, lines(header, row));

  expect(allProblems).toMatchObject([{ code, column, line: 2, severity: 'error', hint: expect.any(String) }]);
  expect(rejected).toHaveLength(1);
  expect(operations).toEqual([]);
  const { 'F-1': drum, 'F-2': shoe, 'F-9': none } = await at.products();
  expect([drum.price, drum.sale_price, shoe.price, shoe.sale_price, none]).toEqual([
    200,
    0,
    50,
    0,
    undefined,
  ]);
});

it.each<[Floor, string, string]>([
  ['map', 'F-1,120', 'MAP'],
  ['cost', 'F-2,20', 'cost'],
])('lets a price go below %s where somebody insists', async (floor, row) => {
  const at = await bench();
  const text = lines('SKU,Price,Cost Price', `${row},30`);
  const held = await importText(at, text, { allowBelow: floor === 'map' ? ['cost'] : ['map'] });
  expect(held.allProblems[0]?.hint).toContain(`--allow-below ${floor}`);

  await importText(at, text, { allowBelow: [floor] });
  const [sku = '', price] = row.split(',');
  expect((await at.products())[sku].price).toBe(Number(price));
});

it('holds what has less than the margin of ttpd.yaml', async () => {
  const at = await bench();
  const text = lines('SKU,Price,Cost Price', 'F-2,100,90');
  expect((await importText(at, text, { margin: '20%' })).allProblems).toMatchObject([
    { code: 'BELOW_MARGIN' },
  ]);
  expect((await importText(at, text, { margin: '20%', allowBelow: ['margin'] })).applied.done).toBe(1);
});

it('lets neither flag sell for nothing', async () => {
  const at = await bench();
  const { allProblems } = await importText(at, lines('SKU,Price', 'F-1,0'), {
    allowBelow: ['cost', 'map', 'margin'],
  });
  expect(allProblems).toMatchObject([{ code: 'PRICE_NOT_POSITIVE' }]);
});

it('lets a hidden product wait for its price, and not be shown without one', async () => {
  const at = await scriptedEngine();
  const { applied } = await importText(at, lines('SKU,Name,Price,Weight,Visible', 'F-8,Hub,0,1,FALSE'));
  expect(applied.done).toBe(1);

  const shown = await importText(at, lines('SKU,Visible', 'F-8,TRUE'));
  expect(shown.allProblems).toMatchObject([{ code: 'PRICE_NOT_POSITIVE' }]);
  expect((await at.products())['F-8'].is_visible).toBe(false);
});

it('says nothing of a product that is below its cost already, where its prices stay', async () => {
  const at = await bench();
  await at.product({ sku: 'F-3', name: 'Pin', price: 5, cost_price: 6 });
  expect((await importText(at, lines('SKU,Name,Price', 'F-3,Long pin,5'))).allProblems).toEqual([]);
});

describe('a variant', () => {
  const file = (price: string, cost: string) =>
    lines(
      'Item,ID,Name,Type,SKU,Options,Price,Cost Price,Weight',
      'Product,,Belt,physical,V-1,,100,50,1',
      'Variant,,,,V-1-S,Type=Rectangle|Name=Size|Value=S,,,',
      `Variant,,,,V-1-L,Type=Rectangle|Name=Size|Value=L,${price},${cost},`,
    );

  it.each([
    ['40', ''],
    ['120', '130'],
  ])('is held with its product: %s for what costs %s', async (price, cost) => {
    const at = await scriptedEngine();
    const created = await importText(at, file(price, cost));
    expect(created.allProblems).toMatchObject([{ code: 'BELOW_COST', column: 'variants' }]);

    await importText(at, file('150', ''));
    const changed = await importText(at, file(price, cost));
    expect(changed.allProblems).toMatchObject([{ code: 'BELOW_COST', column: 'variants' }]);
    expect(changed.operations).toEqual([]);
  });
});
