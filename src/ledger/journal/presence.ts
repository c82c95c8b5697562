import { type Kysely, sql } from 'kysely';
import type { LedgerTables } from '../db/schema.ts';
import type { Observation } from './observations.ts';
import type { FieldValues } from './operation.ts';
import { stored } from './stored.ts';

/** What a selection covers, in lower case; `null` is all of them. */
export interface Scope {
  category: string | null;
  brand: string | null;
}

/** A product that ttpd wrote and whose part the supplier's answer lacks. */
export interface AbsentPart {
  sku: string;
  productId: number | null;
  partId: string;
  /** What ttpd last wrote. */
  fields: FieldValues;
  /** Complete runs before this one that missed it, and when the first of them was. */
  missed: number;
  since: string | null;
}

/**
 * Which parts were last seen in the answer to which selection, and how often they have been missing since. It works on
 * the SKUs that the plan being made has claimed (`StoreCopy.claim`), so that no list of them is held in memory.
 */
export interface Presence {
  /**
   * Notes with a plan that the claimed SKUs are there, where that is news. `null`: the selection is none that could miss
   * a part, so it moves none into its scope.
   */
  seen(store: string, planId: string, scope: Scope | null): Promise<void>;
  /** Products whose part was last seen in this scope, or a narrower one, and that nothing has claimed. */
  absent(store: string, scope: Scope): AsyncIterable<AbsentPart>;
  /** What was noted and observed while this plan was made takes effect; once, however often it is asked to. */
  count(store: string, planId: string, at: string): Promise<void>;
}

const PAGE = 500;

export function createPresence(db: Kysely<LedgerTables>): Presence {
  return {
    async seen(store, planId, scope) {
      const isNews = scope
        ? sql`p.sku_key is null or p.missed > 0 or p.category is not ${scope.category} or p.brand is not ${scope.brand}`
        : sql`p.missed > 0`;
      await sql`insert or replace into observation (plan_id, code, sku_key, sku, name, detail)
        select ${planId}, 'PART_SEEN', claim.sku_key, claim.sku_key, '', ${JSON.stringify(scope)}
        from claim left join presence p on p.store = ${store} and p.sku_key = claim.sku_key
        where ${isNews}`.execute(db);
    },
    async *absent(store, { category, brand }) {
      await sql`create index if not exists temp.claim_part on claim (part_id)`.execute(db);
      for (let after = ''; ; ) {
        const { rows } = await sql<{
          sku_key: string;
          sku: string;
          product_id: number | null;
          part_id: string;
          fields: string;
          missed: number;
          since: string | null;
        }>`select p.sku_key, s.sku, s.product_id, s.part_id, s.fields, p.missed, p.since
          from presence p join snapshot s on s.store = p.store and s.sku_key = p.sku_key
          where p.store = ${store} and p.sku_key > ${after} and s.part_id is not null
            and (${category} is null or p.category = ${category})
            and (${brand} is null or p.brand = ${brand})
            and not exists (select 1 from claim c where c.sku_key = p.sku_key)
            and not exists (select 1 from claim c where c.part_id = s.part_id)
          order by p.sku_key limit ${PAGE}`.execute(db);
        for (const row of rows) {
          after = row.sku_key;
          yield {
            sku: row.sku,
            productId: row.product_id,
            partId: row.part_id,
            fields: stored(`what was last written to ${row.sku}`).fields(row.fields),
            missed: row.missed,
            since: row.since,
          };
        }
        if (rows.length < PAGE) return;
      }
    },
    async count(store, planId, at) {
      await db.transaction().execute(async (tx) => {
        const noted = (code: Observation['code']) =>
          sql`select sku_key from observation where plan_id = ${planId} and code = ${code}`;
        await sql`update presence set missed = 0, since = null
          where store = ${store} and sku_key in (${noted('PART_SEEN')})`.execute(tx);
        await sql`insert into presence (store, sku_key, category, brand, missed, since)
          select ${store}, sku_key, json_extract(detail, '$.category'), json_extract(detail, '$.brand'), 0, null
          from observation where plan_id = ${planId} and code = 'PART_SEEN' and detail <> 'null'
          on conflict (store, sku_key) do update set category = excluded.category, brand = excluded.brand`.execute(
          tx,
        );
        // The next answer that has them says where they are.
        await sql`delete from presence
          where store = ${store} and sku_key in (${noted('PART_ELSEWHERE')})`.execute(tx);
        await sql`update presence set missed = missed + 1, since = coalesce(since, ${at})
          where store = ${store} and sku_key in
            (select sku_key from observation where plan_id = ${planId} and code = 'PART_ABSENT')`.execute(tx);
        await tx
          .deleteFrom('observation')
          .where('plan_id', '=', planId)
          .where('code', 'in', ['PART_ABSENT', 'PART_SEEN', 'PART_ELSEWHERE'])
          .execute();
      });
    },
  };
}
