import type { BigCommerce } from '../../bigcommerce/bigcommerce.ts';
import type { StoreOrder } from '../../bigcommerce/order-schema.ts';
import type { Clock } from '../../common/clock.ts';
import type { Problem } from '../../common/errors.ts';
import type { Part } from '../../finditparts/supplier.ts';
import { ServiceError } from '../../http/errors/service-error.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Engine, OpenOrders } from '../engine/engine.ts';
import type { Mapped, MappedProduct, Mapper } from './map.ts';

interface Sources {
  store: Pick<BigCommerce, 'orders'>;
  ledger: Pick<Ledger, 'orders'>;
  storeKey: string;
  clock: Clock;
  /** Statuses whose pieces nobody has ordered yet; `false`: orders are not looked at. */
  statuses: () => Promise<readonly number[] | false>;
}

interface SoldLine {
  sku: string;
  productId: number | null;
  pieces: number;
  /** When the supplier took it over at the latest; `null`: not yet. Figures from later know of it. */
  knownSince: string | null;
}

/**
 * Shipped, partially shipped, awaiting pickup, awaiting shipment, completed: somebody has ordered or delivered the
 * pieces, at the latest when the order changed last.
 */
const FORWARDED: ReadonlySet<number> = new Set([2, 3, 8, 9, 10]);

/** Figures that are older than this are no figures to sell by (the guard `stockStale`). */
const OLDEST_FIGURE_MS = 72 * 3_600_000;
/** How far the store's clock and this machine's may be apart, and a listing behind its orders. */
const OVERLAP_MS = 15 * 60_000;

/**
 * What shoppers have bought and the supplier does not know of: the store has counted it off, and the supplier's figure
 * has it still (docs/rules.md#stock). In doubt a piece counts as unknown to the supplier.
 */
export function createOpenOrders({ store, ledger, storeKey, clock, statuses }: Sources): OpenOrders {
  const bySku = new Map<string, Set<SoldLine>>();
  const byProduct = new Map<number, Set<SoldLine>>();
  const byOrder = new Map<number, SoldLine[]>();
  let readAt: string | undefined;
  let since: Date | undefined;

  function forget(orderId: number): void {
    for (const line of byOrder.get(orderId) ?? []) {
      bySku.get(line.sku)?.delete(line);
      if (line.productId !== null) byProduct.get(line.productId)?.delete(line);
    }
    byOrder.delete(orderId);
  }

  async function take(orders: readonly StoreOrder[], open: readonly number[]): Promise<void> {
    const accepted = await acceptances(
      { ledger, storeKey },
      orders.filter(({ statusId }) => open.includes(statusId)).map(({ id }) => id),
    );
    for (const order of orders) {
      forget(order.id);
      const isOpen = open.includes(order.statusId);
      if (!isOpen && !FORWARDED.has(order.statusId)) continue;
      const sold: SoldLine[] = [];
      for (const it of order.lines) {
        const knownSince = isOpen ? (accepted.get(it.id) ?? null) : order.dateModified;
        const isShippedByOthers = isOpen && knownSince === null;
        const pieces = it.quantity - it.quantityRefunded - (isShippedByOthers ? it.quantityShipped : 0);
        if (pieces <= 0) continue;
        const line = { sku: it.sku.toLowerCase(), productId: it.productId, pieces, knownSince };
        sold.push(line);
        if (line.sku !== '') add(bySku, line.sku, line);
        if (line.productId !== null) add(byProduct, line.productId, line);
      }
      byOrder.set(order.id, sold);
    }
  }

  return {
    async read(signal) {
      const open = await statuses();
      if (open === false) return [];
      const problems: Problem[] = [];
      const at = clock.date();
      const first = since === undefined;
      const filters = first ? open.map((statusId) => ({ statusId })) : [];
      const changed = { minDateModified: since ?? new Date(at.getTime() - OLDEST_FIGURE_MS) };
      for (const filter of [...filters, changed])
        try {
          for await (const page of store.orders.list(filter, signal)) await take(page, open);
        } catch (error) {
          problems.push(problemOf(error));
          if (error instanceof ServiceError && error.code === 'FORBIDDEN') return problems;
        }
      since = new Date(at.getTime() - OVERLAP_MS);
      readAt ??= at.toISOString();
      return problems;
    },
    of({ productId, sku }, asOf) {
      if (readAt === undefined) return undefined;
      const time = asOf ?? readAt;
      const found = new Set(bySku.get(sku.toLowerCase()));
      for (const line of (productId !== null && byProduct.get(productId)) || []) found.add(line);
      const unknown = [...found].filter(
        ({ knownSince }) => knownSince === null || !(Date.parse(time) > Date.parse(knownSince)),
      );
      return { pieces: unknown.reduce((sum, { pieces }) => sum + pieces, 0), asOf: time };
    },
  };
}

interface OfProduct<Of extends Mapped> {
  part: Part;
  mapped: Of;
  productId: number | null;
}

/** The product with what is sold of it, and not yet ordered, taken off its stock (docs/rules.md#stock). */
export function lessSold(
  engine: Pick<Engine, 'openOrders'>,
  mapper: Mapper,
  of: OfProduct<MappedProduct>,
): MappedProduct;
export function lessSold(engine: Pick<Engine, 'openOrders'>, mapper: Mapper, of: OfProduct<Mapped>): Mapped;
export function lessSold(
  { openOrders }: Pick<Engine, 'openOrders'>,
  mapper: Mapper,
  { part, mapped, productId }: OfProduct<Mapped>,
): Mapped {
  if (mapped.fields.stock === undefined) return mapped;
  const sold = openOrders?.of({ productId, sku: mapped.sku }, part.offer?.stock?.asOf ?? null);
  if (!sold) return mapped;
  const less = sold.pieces > 0 ? mapper(part, sold) : mapped;
  return less.kind === mapped.kind ? { ...less, sold } : mapped;
}

function add<K>(index: Map<K, Set<SoldLine>>, key: K, line: SoldLine): void {
  const there = index.get(key);
  if (there) there.add(line);
  else index.set(key, new Set([line]));
}

/** By `order_product_id`: since when at the latest the supplier has it by a purchase order of this ledger's. */
async function acceptances(
  { ledger, storeKey }: Pick<Sources, 'ledger' | 'storeKey'>,
  orderIds: readonly number[],
): Promise<Map<number, string>> {
  if (orderIds.length === 0) return new Map();
  const records = await ledger.orders.list(storeKey, { orderIds, states: ['accepted', 'done'] });
  return new Map(
    records.flatMap(({ acknowledgedAt, updatedAt, lines }) =>
      lines.map(({ orderProductId }) => [orderProductId, acknowledgedAt ?? updatedAt] as const),
    ),
  );
}

/** @throws what stops the run: without the orders, stock is not to be written */
function problemOf(error: unknown): Problem {
  const isSaid = error instanceof ServiceError && ['FORBIDDEN', 'CONTRACT'].includes(error.code);
  if (!isSaid) throw error;
  const forbidden = error.code === 'FORBIDDEN';
  return {
    code: 'OPEN_ORDERS_UNKNOWN',
    severity: 'warning',
    message: forbidden
      ? 'The token may not read orders, so pieces that are sold and not yet ordered are not taken off the stock.'
      : `What these orders hold is not taken off the stock: ${error.message}`,
    hint: forbidden
      ? 'Give the API account the scope Orders: read-only, or say stock.openOrders: false in ttpd.yaml.'
      : 'Look at them in the control panel.',
  };
}
