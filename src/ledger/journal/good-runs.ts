import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { LedgerTables } from '../db/schema.ts';
import { isWhole, type PlanFacts } from './plan-notes.ts';

/** How many parts a selection had when its answer was last whole. */
export interface GoodRuns {
  last(store: string, selection: string): Promise<{ parts: number; readAt: string } | undefined>;
  /** The next answer to this selection is measured by its parts, where it is whole and can be compared. */
  record(store: string, facts: PlanFacts): Promise<void>;
}

export function createGoodRuns(db: Kysely<LedgerTables>, clock: Clock): GoodRuns {
  return {
    async last(store, selection) {
      const row = await db
        .selectFrom('good_run')
        .select(['parts', 'read_at'])
        .where('store', '=', store)
        .where('selection', '=', selection)
        .executeTakeFirst();
      return row && { parts: row.parts, readAt: row.read_at };
    },
    async record(store, facts) {
      const { selectionKey: selection, parts } = facts;
      if (selection === null || !facts.complete || !isWhole(facts)) return;
      await db
        .replaceInto('good_run')
        .values({ store, selection, parts, read_at: clock.date().toISOString() })
        .execute();
    },
  };
}
