import { onTestFinished } from 'vitest';
import { createMapper } from '../../src/catalog/map/map.ts';
import { sync } from '../../src/catalog/runs.ts';
import type { Part } from '../../src/finditparts/supplier.ts';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { FIELD_GROUPS } from '../../src/product/table.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { TARGET } from '../helpers/parts.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { type Connection, connect, engineOf, skuOf } from './engine.ts';

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

  const { capabilities, timeoutMs } = options;
  const connection: Connection = {
    ...sandbox,
    ...(capabilities && { capabilities }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
  const { supplier, store, close } = connect(connection);
  onTestFinished(close);
  await admin('settings', {
    orderLookup: options.capabilities?.orderLookup ?? 'by-po-number',
    idempotentOrders: options.capabilities?.idempotentOrders ?? false,
  });

  const state = `${folder}/state`;
  let runs = 0;
  /** As another run, or another process, would have it. */
  async function engine(changes: Partial<OrderEngine> = {}): Promise<OrderEngine> {
    const engine = await engineOf(state, {
      supplier,
      store,
      owner: `run-${++runs}`,
      ...changes,
      settings: { ...options.orders, ...changes.settings },
    });
    if (!changes.ledger) onTestFinished(() => engine.ledger.close());
    return engine;
  }

  return {
    url,
    /** For processes of their own. */
    connection,
    state,
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
    /** A merchant's or a customer's doing. */
    change: (id: number, patch: object) => admin(`orders/${id}`, patch, 'PATCH'),
    /** Puts brakes into the store, and into the ledger; those whose pieces can be bought one by one. */
    async synced(limit = 12): Promise<Part[]> {
      const { settings: _, ...on } = await engine();
      const rules = Rules.parse({});
      const mapper = createMapper(rules, TARGET);
      const request = { selection: { category: 'brakes', limit }, groups: FIELD_GROUPS, mapper, rules };
      await sync(on, request, { approve: async () => undefined });
      const parts: Part[] = [];
      for await (const page of supplier.search({ category: 'brakes' })) parts.push(...page.parts);
      return parts
        .slice(0, limit)
        .filter(
          (part) =>
            part.status === 'active' &&
            part.hazmat === false &&
            (part.packQuantity ?? 1) === 1 &&
            (part.minimumQuantity ?? 1) === 1 &&
            part.offer?.price?.account &&
            (part.offer.stock?.total ?? 0) > 10,
        );
    },
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
