import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../clock.ts';
import type { LedgerTables, RunTable } from './schema.ts';

export interface Run {
  id: string;
  command: string;
  planId: string | null;
  profile: string;
  store: string;
  startedAt: string;
  /** `null` while it runs, and for a run that was killed. */
  finishedAt: string | null;
  exitCode: number | null;
  result: unknown;
}

export interface Runs {
  start(run: Pick<Run, 'id' | 'command' | 'planId' | 'profile' | 'store'>): Promise<void>;
  setPlan(id: string, planId: string): Promise<void>;
  finish(id: string, outcome: { exitCode: number; result: unknown }): Promise<void>;
  get(id: string): Promise<Run | undefined>;
  /** Newest first. */
  list(filter?: { store?: string; limit?: number }): Promise<Run[]>;
}

export function createRuns(db: Kysely<LedgerTables>, clock: Clock): Runs {
  const now = () => clock.date().toISOString();
  return {
    async start(run) {
      await db
        .insertInto('run')
        .values({
          id: run.id,
          command: run.command,
          plan_id: run.planId,
          profile: run.profile,
          store: run.store,
          started_at: now(),
          finished_at: null,
          exit_code: null,
          result: null,
        })
        .execute();
    },
    async setPlan(id, planId) {
      await db.updateTable('run').set({ plan_id: planId }).where('id', '=', id).execute();
    },
    async finish(id, { exitCode, result }) {
      await db
        .updateTable('run')
        .set({ finished_at: now(), exit_code: exitCode, result: JSON.stringify(result ?? null) })
        .where('id', '=', id)
        .execute();
    },
    async get(id) {
      const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toRun(row);
    },
    async list({ store, limit = 50 } = {}) {
      let query = db.selectFrom('run').selectAll();
      if (store) query = query.where('store', '=', store);
      const rows = await query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(toRun);
    },
  };
}

function toRun(row: Selectable<RunTable>): Run {
  return {
    id: row.id,
    command: row.command,
    planId: row.plan_id,
    profile: row.profile,
    store: row.store,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    exitCode: row.exit_code,
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
  };
}
