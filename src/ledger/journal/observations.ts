import type { Kysely } from 'kysely';
import type { LedgerTables } from '../db/schema.ts';

/**
 * What was seen while a plan was made and leads to no row of it. Guards count them, and list them as offenders; the last
 * three take effect once the plan is applied.
 */
export interface Observation {
  code:
    | 'STOCK_UNKNOWN'
    | 'STOCK_STALE'
    | 'PART_UNREADABLE'
    | 'PART_ABSENT'
    | 'PART_SEEN'
    | 'PART_ELSEWHERE'
    | 'AGREED';
  /** Of a part that cannot be read, its id. */
  sku: string;
  name: string;
  detail: string;
}

export interface Observations {
  add(planId: string, seen: readonly Observation[]): Promise<void>;
  counts(planId: string): Promise<Partial<Record<Observation['code'], number>>>;
  /** In order of their SKUs. */
  iterate(planId: string, code: Observation['code']): AsyncIterable<Observation>;
}

const PAGE = 500;

export function createObservations(db: Kysely<LedgerTables>): Observations {
  return {
    async add(planId, seen) {
      if (seen.length === 0) return;
      await db.transaction().execute(async (tx) => {
        for (const { code, sku, name, detail } of seen)
          await tx
            .replaceInto('observation')
            .values({ plan_id: planId, code, sku_key: sku.toLowerCase(), sku, name, detail })
            .execute();
      });
    },
    async counts(planId) {
      const rows = await db
        .selectFrom('observation')
        .select(['code', (e) => e.fn.countAll<number>().as('count')])
        .where('plan_id', '=', planId)
        .groupBy('code')
        .execute();
      return Object.fromEntries(rows.map(({ code, count }) => [code, Number(count)]));
    },
    async *iterate(planId, code) {
      for (let after = ''; ; ) {
        const rows = await db
          .selectFrom('observation')
          .selectAll()
          .where('plan_id', '=', planId)
          .where('code', '=', code)
          .where('sku_key', '>', after)
          .orderBy('sku_key')
          .limit(PAGE)
          .execute();
        for (const { sku_key, sku, name, detail } of rows) {
          after = sku_key;
          yield { code, sku, name, detail };
        }
        if (rows.length < PAGE) return;
      }
    },
  };
}
