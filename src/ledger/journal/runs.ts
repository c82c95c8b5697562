import { type Kysely, type Selectable, sql } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { LedgerTables, RunTable } from '../db/schema.ts';

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
  /** Names of the guards that the user told to let pass. */
  overrides: string[];
}

export interface Runs {
  start(
    run: Pick<Run, 'id' | 'command' | 'planId' | 'profile' | 'store'> & Partial<Pick<Run, 'overrides'>>,
  ): Promise<void>;
  setPlan(id: string, planId: string): Promise<void>;
  finish(id: string, outcome: { exitCode: number; result: unknown }): Promise<void>;
  get(id: string): Promise<Run | undefined>;
  /** Runs started before `before` that have ended, or whose plan nobody can go on with. */
  old(store: string, before: Date): Promise<string[]>;
  remove(ids: readonly string[]): Promise<void>;
  /** Newest first: in the order they began, whatever the clock said then. */
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
          overrides: JSON.stringify(run.overrides ?? []),
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
    async old(store, before) {
      const rows = await db
        .selectFrom('run')
        .leftJoin('plan', 'plan.id', 'run.plan_id')
        .select('run.id')
        .where('run.store', '=', store)
        .where('run.started_at', '<', before.toISOString())
        // `ttpd resume RUN` finds an unfinished plan by its run.
        .where((e) => e.or([e('plan.status', 'is', null), e('plan.status', '!=', 'applying')]))
        .execute();
      return rows.map(({ id }) => id);
    },
    async remove(ids) {
      await db.transaction().execute(async (tx) => {
        for (const id of ids) await tx.deleteFrom('run').where('id', '=', id).execute();
      });
    },
    async list({ store, limit = 50 } = {}) {
      let query = db.selectFrom('run').selectAll();
      if (store) query = query.where('store', '=', store);
      const rows = await query.orderBy(sql`rowid`, 'desc').limit(limit).execute();
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
    overrides: row.overrides === null ? [] : (JSON.parse(row.overrides) as string[]),
  };
}
