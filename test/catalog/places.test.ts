import { expect, it } from 'vitest';
import { run } from '../../src/catalog/runs.ts';
import { planUndo } from '../../src/catalog/undo/undo-plan.ts';
import { placesOf, requirePlaces } from '../../src/library/places.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { type Bench, bench } from '../helpers/sandbox-engine.ts';

const selection = { category: 'brakes', limit: 6 };

/** A store with three locations, of which the third is closed, and stock of this sync's products by location. */
async function store(stock: RulesInput['stock']) {
  const at = await bench(60);
  // Levels of new products are taken and not waited for: here they are seen at once.
  await at.client.admin('POST', '/settings', { stockDelayMs: 0 });
  await at.client.store('POST', '/v3/inventory/locations', [
    { code: 'WEST', label: 'West' },
    { code: 'CLOSED', label: 'Closed', enabled: false },
  ]);
  const rules = { stock };
  return {
    ...at,
    places: placesOf(Rules.parse(rules)),
    run: (changes = {}) => at.sync({ selection, ...changes }, { rules }),
    levels: () => levels(at),
  };
}

/** `[SKU, [location, pieces, for sale]…]` */
async function levels({ client }: Bench) {
  const { json } = await client.store('GET', '/v3/inventory/items?limit=1000');
  const rows: [string, number[][]][] = json.data.map(
    ({ identity, locations }: { identity: { sku: string }; locations: Record<string, number>[] }) => [
      identity.sku,
      locations.map((each) => [each.location_id, each.total_inventory_onhand, each.available_to_sell]),
    ],
  );
  return new Map(rows);
}

it('writes stock at the configured location alone, when it creates, changes and takes back', async () => {
  const at = await store({ location: 2 });
  const made = await at.run();
  expect(made).toMatchObject({ exitCode: 0, applied: { failed: 0, unknown: 0 } });
  const there = await at.levels();
  expect([...there.values()].map((places) => places[0])).toEqual([...there.values()].map(() => [1, 0, 0]));
  expect([...there.values()].some((places) => (places[1]?.[1] ?? 0) > 0)).toBe(true);
  expect((await at.run()).plan).toMatchObject({ stock: 0, update: 0, unchanged: made.plan.create });

  const [id] = await at.partIds();
  await at.client.admin('PATCH', `/parts/${id}`, { inventory: { total: 4321 } });
  const changed = await at.run();
  expect(changed.plan.stock).toBe(1);
  const [row] = await at.rowsOf(changed);
  expect((await at.levels()).get(row?.sku ?? '')?.slice(0, 2)).toEqual([
    [1, 0, 0],
    [2, 4321, 4321],
  ]);

  const engine = { ...at.engine, places: at.places };
  const plan = await at.engine.ledger.plans.get(changed.plan.id);
  if (!plan) throw new Error('no plan');
  const undo = await planUndo(engine, { plan, deleteCreated: false });
  expect(await run(engine, undo, { approve: async () => undefined })).toMatchObject({ exitCode: 0 });
  expect(await at.levels()).toEqual(there);
});

it("has each of the supplier's locations at the one of the store that it leads to", async () => {
  const at = await store({ locations: { RNO: 1, DFW: 2, ATL: 2 } });
  await at.run();
  const [id] = await at.partIds();
  const places = (rno: number, dfw: number, atl: number) => ({
    inventory: {
      locations: Object.entries({ RNO: rno, DFW: dfw, ATL: atl, TOL: 900 }).map(([code, quantity]) => ({
        code,
        quantity,
      })),
    },
  });
  await at.client.admin('PATCH', `/parts/${id}`, places(3, 4, 5));
  const [row] = await at.rowsOf(await at.run());
  const sku = row?.sku ?? '';
  const pieces = async () => (await at.levels()).get(sku)?.map(([location, onHand]) => [location, onHand]);
  expect(await pieces()).toEqual([
    [1, 3],
    [2, 9],
    [3, 0],
  ]);
  expect((await at.run()).plan.stock).toBe(0);

  // As many in all, elsewhere: at the supplier, and then at the store.
  await at.client.admin('PATCH', `/parts/${id}`, places(8, 0, 4));
  expect((await at.run()).plan.stock).toBe(1);
  expect(await pieces()).toEqual([
    [1, 8],
    [2, 4],
    [3, 0],
  ]);
  await at.client.store('PUT', '/v3/inventory/adjustments/absolute', {
    items: [
      { product_id: row?.productId, location_id: 1, quantity: 7 },
      { product_id: row?.productId, location_id: 2, quantity: 5 },
    ],
  });
  await expect.poll(pieces).toEqual([
    [1, 7],
    [2, 5],
    [3, 0],
  ]);
  const moved = await at.run();
  expect(moved.plan.stock).toBe(1);
  expect(await pieces()).toEqual([
    [1, 8],
    [2, 4],
    [3, 0],
  ]);
});

it('leaves the safety stock that a merchant sets, and counts what is on hand', async () => {
  const at = await store({ location: 2 });
  await at.run();
  const there = await at.levels();
  const sku = [...there].find(([, places]) => (places[1]?.[1] ?? 0) > 10)?.[0];
  const { json } = await at.client.store('GET', `/v3/catalog/products?sku=${sku}`);
  const identity = { product_id: json.data[0].id };
  await at.client.store('PUT', '/v3/inventory/locations/2/items', {
    settings: [{ identity, safety_stock: 3 }],
  });
  expect((await at.run()).plan.stock).toBe(0);
  const [, onHand = 0] = there.get(sku ?? '')?.[1] ?? [];
  expect((await at.levels()).get(sku ?? '')?.[1]).toEqual([2, onHand, onHand - 3]);
});

it('refuses a location that is disabled or not there before anything is written', async () => {
  const at = await store({});
  const usable = (location: number) =>
    requirePlaces({ ...at.engine, places: placesOf(Rules.parse({ stock: { location } })) });
  await expect(usable(3)).rejects.toMatchObject({
    code: 'LOCATION_UNUSABLE',
    exitCode: 2,
    hint: expect.stringContaining('1, 2, 3 (disabled)'),
  });
  await expect(usable(9)).rejects.toMatchObject({
    message: expect.stringContaining('9, which is not there'),
  });
  await expect(usable(2)).resolves.toBeUndefined();
});
