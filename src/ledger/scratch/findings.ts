import { type Kysely, sql } from 'kysely';
import type { FindingTable, LedgerTables } from '../db/schema.ts';

/** One thing that was found while two sides were compared; `item` is whatever the comparison put in. */
export interface FindingRow {
  /** Lower-case SKU, or what else names it. A key has one row a class. */
  key: string;
  class: string;
  /** A known difference, accepted by a person. */
  accepted: boolean;
  /** Sorts the rows, least first; rows of one order follow their keys. */
  order: number;
  item: unknown;
}

/** On disk in a temporary table, so that a comparison with a hundred thousand differences is sorted in flat memory. */
export interface Findings {
  begin(): Promise<void>;
  /** What is there already stays. */
  add(rows: readonly FindingRow[]): Promise<void>;
  /** Takes back all that was found of a key, and says whether there was anything. */
  remove(key: string): Promise<boolean>;
  counts(): Promise<{ class: string; accepted: boolean; count: number }[]>;
  /** Keys that have a row of one of these classes. */
  countKeys(classes: readonly string[]): Promise<number>;
  iterate<T>(classes: readonly string[]): AsyncIterable<T>;
}

const PAGE = 500;

export function createFindings(db: Kysely<LedgerTables>): Findings {
  return {
    async begin() {
      await sql`create temp table if not exists finding
        (key text not null, class text not null, accepted integer not null, position real not null, item text not null,
        primary key (key, class)) without rowid`.execute(db);
      await sql`create index if not exists temp.finding_order on finding (position, key, class)`.execute(db);
      await sql`delete from finding`.execute(db);
    },
    async add(rows) {
      if (rows.length === 0) return;
      // One statement, not a transaction: that would take the ledger's write lock for what is no part of it.
      await sql`insert or ignore into finding (key, class, accepted, position, item)
        select value ->> 'key', value ->> 'class', value ->> 'accepted', value ->> 'position', value ->> 'item'
        from json_each(${JSON.stringify(rows.map(toTable))})`.execute(db);
    },
    async remove(key) {
      const { numDeletedRows } = await db.deleteFrom('finding').where('key', '=', key).executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async counts() {
      const rows = await db
        .selectFrom('finding')
        .select(['class', 'accepted', (e) => e.fn.countAll<number>().as('count')])
        .groupBy(['class', 'accepted'])
        .execute();
      return rows.map((row) => ({ ...row, accepted: row.accepted === 1, count: Number(row.count) }));
    },
    async countKeys(classes) {
      const row = await db
        .selectFrom('finding')
        .select((e) => e.fn.count<number>('key').distinct().as('count'))
        .where('class', 'in', classes)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    async *iterate<T>(classes: readonly string[]) {
      let last: Pick<FindingTable, 'position' | 'key' | 'class'> | undefined;
      for (;;) {
        let query = db.selectFrom('finding').selectAll().where('class', 'in', classes);
        if (last)
          query = query.where(
            sql<boolean>`(position, key, class) > (${last.position}, ${last.key}, ${last.class})`,
          );
        const rows = await query.orderBy('position').orderBy('key').orderBy('class').limit(PAGE).execute();
        for (const row of rows) yield JSON.parse(row.item) as T;
        last = rows.at(-1);
        if (rows.length < PAGE) return;
      }
    },
  };
}

function toTable({ key, class: kind, accepted, order, item }: FindingRow): FindingTable {
  return { key, class: kind, accepted: accepted ? 1 : 0, position: order, item: JSON.stringify(item) };
}
