import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Big } from 'big.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { OrderRequest, Supplier } from '../../src/finditparts/supplier.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { httpSend } from './http-send.ts';
import { readContract } from './openapi.ts';
import { collect } from './scripted-send.ts';

const PARTS = 400;
const contract = readContract();
let folder: string;
let sandbox: Sandbox;
let http: ReturnType<typeof httpSend>;
let supplier: Supplier;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ttpd-parts-api-'));
  sandbox = await startSandbox({ dataDir: folder, parts: PARTS, plan: 'unlimited' });
  http = httpSend('finditparts', `${sandbox.url}/finditparts/v1`, sandbox.apiKey);
  supplier = createPartsApi({ send: http.send, capabilities: { idempotentOrders: true } });
});

afterAll(async () => {
  await http?.close();
  await sandbox?.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * Every answer since, against docs/finditparts-parts-api.yaml. A refusal that may quote a customer is kept nowhere, so
 * that nothing is there to look at.
 */
function faultsOf(from: number): string[] {
  return http.exchanges
    .slice(from)
    .filter(({ request, body }) => !(request.isPersonal && body === undefined))
    .flatMap(({ request, status, body }) => contract.answerFaults(request.endpoint, status, body));
}

describe('finditparts/parts-api against the sandbox', () => {
  it('reads every part of the catalogue, each answer as documented', async () => {
    const from = http.exchanges.length;

    const pages = await collect(supplier.search({}));

    const parts = pages.flatMap((page) => page.parts);
    expect(pages.flatMap((page) => page.unreadable)).toEqual([]);
    expect(new Set(parts.map(({ id }) => id)).size).toBe(PARTS);
    expect(pages.at(-1)?.total).toBe(PARTS);
    expect(parts.every(({ offer }) => offer !== undefined)).toBe(true);
    expect(faultsOf(from)).toEqual([]);
  });

  it('reads details and offers, each answer as documented', async () => {
    const from = http.exchanges.length;
    const [page] = await collect(supplier.search({ category: 'brakes' }));
    const ids = (page?.parts ?? []).slice(0, 40).map(({ id }) => id);

    const parts = await Promise.all(ids.map((id) => supplier.part(id)));
    const offers = await supplier.offers([...ids, 'FP0']);

    expect(parts.map((part) => part?.id)).toEqual(ids);
    expect(parts.every((part) => part?.details !== undefined)).toBe(true);
    expect(offers.at(-1)).toBeUndefined();
    expect(offers.slice(0, -1).every((offer) => offer?.price && offer.stock)).toBe(true);
    expect(faultsOf(from)).toEqual([]);
  });

  it('lists vehicles that parts can be searched by', async () => {
    const from = http.exchanges.length;

    const vehicles = await collect(supplier.vehicles({ make: 'Mack' }));
    const pages = await collect(supplier.search({ vehicleId: vehicles[0]?.id ?? '' }));

    expect(vehicles.length).toBeGreaterThan(50);
    expect(pages.length).toBeGreaterThan(0);
    expect(faultsOf(from)).toEqual([]);
  });

  it('places an order once, and finds it by id and by purchase order number', async () => {
    const from = http.exchanges.length;
    const active = (await collect(supplier.search({ inStock: true })))
      .flatMap((page) => page.parts)
      .find((part) => part.status === 'active' && part.packQuantity === 1);
    const order: OrderRequest = {
      poNumber: 'SHOP-1-1',
      shipTo: {
        name: 'Ann Lee',
        company: null,
        street1: '1 Main St',
        street2: null,
        city: 'Ventura',
        state: 'CA',
        postalCode: '93001',
        country: 'US',
        phone: null,
        email: null,
      },
      lines: [
        { partId: active?.id ?? '', quantity: 1, unitPrice: active?.offer?.price?.account ?? new Big(1) },
      ],
      shippingMethod: null,
    };

    const placed = await supplier.placeOrder(order);
    const again = await supplier.placeOrder(order);

    expect(again).toEqual(placed);
    expect(placed.lines).toMatchObject([{ partId: active?.id, quantity: 1, confirmed: 1, backordered: 0 }]);
    expect(placed.total?.gt(0)).toBe(true);
    expect(await supplier.order(placed.id)).toEqual(placed);
    expect(await supplier.findOrderByPurchaseOrder('SHOP-1-1')).toEqual([placed]);
    expect(await supplier.findOrderByPurchaseOrder('SHOP-1-2')).toEqual([]);
    expect(await supplier.order('FO999')).toBeUndefined();
    await expect(supplier.placeOrder({ ...order, shippingMethod: 'air' })).rejects.toMatchObject({
      code: 'CONFLICT',
      outcome: 'refused',
    });
    expect(http.exchanges.slice(from).map(({ status }) => status)).toContain(201);
    expect(faultsOf(from)).toEqual([]);
  });
});
