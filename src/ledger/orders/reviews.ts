import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { OrderReviewTable, ReviewResolution, ReviewStage } from '../db/order-tables.ts';
import type { LedgerTables } from '../db/schema.ts';
import { stored } from '../journal/stored.ts';

/** Why an order waits for a person. */
export interface ReviewReason {
  code: string;
  message: string;
  /** The figure that it is about, so that a release of one figure is not one of a worse one. */
  value?: string;
  /** What that figure is part of: a release holds for nothing else. */
  of?: string;
  /** `false`: nobody can release it, it must be put right. */
  canRelease?: false;
}

export interface OrderReview {
  id: number;
  store: string;
  orderId: number;
  po: string | null;
  stage: ReviewStage;
  reasons: ReviewReason[];
  since: string;
  /** `null` while it waits. */
  resolution: ReviewResolution | null;
  resolvedAt: string | null;
  resolvedBy: string | null;
  note: string | null;
}

/** `po` is `null` where it is about the order itself. */
export type ReviewOf = Pick<OrderReview, 'orderId' | 'po'>;

export interface OrderReviews {
  /** Opens one, or brings the open one's reasons up to date: `since` stays. */
  open(review: Pick<OrderReview, 'store' | 'orderId' | 'po' | 'stage' | 'reasons'>): Promise<void>;
  resolve(
    id: number,
    resolution: { resolution: ReviewResolution; by: string; note?: string | null },
  ): Promise<void>;
  /** Oldest first. `open`: only those that wait. */
  list(store: string, filter?: { open?: boolean; orderIds?: readonly number[] }): Promise<OrderReview[]>;
  /** What a person has released of this order, or of this purchase order, at this stage. */
  released(store: string, of: ReviewOf, stage: ReviewStage): Promise<ReviewReason[]>;
  /** What was waited for has come by itself. */
  clear(store: string, of: ReviewOf, stages: readonly ReviewStage[]): Promise<void>;
}

export function createOrderReviews(db: Kysely<LedgerTables>, clock: Clock): OrderReviews {
  const now = () => clock.date().toISOString();
  return {
    async open({ store, orderId, po, stage, reasons }) {
      const text = JSON.stringify(reasons);
      await db
        .insertInto('order_review')
        .values({
          store,
          order_id: orderId,
          po: po ?? '',
          stage,
          reasons: text,
          since: now(),
          open: 1,
          resolution: null,
          resolved_at: null,
          resolved_by: null,
          note: null,
        })
        .onConflict((c) =>
          c.columns(['store', 'order_id', 'stage', 'po', 'open']).doUpdateSet({ reasons: text }),
        )
        .execute();
    },
    async resolve(id, { resolution, by, note }) {
      await db
        .updateTable('order_review')
        .set({ open: null, resolution, resolved_at: now(), resolved_by: by, note: note ?? null })
        .where('id', '=', id)
        .where('open', '=', 1)
        .execute();
    },
    async list(store, { open, orderIds } = {}) {
      let query = db.selectFrom('order_review').selectAll().where('store', '=', store);
      if (open) query = query.where('open', '=', 1);
      if (orderIds) query = query.where('order_id', 'in', orderIds);
      return (await query.orderBy('id').execute()).map(toReview);
    },
    async released(store, { orderId, po }, stage) {
      const rows = await db
        .selectFrom('order_review')
        .selectAll()
        .where('store', '=', store)
        .where('order_id', '=', orderId)
        .where('po', '=', po ?? '')
        .where('stage', '=', stage)
        .where('resolution', '=', 'approved')
        .orderBy('id')
        .execute();
      return rows.flatMap((row) => toReview(row).reasons);
    },
    async clear(store, { orderId, po }, stages) {
      await db
        .updateTable('order_review')
        .set({ open: null, resolution: 'cleared', resolved_at: now(), resolved_by: 'ttpd', note: null })
        .where('store', '=', store)
        .where('order_id', '=', orderId)
        .where('po', '=', po ?? '')
        .where('stage', 'in', stages)
        .where('open', '=', 1)
        .execute();
    },
  };
}

function toReview(row: Selectable<OrderReviewTable>): OrderReview {
  return {
    id: Number(row.id),
    store: row.store,
    orderId: row.order_id,
    po: row.po || null,
    stage: row.stage,
    reasons: stored(`the review of order ${row.order_id}`).reasons(row.reasons),
    since: row.since,
    resolution: row.resolution,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    note: row.note,
  };
}
