import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { LedgerTables, PlanStatus } from './schema.ts';

export interface Plan {
  id: string;
  store: string;
  profile: string;
  selection: unknown;
  createdAt: string;
  status: PlanStatus;
  hash: string;
  unchanged: number;
}

export interface Plans {
  start(plan: Pick<Plan, 'id' | 'store' | 'profile' | 'selection'>): Promise<void>;
  /** The plan is complete: from here on its rows' content does not change, only their state does. */
  finish(id: string, facts: { hash: string; unchanged: number }): Promise<void>;
  setStatus(id: string, status: PlanStatus): Promise<void>;
  get(id: string): Promise<Plan | undefined>;
  /** Newest first. */
  list(filter?: { store?: string; limit?: number }): Promise<Plan[]>;
  remove(id: string): Promise<void>;
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
        })
        .execute();
    },
    async finish(id, facts) {
      await db
        .updateTable('plan')
        .set({ ...facts, status: 'open' })
        .where('id', '=', id)
        .execute();
    },
    async setStatus(id, status) {
      await db.updateTable('plan').set({ status }).where('id', '=', id).execute();
    },
    async get(id) {
      const row = await db.selectFrom('plan').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toPlan(row);
    },
    async list({ store, limit = 50 } = {}) {
      let query = db.selectFrom('plan').selectAll().where('status', '!=', 'building');
      if (store) query = query.where('store', '=', store);
      const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
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
      await db.deleteFrom('plan').where('id', '=', id).execute();
    },
  };
}

function toPlan(row: {
  id: string;
  store: string;
  profile: string;
  selection: string;
  created_at: string;
  status: PlanStatus;
  hash: string;
  unchanged: number;
}): Plan {
  const { selection, created_at, ...rest } = row;
  return { ...rest, selection: JSON.parse(selection) as unknown, createdAt: created_at };
}
