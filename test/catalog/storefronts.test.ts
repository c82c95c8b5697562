import { describe, expect, it } from 'vitest';
import { applySaved } from '../../src/catalog/runs.ts';
import { placesOf, requirePlaces } from '../../src/library/places.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { type Bench, bench } from '../helpers/sandbox-engine.ts';

const selection = { category: 'brakes', limit: 12 };

interface Category {
  category_id: number;
  parent_id: number;
  tree_id: number;
  name: string;
}

/** A second storefront on channel 2, with a tree of its own that has categories of the same names. */
async function twoStorefronts(order: 'before' | 'after', rules: RulesInput = {}) {
  const at = await bench(60);
  const { store } = at.client;
  if (order === 'after') await at.sync({ selection: { ...selection, limit: 1 } }, { rules });
  await store('POST', '/v3/channels', { name: 'Outlet', type: 'storefront', platform: 'bigcommerce' });
  await store('PUT', '/v3/catalog/trees', [{ name: 'A first tree', channels: [2] }]);
  const { json } = await store('POST', '/v3/catalog/trees/categories', [{ name: 'Brakes', tree_id: 2 }]);
  const parent = json.data[0].category_id;
  await store('POST', '/v3/catalog/trees/categories', [{ name: 'Brake Drums', parent_id: parent }]);
  return { ...at, run: () => at.sync({ selection }, { rules }) };
}

async function categories({ client }: Bench): Promise<Category[]> {
  return (await client.store('GET', '/v3/catalog/trees/categories?limit=250')).json.data;
}

// biome-ignore lint/suspicious/noExplicitAny: JSON that tests look into
async function products({ client }: Bench): Promise<any[]> {
  return (await client.store('GET', '/v3/catalog/products?limit=250&include=channels')).json.data;
}

describe('a store with two category trees', () => {
  it.each(['before', 'after'] as const)(
    "gets its categories in the default channel's, the other one's come %s",
    async (order) => {
      const at = await twoStorefronts(order);
      const outcome = await at.run();
      expect(outcome).toMatchObject({ exitCode: 0, applied: { failed: 0, unknown: 0 } });
      expect((await categories(at)).filter(({ tree_id }) => tree_id === 2)).toHaveLength(2);
      const trees = new Map((await categories(at)).map(({ category_id, tree_id }) => [category_id, tree_id]));
      const used = (await products(at)).flatMap((product) =>
        product.categories.map((id: number) => trees.get(id)),
      );
      expect(new Set(used)).toEqual(new Set([1]));
      expect((await at.run()).plan).toMatchObject({ create: 0, update: 0 });
    },
  );

  it("gets them in the configured channel's, and its products on the configured channels", async () => {
    const at = await twoStorefronts('before', { channels: [2, 1] });
    const planned = await at.sync({ selection }, { rules: { channels: [2, 1] }, dryRun: true });
    const rows = await at.rowsOf(planned);
    expect(rows.find(({ kind }) => kind === 'create')?.after.channels).toEqual([2, 1]);
    expect(planned.review.categories).not.toContain('Brakes');
    expect(planned.review.categories).toContain('Brakes / Brake Shoe Kits');

    await at.client.admin('POST', '/stats/reset');
    const engine = { ...at.engine, places: placesOf(Rules.parse({ channels: [2, 1] })) };
    expect((await applySaved(engine, planned.plan.id)).exitCode).toBe(0);

    expect((await products(at)).map(({ channels }) => channels)).toEqual(Array(8).fill([1, 2]));
    const made = await categories(at);
    expect(made.filter(({ tree_id }) => tree_id === 1).map(({ name }) => name)).toEqual(['Shop All']);
    const { services } = (await at.client.admin('GET', '/stats')).json;
    expect(services.bigcommerce.byEndpoint['PUT /v3/catalog/products/channel-assignments']).toBe(1);
  });
});

describe('new products', () => {
  it('are put on the default channel of a store that has several, and on none by a call of its own elsewhere', async () => {
    const at = await twoStorefronts('before');
    await at.run();
    expect((await products(at)).map(({ channels }) => channels)).toEqual(Array(8).fill([1]));

    const one = await bench(60);
    const { review } = await one.sync({ selection });
    expect(review.categories).toContain('Brakes / Brake Drums');
    expect((await products(one)).map(({ channels }) => channels)).toEqual(Array(8).fill([1]));
    const { services } = (await one.client.admin('GET', '/stats')).json;
    expect(services.bigcommerce.byEndpoint).not.toHaveProperty([
      'PUT /v3/catalog/products/channel-assignments',
    ]);
  });

  it('stay in doubt until they are on their channels, and are taken up again', async () => {
    const at = await twoStorefronts('before');
    await at.client.admin('POST', '/faults', {
      faults: ['bc:503:*:PUT /v3/catalog/products/channel-assignments'],
    });
    const planned = await at.sync({ selection }, { dryRun: true });
    await applySaved(at.engine, planned.plan.id).catch(() => undefined);
    expect((await products(at)).flatMap(({ channels }) => channels)).toEqual([]);

    await at.client.admin('POST', '/faults', { faults: [] });
    expect((await applySaved(at.engine, planned.plan.id)).exitCode).toBe(0);
    expect((await products(at)).map(({ channels }) => channels)).toEqual(Array(8).fill([1]));
    expect(
      new Set((await at.rowsOf(planned)).filter(({ kind }) => kind === 'create').map(({ state }) => state)),
    ).toEqual(new Set(['done']));
  });

  it('are refused a channel that is not there before anything is written', async () => {
    const at = await bench(60);
    const places = placesOf(Rules.parse({ channels: [7] }));
    await expect(requirePlaces({ ...at.engine, places })).rejects.toMatchObject({
      code: 'CHANNEL_UNKNOWN',
      exitCode: 2,
    });
  });
});

describe('a category that ttpd made', () => {
  it('is the same when a merchant renamed and moved it', async () => {
    const at = await bench(60);
    await at.sync({ selection });
    const drums = (await categories(at)).find(({ name }) => name === 'Brake Drums');
    const shoes = (await categories(at)).find(({ name }) => name === 'Brake Shoe Kits');
    const rename = (change: object) => at.client.store('PUT', '/v3/catalog/trees/categories', [change]);
    await rename({ category_id: drums?.category_id, name: 'Drums' });
    await rename({ category_id: drums?.parent_id, name: 'Stopping' });
    await rename({ category_id: shoes?.category_id, parent_id: 0 });
    const before = await categories(at);

    const again = await at.sync({ selection });
    expect(again.plan).toMatchObject({ create: 0, update: 0 });
    const more = await at.sync({ selection: { category: 'brakes' } });
    expect(more).toMatchObject({ exitCode: 0, applied: { failed: 0 } });
    const after = await categories(at);
    const ids = new Set(before.map(({ category_id }) => category_id));
    const made = after.filter(({ category_id }) => !ids.has(category_id)).map(({ name }) => name);
    expect(made).not.toContain('Brake Drums');
    expect(made).not.toContain('Brakes');
    expect(made).not.toContain('Brake Shoe Kits');
    const inDrums = (await products(at)).filter(({ name }) => /Brake Drum/.test(name));
    expect(inDrums.length).toBeGreaterThan(0);
    for (const product of inDrums) expect(product.categories).toEqual([drums?.category_id]);

    // One of the same name that the merchant makes beside it is the merchant's.
    await at.client.store('POST', '/v3/catalog/trees/categories', [
      { name: 'Brake Drums', parent_id: drums?.parent_id },
    ]);
    expect((await at.sync({ selection: { category: 'brakes' } })).plan).toMatchObject({
      create: 0,
      update: 0,
    });
  });

  it('is left where a merchant took a product out of it, whatever it is called', async () => {
    const at = await bench(60);
    await at.sync({ selection });
    const drums = (await categories(at)).find(({ name }) => name === 'Brake Drums');
    await at.client.store('PUT', '/v3/catalog/trees/categories', [
      { category_id: drums?.category_id, name: 'Drums' },
    ]);
    const [product] = (await products(at)).filter(({ categories: ids }) => ids.includes(drums?.category_id));
    await at.client.store('PUT', `/v3/catalog/products/${product.id}`, { categories: [1] });

    expect((await at.sync({ selection })).plan).toMatchObject({ update: 0 });
    expect((await products(at)).find(({ id }) => id === product.id).categories).toEqual([1]);
  });
});
