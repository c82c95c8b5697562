import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { attachmentScenarios } from './attachments.scenario.ts';
import { brandAndCategoryScenarios } from './brands-categories.scenario.ts';
import { inventoryScenarios } from './inventory.scenario.ts';
import { orderScenarios } from './orders.scenario.ts';
import { placeScenarios } from './places.scenario.ts';
import { priceListScenarios } from './price-lists.scenario.ts';
import { productScenarios } from './products.scenario.ts';
import { type Rig, simple, startRig } from './rig.ts';
import { skipWithoutSpecs } from './specs.ts';
import { variantScenarios } from './variants.scenario.ts';
import { webhookScenarios } from './webhooks.scenario.ts';

/**
 * The sandbox's BigCommerce half, asked by a client generated from BigCommerce's specs, under a validator that reads the
 * same specs: neither was written with the sandbox in mind. The scenarios share one sandbox, so that the last test can
 * ask whether any of its operations went untried.
 */
describe.skipIf(skipWithoutSpecs('sandbox contract'))('the sandbox, to a foreign client', () => {
  let started: Rig;
  const rig = () => started;

  beforeAll(async () => {
    started = await startRig();
  });
  afterAll(() => started?.close());
  afterEach(() => expect(started.newViolations()).toEqual([]));

  productScenarios(rig);
  attachmentScenarios(rig);
  brandAndCategoryScenarios(rig);
  variantScenarios(rig);
  inventoryScenarios(rig);
  placeScenarios(rig);
  priceListScenarios(rig);
  webhookScenarios(rig);
  orderScenarios(rig);

  it('tells about the store, the time and the catalogue as a whole', async () => {
    expect(await rig().v3.get('/catalog/summary')).toMatchObject({ variant_count: expect.any(Number) });
    expect(await rig().v2.get('/store')).toMatchObject({ id: 'sandbox', currency: 'USD' });
    expect(await rig().v2.get('/time')).toMatchObject({ time: expect.any(Number) });
  });

  it('answers a half-done write with 207, as documented for each kind of it', async () => {
    const stocked = { ...simple('P-HALF'), inventory_tracking: 'product' as const, inventory_level: 3 };
    await rig().fault('bc:207:*:/catalog/products');
    expect(await rig().send('POST /catalog/products', { body: stocked })).toMatchObject({ status: 207 });
    const query = { 'sku:in': ['P-HALF'] };
    const [{ id = 0 } = {}] = (await rig().v3.get('/catalog/products', { query })) ?? [];
    const change = { inventory_level: 4 };
    const one = { path: { product_id: id }, body: change };
    expect(await rig().v3.send('PUT /catalog/products/{product_id}', one)).toMatchObject({ status: 207 });
    expect(await rig().v3.send('PUT /catalog/products', { body: [{ id, ...change }] })).toMatchObject({
      status: 207,
    });
    await rig().fault();
    const body = [
      { name: 'Contract half', tree_id: 1, parent_id: 0 },
      { name: 'Contract half', tree_id: 1, parent_id: 0 },
    ];
    expect(await rig().v3.send('POST /catalog/trees/categories', { body })).toMatchObject({ status: 207 });
  });

  it('refuses a stranger, and a caller in a hurry', async () => {
    const url = `${rig().storeUrl}/v3/catalog/products`;
    expect((await fetch(url, { headers: { 'x-auth-token': 'guess' } })).status).toBe(401);
    await rig().fault('bc:429:1:/catalog/products');
    expect(await rig().v3.send('GET /catalog/products')).toMatchObject({ status: 429 });
    await rig().fault();
  });

  it('was driven through every operation it has', async () => {
    const implemented = await rig().implemented();
    const seen = rig().seen();
    expect(implemented.filter((operation) => seen[operation] === undefined)).toEqual([]);
    expect(implemented.length).toBeGreaterThan(45);
  });
});
