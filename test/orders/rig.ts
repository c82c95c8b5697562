import { onTestFinished } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { Part } from '../../src/finditparts/supplier.ts';
import { createMeters } from '../../src/http/meters.ts';
import { createRedactor } from '../../src/http/redact.ts';
import type { Service } from '../../src/http/send.ts';
import { createServiceHttp } from '../../src/http/service-http.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { OrderEngine } from '../../src/orders/engine.ts';
import { compileIdentity } from '../../src/rules/identity.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** Back-offs pass a hundred times faster, time-outs too. */
const hasty: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) };
const UNLIMITED = { perSecond: 100_000, capacity: 100_000, burst: 100_000, groups: {} };
const rules = Rules.parse({});
const identify = compileIdentity(rules);
export const skuOf = (part: Pick<Part, 'brand' | 'partNumber'>) => identify(part.brand, part.partNumber).sku;

/** What the tester's door shows of a store's order and of a supplier's. */
export interface Shown {
  id: number;
  status_id: number;
  staff_notes: string;
  shipments: { tracking_number: string; shipping_provider: string; items: { quantity: number }[] }[];
  metafields: { namespace: string; key: string; value: string }[];
  mails: { tracking_number: string }[];
  consignments: { shipping: { line_items: { id: number; sku: string; quantity: number }[] }[] };
}
export interface Bought {
  id: string;
  po_number: string;
  status: string;
  lines: { part_id: string; quantity: number }[];
  idempotency_key: string | null;
  request: { ship_to: Record<string, string>; shipping_method: string };
}

export interface RigOptions {
  orders?: RulesInput['orders'];
  capabilities?: { orderLookup?: 'by-po-number' | 'none'; idempotentOrders?: boolean };
  timeoutMs?: number;
}

/** A sandbox whose store sells some of the supplier's parts, and engines that work on it. */
export async function rig(options: RigOptions = {}) {
  const folder = tempFolder();
  const sandbox = await startSandbox({ dataDir: `${folder}/sandbox`, plan: 'unlimited', parts: 400 });
  onTestFinished(() => sandbox.close());
  const { url } = sandbox;

  async function admin<T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
    const answer = await fetch(`${url}/_sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  function sender(service: Service, baseUrl: string, header: 'X-API-Key' | 'X-Auth-Token', key: string) {
    const http = createServiceHttp({
      service,
      baseUrl,
      auth: { header, secret: { read: async () => key, describe: () => 'the test' } },
      limits: UNLIMITED,
      timeoutMs: options.timeoutMs ?? 500_000,
      clock: hasty,
      redactor: createRedactor(),
      meters: createMeters(),
      proxyEnv: {},
    });
    onTestFinished(() => http.close());
    return http.send;
  }

  const fpSend = sender('finditparts', `${url}/finditparts/v1`, 'X-API-Key', sandbox.apiKey);
  const store = createBigCommerce({
    send: sender('bigcommerce', `${url}/stores/${sandbox.storeHash}`, 'X-Auth-Token', sandbox.accessToken),
  });
  await admin('settings', {
    orderLookup: options.capabilities?.orderLookup ?? 'by-po-number',
    idempotentOrders: options.capabilities?.idempotentOrders ?? false,
  });
  const supplier = createPartsApi({
    send: fpSend,
    capabilities: { idempotentOrders: false, ...options.capabilities },
  });

  let runs = 0;
  /** As another run, or another process, would have it. */
  async function engine(changes: Partial<OrderEngine> = {}): Promise<OrderEngine> {
    const ledger = await openLedger(`${folder}/state`, systemClock);
    onTestFinished(() => ledger.close());
    return {
      supplier,
      store,
      ledger,
      storeKey: 'store',
      profile: 'test',
      clock: systemClock,
      emit: () => {},
      concurrency: 4,
      newId: () => `id-${runs}`,
      drain: new AbortController().signal,
      giveUp: new AbortController().signal,
      settings: Rules.parse({ orders: { settleSeconds: 0, ...options.orders } }).orders,
      skuOf,
      owner: `run-${++runs}`,
      isGone: () => true,
      ...changes,
    };
  }

  return {
    url,
    store,
    supplier,
    engine,
    admin,
    faults: (...faults: string[]) => admin('faults', { faults }),
    /** Orders of these kinds, as the store has them. */
    async orders(kind: string | string[], fields: Record<string, unknown> = {}): Promise<Shown[]> {
      const count = Array.isArray(kind) ? kind.length : 1;
      return (await admin<{ orders: Shown[] }>('orders', { kind, count, ...fields })).orders;
    },
    order: async (id: number) => (await admin<{ order: Shown }>(`orders/${id}`)).order,
    bought: async () => (await admin<{ orders: Bought[] }>('supplier-orders?limit=1000')).orders,
    step: (id: string, body: object) => admin(`supplier-orders/${id}`, body),
    mails: async () => (await admin<{ effects: { mails: number; shipments: number } }>('orders')).effects,
    /** Puts parts into the store, as a sync would. */
    async stock(howMany = 8, { hazmat = false } = {}): Promise<Part[]> {
      const brands = new Map<string, number>();
      const sold: Part[] = [];
      for await (const { parts } of supplier.search({})) {
        for (const part of parts) {
          const price = part.offer?.price;
          const isPlain = part.status === 'active' && price?.list && price.account && !price.core;
          if (!isPlain || !(part.offer?.stock?.total ?? 0)) continue;
          const isWanted = sold.length < howMany || (hazmat && part.hazmat && !sold.some((it) => it.hazmat));
          if (!isWanted) continue;
          const brand = brands.get(part.brand) ?? (await store.brands.create({ name: part.brand })).id;
          brands.set(part.brand, brand);
          await store.products.create({
            name: `${part.brand} ${part.partNumber} ${part.id}`,
            type: 'physical',
            sku: skuOf(part),
            mpn: part.partNumber,
            brand_id: brand,
            weight: 1,
            price: Number(price.list),
          });
          sold.push(part);
        }
        if (sold.length >= howMany && (!hazmat || sold.some((it) => it.hazmat))) break;
      }
      return sold;
    },
  };
}

export type Rig = Awaited<ReturnType<typeof rig>>;
