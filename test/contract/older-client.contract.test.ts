import { expect, test } from 'vitest';
import { start } from '../sandbox/harness.ts';
import { olderClient } from './older-client.ts';

test('an older client lists, makes, changes, stocks and ships in the strict store', async () => {
  const client = await start({ preset: 'strict' });
  const { url, storeHash, accessToken } = client.sandbox;
  const v2 = olderClient(url, storeHash, accessToken, 'v2');
  const v3 = olderClient(url, storeHash, accessToken, 'v3');
  const lists = [
    'catalog/products',
    'catalog/brands',
    'catalog/trees',
    'catalog/trees/categories',
    'catalog/variants',
  ];
  for (const path of [...lists, 'inventory/items', 'inventory/locations', 'channels', 'pricelists'])
    expect(await v3.get(`/${path}`)).toMatchObject({ data: expect.any(Array) });

  const body = { name: 'Drum', sku: 'D-1', type: 'physical', weight: '1.5', price: '12.50' };
  const made = (await v3.post('/catalog/products', { ...body, inventory_tracking: 'product' })).data;
  expect(made).toMatchObject({ price: 12.5, weight: 1.5 });
  const one = `/catalog/products/${made.id}`;
  await v3.put(one, { price: 13 });
  await v3.put(`${one}/variants/${made.base_variant_id}`, { price: 11 });
  await v3.put('/catalog/products', [{ id: made.id, weight: 2 }]);
  await v3.post(`${one}/images`, { image_url: 'https://pictures.example/drum.jpg' });
  await v3.put('/catalog/products/channel-assignments', [{ product_id: made.id, channel_id: 1 }]);
  const items = [{ location_id: 1, product_id: made.id, quantity: 7 }];
  await v3.put('/inventory/adjustments/absolute', { items });
  await client.admin('GET', '/state-hash');
  const { data } = await v3.get(`${one}?include=images,channels`);
  expect(data).toMatchObject({ price: 13, weight: 2, inventory_level: 7, channels: [1] });
  expect(data.images[0].image_file).toMatch(/\/drum__\d{5}\.jpg$/);

  const { orders } = (await client.admin('POST', '/orders', { lines: [{ product_id: made.id }] })).json;
  const order = `/orders/${orders[0].id}`;
  const [line] = await v2.get(`${order}/products`);
  const [address] = await v2.get(`${order}/shipping_addresses`);
  const parcel = { order_address_id: address.id, tracking_number: '1Z1', shipping_provider: 'ups' };
  await v2.post(`${order}/shipments`, { ...parcel, items: [{ order_product_id: line.id, quantity: 1 }] });
  expect(await v2.get(`${order}/shipments`)).toMatchObject([{ tracking_number: '1Z1' }]);

  await v3.delete(one);
  await expect(v3.get(one)).rejects.toThrow(/404/);
  await expect(v3.get('/catalog/nothing')).rejects.toThrow(/The route is not found/);
});
