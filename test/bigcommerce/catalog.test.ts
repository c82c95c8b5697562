import { describe, expect, it } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import { collect, reply, type Script, scriptedSend } from '../finditparts/scripted-send.ts';

function storeOf(script: Script) {
  const { send, requests } = scriptedSend('bigcommerce', script);
  return { store: createBigCommerce({ send }), requests };
}

interface Row {
  name: string;
  parent_id?: number;
  tree_id?: number;
}
const created = ({ name, parent_id = 0 }: Row, n = 0) => ({
  category_id: 100 + n,
  parent_id,
  tree_id: 1,
  name,
});
const row = (name: string): Row => ({ name, parent_id: 4 });

describe('bigcommerce/categories', () => {
  it('creates ten a call and answers in the order given', async () => {
    const { store, requests } = storeOf(({ json }) => {
      const rows = json as Row[];
      return reply(201, { data: rows.map(created).reverse(), meta: { total: rows.length } });
    });
    const rows = Array.from({ length: 12 }, (_, n) => row(`C${n}`));

    const results = await store.categories.create(rows);

    expect(results.map((result) => 'ok' in result && result.ok.name)).toEqual(rows.map(({ name }) => name));
    expect(requests.map(({ json }) => (json as Row[]).length)).toEqual([10, 2]);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/v3/catalog/trees/categories',
      idempotent: false,
      limitGroup: 'catalog',
    });
  });

  it('sends what a 207 left out once more alone, for its own words', async () => {
    const { store, requests } = storeOf(({ json }) => {
      const rows = json as Row[];
      const good = rows.filter(({ name }) => name !== 'Bad' && name !== 'Slow');
      if (rows.length === 1) {
        return rows[0]?.name === 'Slow'
          ? reply(201, { data: rows.map(created) })
          : reply(422, { title: 'Category name already in use' });
      }
      return reply(207, { data: good.map(created), errors: { title: 'Some failed' } });
    });

    const results = await store.categories.create([row('A'), row('Bad'), row('Slow'), row('D')]);

    expect(results.map((result) => 'ok' in result)).toEqual([true, false, true, true]);
    expect(results[1]).toMatchObject({ error: { body: { title: 'Category name already in use' } } });
    expect(requests.map(({ json }) => (json as Row[]).length)).toEqual([4, 1, 1]);
  });

  it('tries each apart when all were refused', async () => {
    const { store, requests } = storeOf(({ json }) => {
      const rows = json as Row[];
      return rows.some(({ name }) => name === 'Bad')
        ? reply(422, { title: 'no' })
        : { data: rows.map(created) };
    });

    const results = await store.categories.create([row('A'), row('Bad')]);

    expect(results.map((result) => 'ok' in result)).toEqual([true, false]);
    expect(requests.length).toBe(3);
  });

  it('asks only once about a single category', async () => {
    const { store, requests } = storeOf(() => reply(422, { title: 'no' }));

    await expect(store.categories.create([row('A')])).resolves.toMatchObject([{ error: { status: 422 } }]);
    expect(requests.length).toBe(1);
  });

  it.each([403, 500])('passes a %i on', async (status) => {
    const { store, requests } = storeOf(() => reply(status));

    await expect(store.categories.create([row('A'), row('B')])).rejects.toMatchObject({ status });
    expect(requests.length).toBe(1);
  });

  it('tells siblings of one name under two parents apart', async () => {
    const rows = [
      { name: 'Drums', parent_id: 5 },
      { name: 'Drums', tree_id: 1 },
    ];
    const { store } = storeOf(() => ({
      data: [created({ name: 'Drums' }, 1), created({ name: 'Drums', parent_id: 5 }, 2)],
    }));

    const results = await store.categories.create(rows);

    expect(results.map((result) => 'ok' in result && result.ok.id)).toEqual([102, 101]);
  });

  it('lists trees and categories', async () => {
    const { store, requests } = storeOf(({ path }) => ({
      data: path.endsWith('trees')
        ? [{ id: 1, name: 'Default', channels: [1] }]
        : [{ ...created(row('Brakes')), is_visible: true, url: { path: '/brakes/' } }],
      meta: { pagination: { total: 1 } },
    }));

    expect((await collect(store.categories.trees())).flat()).toEqual([
      { id: 1, name: 'Default', channels: [1] },
    ]);
    expect((await collect(store.categories.list({ 'tree_id:in': '1' }))).flat()).toEqual([
      { id: 100, parentId: 4, treeId: 1, name: 'Brakes', isVisible: true, path: '/brakes/' },
    ]);
    expect(requests[1]?.query).toMatchObject({ 'tree_id:in': '1', limit: 250 });
  });

  it('never deletes without a filter', async () => {
    const { store, requests } = storeOf(() => reply(202, {}));

    await store.categories.delete([]);
    await store.categories.delete([4, 5]);

    expect(requests.map(({ query }) => query)).toEqual([{ 'category_id:in': '4,5' }]);
  });
});

describe('bigcommerce/brands', () => {
  const page = (...names: string[]) => ({
    data: names.map((name, id) => ({ id: id + 1, name })),
    meta: { pagination: { total: names.length } },
  });

  it('finds a brand in whatever case it is written', async () => {
    const { store, requests } = storeOf(() => page('GUNITE'));

    await expect(store.brands.findOrCreate('Gunite')).resolves.toEqual({ id: 1, name: 'GUNITE' });
    expect(requests[0]).toMatchObject({
      path: '/v3/catalog/brands',
      query: { name: 'Gunite' },
      limitGroup: 'catalog',
    });
  });

  it('creates a brand that is missing', async () => {
    const { store, requests } = storeOf(({ method }) =>
      method === 'GET' ? page() : { data: { id: 7, name: 'Webb' } },
    );

    await expect(store.brands.findOrCreate('Webb')).resolves.toEqual({ id: 7, name: 'Webb' });
    expect(requests[1]).toMatchObject({ method: 'POST', json: { name: 'Webb' }, idempotent: false });
  });

  it('takes the brand that another writer made meanwhile', async () => {
    const { store } = storeOf(({ method }, index) =>
      method === 'POST'
        ? reply(409, { title: 'Brand name already in use' })
        : index === 0
          ? page()
          : page('Webb'),
    );

    await expect(store.brands.findOrCreate('Webb')).resolves.toEqual({ id: 1, name: 'Webb' });
  });

  it.each([
    [409, { title: 'Brand name already in use' }],
    [422, { title: 'Too long' }],
  ])('passes a %i on that it cannot settle', async (status, body) => {
    const { store } = storeOf(({ method }) => (method === 'POST' ? reply(status, body) : page()));

    await expect(store.brands.findOrCreate('Webb')).rejects.toMatchObject({ status });
  });

  it('deletes a brand', async () => {
    const { store, requests } = storeOf(() => reply(204));

    await store.brands.delete(7);

    expect(requests[0]).toMatchObject({ method: 'DELETE', path: '/v3/catalog/brands/7' });
  });
});

describe('bigcommerce/store', () => {
  it('reads what the numbers of the store mean', async () => {
    const { store } = storeOf(() => ({
      id: 'abc123',
      name: 'Test Shop',
      currency: 'USD',
      weight_units: 'LBS',
      dimension_units: 'Inches',
      timezone: { name: 'America/Chicago', raw_offset: -21600 },
      plan_name: 'Pro',
      is_price_entered_with_tax: false,
      features: {},
    }));

    await expect(store.store.information()).resolves.toMatchObject({
      id: 'abc123',
      currency: 'USD',
      weightUnits: 'LBS',
      timezone: 'America/Chicago',
      planLevel: '',
    });
  });

  it('reads the clock', async () => {
    const { store, requests } = storeOf(() => ({ time: 1_700_000_000 }));

    await expect(store.store.time()).resolves.toBe(1_700_000_000);
    expect(requests[0]?.path).toBe('/v2/time');
  });
});
