import { expect, test } from 'vitest';
import { make, start } from './harness.ts';

const BULK = '/v3/catalog/products/metafields';

function field(key: string, value = 'v') {
  return { namespace: 'ttpd', key, value, permission_set: 'app_only' };
}

test('one product’s metafields: made, unique by namespace and key, changed, deleted', async () => {
  const client = await start();
  const { id } = await make(client, 'A');
  const path = `/v3/catalog/products/${id}/metafields`;
  const made = await client.store('POST', path, field('hash'));
  expect(made.json.data).toMatchObject({
    id: 1,
    ...field('hash'),
    resource_type: 'product',
    resource_id: id,
    description: '',
  });
  expect((await client.store('POST', path, field('hash', 'other'))).status).toBe(409);
  expect((await client.store('POST', path, { ...field('x'), permission_set: 'none' })).status).toBe(422);
  expect((await client.store('POST', path, { namespace: 'n', key: 'k', value: 'v' })).status).toBe(422);
  expect((await client.store('POST', path, { ...field('x'.repeat(65)) })).status).toBe(422);
  expect((await client.store('PUT', `${path}/1`, { value: 'w' })).json.data.value).toBe('w');
  expect((await client.store('DELETE', `${path}/1`)).status).toBe(204);
  expect((await client.store('GET', path)).json.data).toEqual([]);
});

test('bulk: all saved is 200, partly saved is 422 with what was', async () => {
  const client = await start();
  const [a, b] = [(await make(client, 'A')).id, (await make(client, 'B')).id];
  const good = await client.store('POST', BULK, [
    { resource_id: a, ...field('k1') },
    { resource_id: b, ...field('k1') },
  ]);
  expect(good.status).toBe(200);
  expect(good.json.meta).toEqual({ total: 2, success: 2, failed: 0 });
  const partly = await client.store('POST', BULK, [
    { resource_id: a, ...field('k1') },
    { resource_id: a, ...field('k2') },
    { resource_id: 99, ...field('k3') },
  ]);
  expect(partly.status).toBe(422);
  expect(partly.json.data).toMatchObject([{ key: 'k2' }]);
  expect(partly.json.errors.map(({ status }: { status: number }) => status)).toEqual([409, 404]);
  expect(partly.json.meta).toEqual({ total: 3, success: 1, failed: 2 });
  const changed = await client.store('PUT', BULK, [{ id: 1, value: 'new' }]);
  expect(changed.json.data[0].value).toBe('new');
  const gone = await client.store('DELETE', BULK, [1, 77]);
  expect(gone.status).toBe(422);
  expect(gone.json.data).toEqual([1]);
});

test('the bulk list filters by namespace and key, and goes by cursor', async () => {
  const client = await start();
  const { id } = await make(client, 'A');
  await client.store(
    'POST',
    BULK,
    ['a', 'b', 'c'].map((key) => ({ resource_id: id, ...field(key) })),
  );
  await client.store('POST', BULK, [{ resource_id: id, ...field('a'), namespace: 'else' }]);
  const page = await client.store('GET', `${BULK}?namespace=ttpd&key:in=a,c`);
  expect(page.json.data.map(({ key }: { key: string }) => key)).toEqual(['a', 'c']);
  const first = await client.store('GET', `${BULK}?limit=3`);
  const { end_cursor, links } = first.json.meta.cursor_pagination;
  expect(links.next).toContain(end_cursor);
  const second = await client.store('GET', `${BULK}?limit=3&after=${end_cursor}`);
  expect(second.json.data.map(({ namespace }: { namespace: string }) => namespace)).toEqual(['else']);
  expect(second.json.meta.cursor_pagination.links).toEqual({});
});
