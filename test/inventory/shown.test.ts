import { Big } from 'big.js';
import { expect, it } from 'vitest';
import { createMapper } from '../../src/catalog/map/map.ts';
import { NONE_KNOWN } from '../../src/inventory/baseline.ts';
import { ASPECTS, CLASSES, type Finding } from '../../src/inventory/findings.ts';
import { reconcile } from '../../src/inventory/reconcile.ts';
import { Rules } from '../../src/rules/schema.ts';
import { TARGET } from '../helpers/parts.ts';
import { type Bench, bench } from '../helpers/sandbox-engine.ts';

async function compared({ engine }: Bench) {
  const rules = Rules.parse({});
  const outcome = await reconcile(engine, {
    ...{ selection: { category: 'brakes' }, everything: false, known: NONE_KNOWN, rules },
    criteria: {
      aspects: ASPECTS,
      tolerance: { stock: { pieces: 0 }, price: new Big(0) },
      notBefore: null,
    },
    ...{ mapper: createMapper(rules, TARGET), failOn: 'any', overrides: [] },
  });
  const findings: Finding[] = [];
  for await (const found of engine.ledger.findings.iterate<Finding>(CLASSES)) findings.push(found);
  return { ...outcome, findings };
}

it('finds what is on none of the channels, and what a price list shows at another price', async () => {
  const at = await bench(60);
  const { store } = at.client;
  await at.sync();
  expect(await compared(at)).toMatchObject({ exitCode: 0, findings: [] });

  await store('POST', '/v3/channels', { name: 'Outlet', type: 'storefront', platform: 'bigcommerce' });
  const { data } = (await store('GET', '/v3/catalog/products?limit=3')).json;
  const [hidden, dearer, same] = data;
  await store('DELETE', `/v3/catalog/products/channel-assignments?product_id:in=${hidden.id}`);
  const list = (await store('POST', '/v3/pricelists', { name: 'Fleets' })).json.data.id;
  const records = [
    { sku: dearer.sku, currency: 'usd', price: dearer.price + 5 },
    { sku: same.sku, currency: 'usd', price: same.price },
  ];
  expect((await store('PUT', `/v3/pricelists/${list}/records`, records)).status).toBe(200);
  expect((await compared(at)).findings.map((found) => found.class)).toEqual(['unassigned']);
  await store('POST', '/v3/pricelists/assignments', [{ price_list_id: list, channel_id: 1 }]);

  const { exitCode, comparison, findings } = await compared(at);

  expect(findings).toMatchObject([
    { class: 'unassigned', sku: hidden.sku, reason: expect.stringContaining('no channel') },
    {
      class: 'price-list',
      sku: dearer.sku,
      store: (dearer.price + 5).toFixed(2),
      reason: expect.stringContaining('Fleets'),
    },
  ]);
  expect(comparison).toMatchObject({ unassigned: 1, priceLists: 1, accuracy: 1 });
  expect(exitCode).toBe(0);
});
