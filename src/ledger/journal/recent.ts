import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { LedgerTables } from '../db/schema.ts';
import type { FieldValues } from './operation.ts';
import type { GuardName } from './plan-notes.ts';
import { stored } from './stored.ts';

/** What the store's plans of the last days did to its products: a guard that forgets lets through day by day what it stops at once. */
export interface Recent {
  /**
   * From when on a plan's past counts, ISO 8601: so many hours ago, or since the guard was last let pass.
   * @param hours before now
   */
  since(planId: string, guard: GuardName, hours: number): Promise<string>;
  /** By lower-case SKU, what the first update since then found in the store. */
  firstBefore(planId: string, since: string, skus: readonly string[]): Promise<Map<string, FieldValues>>;
  /** Products that were sold out or hidden since then and still are, without those that this plan is about. */
  stillGone(planId: string, since: string, how: 'sold out' | 'hidden'): Promise<number>;
}

export function createRecent(db: Kysely<LedgerTables>, clock: Clock): Recent {
  const ofSameStore = (planId: string, since: string) =>
    sql`p.store = (select store from plan where id = ${planId}) and p.id <> ${planId} and p.created_at > ${since}`;
  return {
    async since(planId, guard, hours) {
      const start = new Date(clock.date().getTime() - hours * 3_600_000).toISOString();
      const { rows } = await sql<{ at: string | null }>`select max(p.created_at) as at
        from plan p, json_each(p.guards) g
        where ${ofSameStore(planId, start)} and p.status in ('applying', 'applied')
          and g.value ->> 'guard' = ${guard} and g.value ->> 'overridden' = 1`.execute(db);
      return rows[0]?.at ?? start;
    },
    async firstBefore(planId, since, skus) {
      const keys = JSON.stringify([...new Set(skus.map((sku) => sku.toLowerCase()))]);
      const { rows } = await sql<{ sku_key: string; before: string }>`select o.sku_key, o.before
        from plan p join operation o on o.plan_id = p.id
          and o.sku_key in (select value from json_each(${keys})) and o.kind = 'update'
        where ${ofSameStore(planId, since)} and o.state = 'done' order by p.rowid desc`.execute(db);
      const read = stored('a row of an earlier plan');
      return new Map(rows.map(({ sku_key, before }) => [sku_key, read.fields(before)]));
    },
    async stillGone(planId, since, how) {
      const field = how === 'hidden' ? '$.visible' : '$.stock';
      const kind = how === 'hidden' ? 'hide' : 'stock';
      const { rows } = await sql<{ count: number }>`select count(distinct o.sku_key) as count
        from plan p join operation o on o.plan_id = p.id and o.kind = ${kind} and o.state = 'done'
        join snapshot s on s.store = p.store and s.sku_key = o.sku_key
        where ${ofSameStore(planId, since)}
          and json_extract(o.after, ${field}) = 0 and json_extract(o.before, ${field}) > 0
          and json_extract(s.fields, ${field}) = 0
          and not exists (select 1 from operation own
            where own.plan_id = ${planId} and own.sku_key = o.sku_key and own.kind = ${kind})`.execute(db);
      return Number(rows[0]?.count ?? 0);
    },
  };
}
