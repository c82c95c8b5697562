import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { LedgerTables, OperationKind, OperationState } from '../db/schema.ts';
import { finishRow } from './finish-row.ts';
import {
  HELD,
  isOf,
  type NewOperation,
  type Operation,
  type OperationError,
  type OperationOf,
  toOperation,
  toRow,
  type Undo,
  type WritingOperation,
} from './operation.ts';

export interface Operations {
  /** Adds rows in order, in one transaction. */
  add(planId: string, rows: readonly NewOperation[]): Promise<void>;
  /** Turns every row of this SKU into a skipped one. Only while the plan is being built. */
  hold(planId: string, skuKey: string, code: string, reason: string): Promise<void>;
  /**
   * Takes a product's rows, its variants' among them, out of what is to be written, or puts them back; answers how many.
   */
  setHeld(planId: string, sku: string, isHeld: boolean): Promise<number>;
  /** Turns the rows that hide a product or set its stock to 0 into skipped ones. Only while the plan is being built. */
  holdRemovals(planId: string, code: string, reason: string): Promise<void>;
  /** Rows in order, read in pages, so that a plan of any size is walked in flat memory. */
  iterate<Kind extends OperationKind = OperationKind>(
    planId: string,
    filter?: OperationFilter<Kind>,
  ): AsyncIterable<OperationOf<Kind>>;
  /** What became of the plan's creations of these SKUs, by lower-case SKU. */
  creations(planId: string, skus: readonly string[]): Promise<Map<string, Creation>>;
  /** Which of these parts the plan creates a product for. */
  createdParts(planId: string, partIds: readonly string[]): Promise<Set<string>>;
  /** Rows of this kind and SKU that other plans of the store wrote before this row's plan was made, the newest first. */
  earlier(row: Pick<Operation, 'planId' | 'sku' | 'kind'>, store: string): Promise<Operation[]>;
  /** Rows that have no end yet. */
  countOpen(planId: string, kinds?: readonly OperationKind[]): Promise<number>;
  counts(planId: string): Promise<{ kind: OperationKind; state: OperationState; count: number }[]>;
  /** Commits a new state for rows. `sent` must be committed before the request leaves. */
  mark(rows: readonly Pick<Operation, 'planId' | 'seq'>[], change: StateChange): Promise<void>;
  /** By lower-case SKU the code of why its creation failed last, in one of the store's latest plans. */
  refusedCreations(
    store: string,
    skus: readonly string[],
    codes: readonly string[],
  ): Promise<Map<string, string>>;
  /** What a rollback of the row will need, known before the row is done. */
  noteUndo(row: Pick<Operation, 'planId' | 'seq'>, undo: Undo): Promise<void>;
  /** Keeps the lower stock that a row writes since more is sold, and why. Commit it before it is sent. */
  lower(
    rows: readonly Pick<WritingOperation, 'planId' | 'seq' | 'after' | 'snapshot' | 'reason' | 'offer'>[],
  ): Promise<void>;
  /** Gives up the rows that have no end yet. */
  abandon(planId: string, code: string, reason: string): Promise<void>;
  /** The rows took effect: states, products' ids and SKUs' snapshots change in one transaction. */
  complete(rows: readonly WritingOperation[], store: string): Promise<void>;
}

export type Creation = Pick<Operation, 'state' | 'productId'>;

export interface OperationFilter<Kind extends OperationKind = OperationKind> {
  kinds?: readonly Kind[];
  states?: readonly OperationState[];
  code?: string;
  /** The last row first. */
  backwards?: boolean;
}

export interface StateChange {
  state: OperationState;
  productId?: number;
  error?: OperationError | null;
}

/** Rows that have no end yet: `sent` and `unknown` ones are from a run that died or lost an answer. */
export const OPEN: readonly OperationState[] = ['planned', 'sent', 'unknown'];

const PAGE = 500;
/** What was refused before them is tried again. */
const LATEST_PLANS = 20;

export function createOperations(db: Kysely<LedgerTables>, clock: Clock): Operations {
  const now = () => clock.date().toISOString();
  let nextSeq: { planId: string; seq: number } | undefined;

  async function firstFreeSeq(planId: string): Promise<number> {
    const row = await db
      .selectFrom('operation')
      .select((e) => e.fn.max('seq').as('last'))
      .where('plan_id', '=', planId)
      .executeTakeFirst();
    return Number(row?.last ?? 0) + 1;
  }

  function page(planId: string, filter: OperationFilter, after: number | undefined) {
    let query = db.selectFrom('operation').selectAll().where('plan_id', '=', planId);
    if (after !== undefined) query = query.where('seq', filter.backwards ? '<' : '>', after);
    if (filter.kinds) query = query.where('kind', 'in', filter.kinds);
    if (filter.states) query = query.where('state', 'in', filter.states);
    if (filter.code) query = query.where('code', '=', filter.code);
    return query
      .orderBy('seq', filter.backwards ? 'desc' : 'asc')
      .limit(PAGE)
      .execute();
  }

  return {
    async add(planId, rows) {
      if (rows.length === 0) return;
      if (nextSeq?.planId !== planId) nextSeq = { planId, seq: await firstFreeSeq(planId) };
      const counter = nextSeq;
      const at = now();
      await db.transaction().execute(async (tx) => {
        for (const row of rows) {
          await tx
            .insertInto('operation')
            .values(toRow(row, planId, counter.seq++, at))
            .execute();
        }
      });
    },
    async hold(planId, skuKey, code, reason) {
      await db
        .updateTable('operation')
        .set({ kind: 'skip', state: 'skipped', sku_key: null, code, reason, updated_at: now() })
        .where('plan_id', '=', planId)
        .where('sku_key', '=', skuKey)
        .execute();
    },
    async setHeld(planId, sku, isHeld) {
      const message = 'Held by a person: it stays as it is in the store.';
      const held = JSON.stringify({ code: HELD, message });
      const key = sku.toLowerCase();
      const { numAffectedRows } = await sql`update operation
        set state = ${isHeld ? 'skipped' : 'planned'}, error = ${isHeld ? held : null}, updated_at = ${now()}
        where plan_id = ${planId} and sku_key is not null
          and (sku_key = ${key} or product_id in (select own.product_id from operation own
            where own.plan_id = ${planId} and own.sku_key = ${key}))
          and ${isHeld ? sql`state = 'planned'` : sql`state = 'skipped' and error ->> 'code' = ${HELD}`}`.execute(
        db,
      );
      return Number(numAffectedRows ?? 0);
    },
    async holdRemovals(planId, code, reason) {
      await db
        .updateTable('operation')
        .set({ kind: 'skip', state: 'skipped', sku_key: null, code, reason, updated_at: now() })
        .where('plan_id', '=', planId)
        .where((e) =>
          e.or([
            e('kind', '=', 'hide'),
            e.and([e('kind', '=', 'stock'), sql<boolean>`json_extract("after", '$.stock') = 0`]),
          ]),
        )
        .execute();
    },
    async *iterate<Kind extends OperationKind>(planId: string, filter: OperationFilter<Kind> = {}) {
      let after: number | undefined;
      for (;;) {
        const rows = await page(planId, filter, after);
        for (const row of rows) {
          after = row.seq;
          const operation = toOperation(row);
          if (isOf(operation, filter.kinds)) yield operation;
        }
        if (rows.length < PAGE) return;
      }
    },
    async createdParts(planId, partIds) {
      if (partIds.length === 0) return new Set();
      const rows = await db
        .selectFrom('operation')
        .select('part_id')
        .where('plan_id', '=', planId)
        .where('kind', '=', 'create')
        .where(sql<boolean>`part_id in (select value from json_each(${JSON.stringify(partIds)}))`)
        .execute();
      return new Set(rows.flatMap(({ part_id }) => part_id ?? []));
    },
    async creations(planId, skus) {
      const rows = await db
        .selectFrom('operation')
        .select(['sku_key', 'state', 'product_id'])
        .where('plan_id', '=', planId)
        .where('kind', '=', 'create')
        .where(
          'sku_key',
          'in',
          skus.map((sku) => sku.toLowerCase()),
        )
        .execute();
      return new Map(
        rows.map(({ sku_key, state, product_id }) => [sku_key ?? '', { state, productId: product_id }]),
      );
    },
    async earlier({ planId, sku, kind }, store) {
      const rows = await db
        .selectFrom('operation')
        .innerJoin('plan', 'plan.id', 'operation.plan_id')
        .selectAll('operation')
        .where('plan.store', '=', store)
        .where(sql<boolean>`plan.rowid < (select own.rowid from plan own where own.id = ${planId})`)
        .where('operation.sku_key', '=', sku.toLowerCase())
        .where('operation.kind', '=', kind)
        .where('operation.state', '=', 'done')
        .orderBy(sql`plan.rowid`, 'desc')
        .execute();
      return rows.map(toOperation);
    },
    async countOpen(planId, kinds) {
      let query = db
        .selectFrom('operation')
        .select((e) => e.fn.countAll<number>().as('count'))
        .where('plan_id', '=', planId)
        .where('state', 'in', OPEN);
      if (kinds) query = query.where('kind', 'in', kinds);
      return Number((await query.executeTakeFirstOrThrow()).count);
    },
    async counts(planId) {
      const rows = await db
        .selectFrom('operation')
        .select(['kind', 'state', (e) => e.fn.countAll<number>().as('count')])
        .where('plan_id', '=', planId)
        .groupBy(['kind', 'state'])
        .execute();
      return rows.map((row) => ({ ...row, count: Number(row.count) }));
    },
    async mark(rows, { state, productId, error }) {
      const first = rows[0];
      if (!first) return;
      await db
        .updateTable('operation')
        .set({
          state,
          updated_at: now(),
          ...(productId === undefined ? {} : { product_id: productId }),
          ...(error === undefined ? {} : { error: error && JSON.stringify(error) }),
        })
        .where('plan_id', '=', first.planId)
        .where(
          'seq',
          'in',
          rows.map((row) => row.seq),
        )
        .execute();
    },
    async refusedCreations(store, skus, codes) {
      const { rows } = await sql<{ sku_key: string; state: string; code: string | null }>`
        select o.sku_key, o.state, json_extract(o.error, '$.code') as code
        from (select id, rowid as age from plan where store = ${store} order by rowid desc limit ${LATEST_PLANS}) p
        join operation o on o.plan_id = p.id and o.kind = 'create'
          and o.sku_key in (select value from json_each(${JSON.stringify(skus.map((sku) => sku.toLowerCase()))}))
        where o.state in ('done', 'failed') order by p.age`.execute(db);
      const last = new Map(
        rows.map(({ sku_key, state, code }) => [sku_key, state === 'failed' ? code : null]),
      );
      return new Map([...last].flatMap(([key, code]) => (code && codes.includes(code) ? [[key, code]] : [])));
    },
    async noteUndo({ planId, seq }, undo) {
      await db
        .updateTable('operation')
        .set({ undo: JSON.stringify(undo) })
        .where('plan_id', '=', planId)
        .where('seq', '=', seq)
        .execute();
    },
    async lower(rows) {
      await db.transaction().execute(async (tx) => {
        for (const { planId, seq, after, snapshot, reason, offer } of rows)
          await tx
            .updateTable('operation')
            .set({
              after: JSON.stringify(after),
              snapshot: snapshot && JSON.stringify(snapshot),
              reason,
              offer: offer ? JSON.stringify(offer) : null,
            })
            .where('plan_id', '=', planId)
            .where('seq', '=', seq)
            .execute();
      });
    },
    async abandon(planId, code, reason) {
      await db
        .updateTable('operation')
        .set({ state: 'skipped', code, reason, updated_at: now() })
        .where('plan_id', '=', planId)
        .where('state', 'in', OPEN)
        .execute();
    },
    async complete(rows, store) {
      const at = now();
      await db.transaction().execute(async (tx) => {
        for (const row of rows) await finishRow(tx, row, store, at);
      });
    },
  };
}
