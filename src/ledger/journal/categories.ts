import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { LedgerTables } from '../db/schema.ts';

/** The store's categories that ttpd made, by the path that it made each for. */
export interface Categories {
  list(store: string): Promise<{ path: string[]; id: number }[]>;
  /** The path's category from now on, whatever the store calls it later. */
  remember(store: string, made: readonly { path: readonly string[]; id: number }[]): Promise<void>;
}

export function createCategories(db: Kysely<LedgerTables>, clock: Clock): Categories {
  return {
    async list(store) {
      const rows = await db
        .selectFrom('category')
        .select(['path', 'category_id'])
        .where('store', '=', store)
        .execute();
      return rows.map(({ path, category_id }) => ({ path: JSON.parse(path) as string[], id: category_id }));
    },
    async remember(store, made) {
      if (made.length === 0) return;
      const at = clock.date().toISOString();
      await db
        .replaceInto('category')
        .values(
          made.map(({ path, id }) => ({ store, path: JSON.stringify(path), category_id: id, made_at: at })),
        )
        .execute();
    },
  };
}
