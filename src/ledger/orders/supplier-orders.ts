import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { SupplierOrderLineTable, SupplierOrderState, SupplierOrderTable } from '../db/order-tables.ts';
import type { LedgerTables } from '../db/schema.ts';
import type { OperationError } from '../journal/operation.ts';
import { stored } from '../journal/stored.ts';

/** A purchase order and what became of it. */
export interface SupplierOrderRecord {
  store: string;
  po: string;
  orderId: number;
  seq: number;
  state: SupplierOrderState;
  owner: string;
  attempt: number;
  hash: string;
  /** Decimal text, as reckoned before it was sent. */
  margin: string | null;
  supplierOrderId: string | null;
  supplierStatus: string | null;
  /** When the store was told; `null`: not yet. */
  acknowledgedAt: string | null;
  error: OperationError | null;
  createdAt: string;
  updatedAt: string;
  lines: SupplierOrderLine[];
}

export interface SupplierOrderLine {
  orderProductId: number;
  orderAddressId: number;
  sku: string;
  partId: string;
  /** What was offered to be paid for one piece: decimal text. */
  unitPrice: string;
  /** Deposit on one piece. */
  core: string | null;
  ordered: number;
  /** `null`: the supplier has not said. */
  confirmed: number | null;
  backordered: number | null;
  shipped: number;
  cancelled: number;
}

export type NewSupplierOrder = Pick<
  SupplierOrderRecord,
  'store' | 'po' | 'orderId' | 'seq' | 'owner' | 'hash' | 'margin'
> & { lines: Pick<SupplierOrderLine, NewLineKey>[] };
type NewLineKey = 'orderProductId' | 'orderAddressId' | 'sku' | 'partId' | 'unitPrice' | 'core' | 'ordered';

type OrderKey = Pick<SupplierOrderRecord, 'store' | 'po'>;

export interface OrderChange {
  state?: SupplierOrderState;
  owner?: string;
  attempt?: number;
  supplierOrderId?: string;
  supplierStatus?: string;
  acknowledgedAt?: string;
  error?: OperationError | null;
}

export interface SupplierOrders {
  /**
   * Claims the lines for the purchase orders of one order, in one transaction; on the disk when this returns. `false`:
   * another process has one of the lines, or a number, and nothing was changed.
   */
  claim(orders: readonly NewSupplierOrder[]): Promise<boolean>;
  /** Gives the lines back: only of an order of which nothing was sent. */
  release(key: OrderKey, owner: string): Promise<void>;
  /** Changes the order if it is still in one of these states, and the owner's where one is given. `false`: it is not. */
  move(
    key: OrderKey,
    from: { states: readonly SupplierOrderState[]; owner?: string },
    change: OrderChange,
    lines?: readonly SupplierOrderLine[],
  ): Promise<boolean>;
  /** No purchase order holds the lines any more: only of one that the supplier refused. */
  abandon(key: OrderKey): Promise<void>;
  get(store: string, po: string): Promise<SupplierOrderRecord | undefined>;
  /** By order and number. Without a filter, all. */
  list(
    store: string,
    filter?: { states?: readonly SupplierOrderState[]; orderIds?: readonly number[] },
  ): Promise<SupplierOrderRecord[]>;
  /** Ids (`order_product_id`) of the order's lines that a purchase order holds. */
  claimedLines(store: string, orderId: number): Promise<Set<number>>;
  nextSeq(store: string, orderId: number): Promise<number>;
}

/** SQLite's extended codes of a unique index and of a primary key. */
const TAKEN = [2067, 1555];

export function createSupplierOrders(db: Kysely<LedgerTables>, clock: Clock): SupplierOrders {
  const now = () => clock.date().toISOString();

  async function withLines(rows: Selectable<SupplierOrderTable>[]): Promise<SupplierOrderRecord[]> {
    const records = [];
    for (const row of rows) {
      const lines = await db
        .selectFrom('supplier_order_line')
        .selectAll()
        .where('store', '=', row.store)
        .where('po', '=', row.po)
        .orderBy('order_product_id')
        .execute();
      records.push(toRecord(row, lines));
    }
    return records;
  }

  return {
    async claim(orders) {
      const at = now();
      try {
        // Begins with a write, so that two processes queue for the lock instead of failing on it half-way.
        await db.transaction().execute(async (tx) => {
          for (const order of orders) await insert(tx, order, at);
        });
        return true;
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    },
    async release({ store, po }, owner) {
      await db
        .deleteFrom('supplier_order')
        .where('store', '=', store)
        .where('po', '=', po)
        .where('state', '=', 'planned')
        .where('owner', '=', owner)
        .execute();
    },
    async move({ store, po }, from, change, lines = []) {
      return db.transaction().execute(async (tx) => {
        let update = tx
          .updateTable('supplier_order')
          .set(columnsOf(change, now()))
          .where('store', '=', store)
          .where('po', '=', po)
          .where('state', 'in', from.states);
        if (from.owner !== undefined) update = update.where('owner', '=', from.owner);
        const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) return false;
        for (const { orderProductId, confirmed, backordered, shipped, cancelled } of lines)
          await tx
            .updateTable('supplier_order_line')
            .set({ confirmed, backordered, shipped, cancelled })
            .where('store', '=', store)
            .where('po', '=', po)
            .where('order_product_id', '=', orderProductId)
            .execute();
        return true;
      });
    },
    async abandon({ store, po }) {
      await db.transaction().execute(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('supplier_order')
          .set({ state: 'abandoned', updated_at: now() })
          .where('store', '=', store)
          .where('po', '=', po)
          .where('state', '=', 'refused')
          .executeTakeFirstOrThrow();
        // Another process has linked it meanwhile: the supplier has it.
        if (numUpdatedRows === 0n) return;
        await tx
          .updateTable('supplier_order_line')
          .set({ live: null })
          .where('store', '=', store)
          .where('po', '=', po)
          .execute();
      });
    },
    async get(store, po) {
      const rows = await db
        .selectFrom('supplier_order')
        .selectAll()
        .where('store', '=', store)
        .where('po', '=', po)
        .execute();
      return (await withLines(rows))[0];
    },
    async list(store, { states, orderIds } = {}) {
      let query = db.selectFrom('supplier_order').selectAll().where('store', '=', store);
      if (states) query = query.where('state', 'in', states);
      if (orderIds) query = query.where('order_id', 'in', orderIds);
      return withLines(await query.orderBy('order_id').orderBy('seq').execute());
    },
    async claimedLines(store, orderId) {
      const rows = await db
        .selectFrom('supplier_order_line')
        .select('order_product_id')
        .where('store', '=', store)
        .where('order_id', '=', orderId)
        .where('live', '=', 1)
        .execute();
      return new Set(rows.map((row) => row.order_product_id));
    },
    async nextSeq(store, orderId) {
      const row = await db
        .selectFrom('supplier_order')
        .select((e) => e.fn.max('seq').as('last'))
        .where('store', '=', store)
        .where('order_id', '=', orderId)
        .executeTakeFirst();
      return Number(row?.last ?? 0) + 1;
    },
  };
}

async function insert(tx: Transaction<LedgerTables>, order: NewSupplierOrder, at: string): Promise<void> {
  const { store, po, orderId, seq, owner, hash, margin, lines } = order;
  await tx
    .insertInto('supplier_order')
    .values({
      store,
      po,
      order_id: orderId,
      seq,
      state: 'planned',
      owner,
      attempt: 0,
      hash,
      margin,
      supplier_order_id: null,
      supplier_status: null,
      acknowledged_at: null,
      error: null,
      created_at: at,
      updated_at: at,
    })
    .execute();
  for (const line of lines)
    await tx
      .insertInto('supplier_order_line')
      .values({
        store,
        po,
        order_id: orderId,
        order_product_id: line.orderProductId,
        order_address_id: line.orderAddressId,
        sku: line.sku,
        part_id: line.partId,
        unit_price: line.unitPrice,
        core: line.core,
        ordered: line.ordered,
        confirmed: null,
        backordered: null,
        shipped: 0,
        cancelled: 0,
        live: 1,
      })
      .execute();
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && TAKEN.includes(Number(error.errcode));
}

function columnsOf(change: OrderChange, at: string) {
  return {
    updated_at: at,
    ...(change.state !== undefined && { state: change.state }),
    ...(change.owner !== undefined && { owner: change.owner }),
    ...(change.attempt !== undefined && { attempt: change.attempt }),
    ...(change.supplierOrderId !== undefined && { supplier_order_id: change.supplierOrderId }),
    ...(change.supplierStatus !== undefined && { supplier_status: change.supplierStatus }),
    ...(change.acknowledgedAt !== undefined && { acknowledged_at: change.acknowledgedAt }),
    ...(change.error !== undefined && { error: change.error && JSON.stringify(change.error) }),
  };
}

function toRecord(
  row: Selectable<SupplierOrderTable>,
  lines: Selectable<SupplierOrderLineTable>[],
): SupplierOrderRecord {
  return {
    store: row.store,
    po: row.po,
    orderId: row.order_id,
    seq: row.seq,
    state: row.state,
    owner: row.owner,
    attempt: row.attempt,
    hash: row.hash,
    margin: row.margin,
    supplierOrderId: row.supplier_order_id,
    supplierStatus: row.supplier_status,
    acknowledgedAt: row.acknowledged_at,
    error: row.error === null ? null : stored(`the purchase order ${row.po}`).error(row.error),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lines: lines.map((line) => ({
      orderProductId: line.order_product_id,
      orderAddressId: line.order_address_id,
      sku: line.sku,
      partId: line.part_id,
      unitPrice: line.unit_price,
      core: line.core,
      ordered: line.ordered,
      confirmed: line.confirmed,
      backordered: line.backordered,
      shipped: line.shipped,
      cancelled: line.cancelled,
    })),
  };
}
