import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BigCommerce, createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { httpSend } from '../finditparts/http-send.ts';
import { collect } from '../finditparts/scripted-send.ts';

let folder: string;
let sandbox: Sandbox;
let http: ReturnType<typeof httpSend>;
let store: BigCommerce;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ttpd-orders-'));
  sandbox = await startSandbox({ dataDir: folder, parts: 10, plan: 'unlimited' });
  http = httpSend('bigcommerce', `${sandbox.url}/stores/${sandbox.storeHash}`, sandbox.accessToken);
  store = createBigCommerce({ send: http.send });
});

afterAll(async () => {
  await http?.close();
  await sandbox?.close();
  await rm(folder, { recursive: true, force: true });
});

async function admin(to: string, body: object): Promise<{ orders: { id: number }[] }> {
  const headers = { 'content-type': 'application/json' };
  const options = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await fetch(`${sandbox.url}/_sandbox/${to}`, options)).json() as Promise<{
    orders: { id: number }[];
  }>;
}

const CAP = { sku: 'CAP', name: 'Cap', price: '5.25', quantity: 2 };

async function place(body: object = {}): Promise<number> {
  return (await admin('orders', { lines: [CAP], ...body })).orders[0]?.id ?? 0;
}

it('lists orders of a status over several pages, and none where there are none', async () => {
  await admin('orders', { lines: [CAP], count: 260, status_id: 8 });

  const pages = await collect(store.orders.list({ statusId: 8 }));

  expect(pages.map((rows) => rows.length)).toEqual([250, 10]);
  expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(260);
  for (const emptyLists of ['[]', '204']) {
    await admin('settings', { emptyLists });
    expect(await collect(store.orders.list({ statusId: 4 }))).toEqual([]);
  }
});

it('misses no order that leaves the status while it is read', async () => {
  await admin('orders', { lines: [CAP], count: 300, status_id: 7 });
  const seen: number[] = [];

  for await (const rows of store.orders.list({ statusId: 7 })) {
    seen.push(...rows.map(({ id }) => id));
    for (const { id } of rows.slice(0, 20)) await store.orders.update(id, { statusId: 5 });
  }

  expect(new Set(seen).size).toBe(300);
});

it('ships an order to two addresses, and sees what it did', async () => {
  const id = await place({ addresses: [{}, { city: 'Elko' }], lines: [CAP, { ...CAP, address: 1 }] });
  const order = await store.orders.get(id);
  expect(await store.orders.shipments(id)).toEqual([]);

  for (const [n, { id: orderProductId, addressId, quantity }] of (order?.lines ?? []).entries())
    await store.orders.createShipment(id, {
      orderAddressId: addressId ?? 0,
      items: [{ orderProductId, quantity }],
      trackingNumber: `1Z${n}`,
      shippingProvider: 'ups',
      comments: 'Parcel',
    });

  const shipments = await store.orders.shipments(id);
  expect(shipments.map(({ trackingNumber }) => trackingNumber)).toEqual(['1Z0', '1Z1']);
  expect(await store.orders.get(id)).toMatchObject({
    statusId: 2,
    itemsShipped: 4,
    addresses: [{}, { city: 'Elko' }],
  });
});

it('does not send a shipment again by itself when its answer is lost', async () => {
  const id = await place();
  const line = (await store.orders.get(id))?.lines[0];
  await admin('faults', { faults: ['bc:lost-answer:1:POST /v2/orders/{id}/shipments'] });

  const sent = store.orders.createShipment(id, {
    orderAddressId: line?.addressId ?? 0,
    items: [{ orderProductId: line?.id ?? 0, quantity: 1 }],
    trackingNumber: '1Z',
    shippingProvider: 'ups',
  });

  await expect(sent).rejects.toMatchObject({ outcome: 'unknown' });
  expect(await store.orders.shipments(id)).toMatchObject([
    { trackingNumber: '1Z', items: [{ quantity: 1 }] },
  ]);
});

it('notes the supplier’s number, and says what the store refuses', async () => {
  const id = await place();
  const field = { namespace: 'ttpd', key: 'supplier_order', permissionSet: 'app_only' } as const;

  await store.orders.setMetafield(id, { ...field, value: 'FO1' });
  await store.orders.setMetafield(id, { ...field, value: 'FO2' });
  const head = await store.orders.update(id, {
    statusId: 9,
    staffNotes: 'Sent as FO2',
    externalOrderId: 'FO2',
  });

  expect(await store.orders.metafields(id)).toMatchObject([{ value: 'FO2' }]);
  expect(head).toMatchObject({ statusId: 9, staffNotes: 'Sent as FO2', externalOrderId: 'FO2' });
  await expect(store.orders.update(id, { statusId: 99 })).rejects.toThrow(/names status_id/);
  await expect(store.orders.update(1, { statusId: 9 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
