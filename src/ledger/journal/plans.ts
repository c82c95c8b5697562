import { type Kysely, type Selectable, sql } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { PlanSummary } from '../../common/events.ts';
import type { LedgerTables, PlanStatus, PlanTable } from '../db/schema.ts';
import { HELD } from './operation.ts';
import { type Origin, originOf, type PlanFacts, type PlanReview, type Tripped } from './plan-notes.ts';
import { stored } from './stored.ts';

export interface Plan {
  id: string;
  store: string;
  profile: string;
  /** What it was made of. */
  selection: Record<string, unknown>;
  origin: Origin;
  createdAt: string;
  status: PlanStatus;
  hash: string;
  unchanged: number;
  /** What was counted while both sides were read; `null` where nothing was. */
  facts: PlanFacts | null;
  /** Guards that it tripped. */
  guards: Tripped[];
  /** The plan in pieces and money; `null` where it was not made. */
  review: PlanReview | null;
  /** The stages that it is applied in, in percent of its rows; `null` is all at once. */
  ramp: number[] | null;
}

export interface Plans {
  start(plan: Pick<Plan, 'id' | 'store' | 'profile' | 'selection'>): Promise<void>;
  /** Adds to what is known of a plan. */
  note(id: string, notes: Partial<Pick<Plan, 'facts' | 'guards' | 'review' | 'ramp'>>): Promise<void>;
  /** The plan is complete: from here on its rows' content does not change, only their state does. */
  finish(id: string, facts: { hash: string; unchanged: number }): Promise<Plan>;
  setStatus(id: string, status: PlanStatus): Promise<void>;
  get(id: string): Promise<Plan | undefined>;
  /** Its counts by what its rows do. */
  summary(plan: Pick<Plan, 'id' | 'unchanged'>): Promise<PlanSummary>;
  /** Newest first: in the order they were made, whatever the clock said then. */
  list(filter?: { store?: string; limit?: number }): Promise<Plan[]>;
  remove(id: string): Promise<void>;
  /**
   * Plans made before `before` that are finished or were never begun, and that no run since then has used. Oldest first.
   */
  old(store: string, before: Date): Promise<string[]>;
  /** Plans whose making was killed a day ago or more; a younger one may still be made by a dry run. */
  forgetUnfinished(store: string): Promise<void>;
}

export function createPlans(db: Kysely<LedgerTables>, clock: Clock): Plans {
  return {
    async start(plan) {
      await db
        .insertInto('plan')
        .values({
          id: plan.id,
          store: plan.store,
          profile: plan.profile,
          selection: JSON.stringify(plan.selection),
          created_at: clock.date().toISOString(),
          status: 'building',
          hash: '',
          unchanged: 0,
          facts: null,
          guards: null,
          review: null,
          ramp: null,
        })
        .execute();
    },
    async note(id, notes) {
      const columns = Object.entries(notes).map(([name, value]) => [name, JSON.stringify(value)]);
      await db.updateTable('plan').set(Object.fromEntries(columns)).where('id', '=', id).execute();
    },
    async finish(id, facts) {
      const row = await db
        .updateTable('plan')
        .set({ ...facts, status: 'open' })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return toPlan(row);
    },
    async setStatus(id, status) {
      await db.updateTable('plan').set({ status }).where('id', '=', id).execute();
    },
    async get(id) {
      const row = await db.selectFrom('plan').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toPlan(row);
    },
    async summary({ id, unchanged }) {
      const summary: PlanSummary = {
        id,
        ...{ create: 0, update: 0, stock: 0, hide: 0, metafields: 0, related: 0, delete: 0 },
        ...{ conflict: 0, skip: 0, unchanged },
      };
      const counts = await db
        .selectFrom('operation')
        .select([
          'kind',
          sql<number>`state = 'skipped' and error is not null and error ->> 'code' = ${HELD}`.as('held'),
          (e) => e.fn.countAll<number>().as('count'),
        ])
        .where('plan_id', '=', id)
        .groupBy(['kind', 'held'])
        .execute();
      for (const { kind, held, count } of counts) summary[held ? 'skip' : kind] += Number(count);
      return summary;
    },
    async list({ store, limit = 50 } = {}) {
      let query = db.selectFrom('plan').selectAll().where('status', '!=', 'building');
      if (store) query = query.where('store', '=', store);
      const rows = await query.orderBy(sql`rowid`, 'desc').limit(limit).execute();
      return rows.map(toPlan);
    },
    async forgetUnfinished(store) {
      const dayAgo = new Date(clock.date().getTime() - 86_400_000).toISOString();
      await db
        .deleteFrom('plan')
        .where('store', '=', store)
        .where('status', '=', 'building')
        .where('created_at', '<', dayAgo)
        .execute();
    },
    async remove(id) {
      await db.transaction().execute(async (tx) => {
        // A run outlives its plan: what it did is still in its result.
        await tx.updateTable('run').set({ plan_id: null }).where('plan_id', '=', id).execute();
        await tx.deleteFrom('plan').where('id', '=', id).execute();
      });
    },
    async old(store, before) {
      const rows = await db
        .selectFrom('plan')
        .select('id')
        .where('store', '=', store)
        .where('created_at', '<', before.toISOString())
        .where('status', 'in', ['open', 'applied'])
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('run')
                .select('run.id')
                .whereRef('run.plan_id', '=', 'plan.id')
                .where('run.started_at', '>=', before.toISOString()),
            ),
          ),
        )
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom('operation')
                .select('operation.seq')
                .whereRef('operation.plan_id', '=', 'plan.id')
                .where('operation.state', 'in', ['sent', 'unknown']),
            ),
          ),
        )
        .orderBy('created_at')
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

function toPlan({ selection, created_at, facts, guards, review, ramp, ...row }: Selectable<PlanTable>): Plan {
  const read = stored(`the plan ${row.id}`);
  const made = read.selection(selection);
  return {
    ...row,
    selection: made,
    origin: originOf(made),
    createdAt: created_at,
    facts: facts === null ? null : read.facts(facts),
    guards: guards === null ? [] : read.guards(guards),
    review: review === null ? null : read.review(review),
    ramp: ramp === null ? null : read.ramp(ramp),
  };
}
