import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const HOOKS = '/v3/hooks';

interface Told {
  headers: IncomingHttpHeaders;
  text: string;
  message: { scope: string; data: Record<string, unknown>; hash: string };
}

/** Somebody who listens on this machine, and answers with these statuses in turn, then 200. */
async function listener(statuses: number[] = []) {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => {
      text += piece;
    });
    request.on('end', () => {
      told.push({ headers: request.headers, text, message: JSON.parse(text) });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { told, destination: `http://127.0.0.1:${port}/hook` };
}

async function hook(client: Client, scope: string, destination: string, more: object = {}) {
  const answer = await client.store('POST', HOOKS, { scope, destination, ...more });
  expect(answer.status).toBe(200);
  return answer.json.data;
}

test('hooks are made, listed, changed and deleted, each by its own account', async () => {
  const client = await start();
  const destination = 'https://example.com/hook';
  const made = await hook(client, 'store/order/created', destination, { headers: { key: 'x' } });
  expect(made).toMatchObject({ id: 1, client_id: 'sandbox-client', is_active: true, headers: { key: 'x' } });
  const other = { 'X-Auth-Token': 'other-token' };
  expect((await client.store('GET', HOOKS, undefined, other)).json.data).toEqual([]);
  expect((await client.store('DELETE', `${HOOKS}/1`, undefined, other)).status).toBe(404);
  const off = await client.store('PUT', `${HOOKS}/1`, { is_active: false });
  expect(off.json.data).toMatchObject({ is_active: false, destination });
  expect((await client.store('GET', `${HOOKS}?is_active=true`)).json.data).toEqual([]);
  expect((await client.store('DELETE', `${HOOKS}/1`)).json.data).toMatchObject({ id: 1 });
  for (const wrong of ['http://example.com/', 'https://example.com:8443/', 'no'])
    expect((await client.store('POST', HOOKS, { scope: 'store/order/*', destination: wrong })).status).toBe(
      422,
    );
});

test('what is done by any door is told, signed, with the headers that were asked for', async () => {
  const client = await start();
  const { told, destination } = await listener();
  await hook(client, 'store/product/*', destination, { headers: { 'x-own': 'yes' } });
  const { id } = await make(client, 'A', { inventory_tracking: 'product' });
  await client.store('PUT', `/v3/catalog/products/${id}`, { price: 3 });
  await client.admin('PATCH', '/products/A', { price: 4 });
  const items = [{ location_id: 1, product_id: id, quantity: 7 }];
  await client.store('PUT', '/v3/inventory/adjustments/absolute', { items });
  await client.store('PUT', `/v3/catalog/products/${id}`, { price: -1 });
  await client.store('DELETE', `/v3/catalog/products/${id}`);
  await expect.poll(() => told.length).toBe(5);
  expect(told.map(({ message }) => [message.scope, message.data.id]).sort()).toEqual([
    ['store/product/created', id],
    ['store/product/deleted', id],
    ['store/product/inventory/updated', id],
    ['store/product/updated', id],
    ['store/product/updated', id],
  ]);
  const { headers = {}, text = '' } = told[0] ?? {};
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  const signature = createHmac('sha256', 'sandbox-client-secret').update(signed).digest('base64');
  expect(headers).toMatchObject({ 'x-own': 'yes', 'webhook-signature': `v1,${signature}` });
});

test('orders are told when they are made, changed and shipped', async () => {
  const client = await start();
  const { told, destination } = await listener();
  await make(client, 'A');
  for (const scope of ['store/order/*', 'store/shipment/created']) await hook(client, scope, destination);
  const { orders } = (await client.admin('POST', '/orders', { lines: [{ sku: 'A' }] })).json;
  const { id } = orders[0];
  await client.store('PUT', `/v2/orders/${id}`, { status_id: 9 });
  await expect
    .poll(() => told.map(({ message }) => message.scope).sort())
    .toEqual(['store/order/created', 'store/order/statusUpdated', 'store/order/updated']);
});

test('a message that is not taken comes again, and one may come twice', async () => {
  const client = await start();
  await client.admin('POST', '/settings', { hooks: { retryMs: 20, duplicates: 1 } });
  const { told, destination } = await listener([500, 503, 302]);
  await hook(client, 'store/product/created', destination);
  await make(client, 'A');
  await expect.poll(() => told.length).toBe(5);
  expect(new Set(told.map(({ message }) => message.hash)).size).toBe(1);
});
