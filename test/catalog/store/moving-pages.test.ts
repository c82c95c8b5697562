import { expect, it } from 'vitest';
import { openReader } from '../../../src/catalog/store/reader.ts';
import { scriptedEngine } from '../../helpers/scripted-engine.ts';
import { saying } from '../../helpers/scripted-store.ts';

it('asks for the level of a product that the pages of levels passed over', async () => {
  const bench = await scriptedEngine();
  for (const n of [1, 2, 3])
    await bench.product({ sku: `S-${n}`, inventory_tracking: 'product', inventory_level: n });
  await bench.product({ sku: 'U', inventory_tracking: 'none' });
  // A product went away while the levels were read: what was next is on no page.
  bench.script(
    'GET /v3/inventory/items',
    saying(({ body }) => {
      const { data } = body as { data: { identity: { sku: string } }[] };
      const left = data.filter(({ identity }) => identity.sku !== 'S-2');
      return { body: { data: left, meta: { pagination: { total: left.length } } } };
    }),
  );
  await bench.engine.ledger.storeCopy.begin();

  const reading = { options: {}, fieldsOf: () => ({}) };
  const { find } = await openReader(bench.engine, reading, { expected: null, groups: ['stock'] });

  const found = await find(['S-1', 'S-2', 'S-3', 'U']);
  expect([...found.values()].map(({ sku, fields }) => [sku, fields.stock]).sort()).toEqual([
    ['S-1', 1],
    ['S-2', 2],
    ['S-3', 3],
    ['U', undefined],
  ]);
  expect(bench.callsTo('GET /v3/inventory/items')).toHaveLength(2);
});
