import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

type Fields = Record<string, unknown>;

const LEGACY = 'customFields.';
const LIKE_LEGACY = `%"${LEGACY}%`;
const PAGE = 500;

/** A custom field was known by its name alone, `customFields.NAME`; now each pair is one: `customField.NAME=VALUE`. */
export const customFieldPairs: Migration = {
  async up(db: Kysely<unknown>) {
    await changeSnapshots(db);
    await changeOperations(db);
    await changeAgreed(db);
  },
};

async function changeSnapshots(db: Kysely<unknown>): Promise<void> {
  for (let after = { store: '', sku_key: '' }, isEnd = false; !isEnd; ) {
    const { rows } = await sql<{ store: string; sku_key: string; fields: string }>`
      select store, sku_key, fields from snapshot
      where fields like ${LIKE_LEGACY} and (store, sku_key) > (${after.store}, ${after.sku_key})
      order by store, sku_key limit ${PAGE}`.execute(db);
    for (const { store, sku_key, fields } of rows)
      await sql`update snapshot set fields = ${JSON.stringify(inPairs(JSON.parse(fields)))}
        where store = ${store} and sku_key = ${sku_key}`.execute(db);
    after = rows.at(-1) ?? after;
    isEnd = rows.length < PAGE;
  }
}

interface Row {
  plan_id: string;
  seq: number;
  before: string;
  after: string;
  base: string | null;
  snapshot: string | null;
  undo: string | null;
}

async function changeOperations(db: Kysely<unknown>): Promise<void> {
  for (let last = { plan_id: '', seq: 0 }, isEnd = false; !isEnd; ) {
    const { rows } = await sql<Row>`
      select plan_id, seq, "before", "after", base, snapshot, undo from operation
      where ("before" || "after" || coalesce(base, '') || coalesce(snapshot, '') || coalesce(undo, '')) like ${LIKE_LEGACY}
        and (plan_id, seq) > (${last.plan_id}, ${last.seq})
      order by plan_id, seq limit ${PAGE}`.execute(db);
    for (const row of rows) {
      const { before, after, base, snapshot, undo } = changed(row);
      await sql`update operation set "before" = ${before}, "after" = ${after}, base = ${base}, snapshot = ${snapshot},
        undo = ${undo} where plan_id = ${row.plan_id} and seq = ${row.seq}`.execute(db);
    }
    last = rows.at(-1) ?? last;
    isEnd = rows.length < PAGE;
  }
}

/** What had one value and has another is a pair that goes and one that comes. */
function changed(row: Row): Omit<Row, 'plan_id' | 'seq'> {
  const [before, after, base]: Fields[] = [row.before, row.after, row.base ?? '{}'].map((it) =>
    JSON.parse(it),
  );
  const snapshot = row.snapshot === null ? null : JSON.parse(row.snapshot);
  const undo = row.undo === null ? null : JSON.parse(row.undo);
  const moved = [before ?? {}, after ?? {}];
  const known = [...moved, base ?? {}, undo?.base ?? {}];
  if (snapshot) snapshot.fields = inPairs(snapshot.fields, known);
  if (undo?.base) undo.base = inPairs(undo.base, known);
  return {
    before: JSON.stringify(inPairs(before ?? {}, moved)),
    after: JSON.stringify(inPairs(after ?? {}, moved)),
    base: row.base === null ? null : JSON.stringify(inPairs(base ?? {})),
    snapshot: snapshot && JSON.stringify(snapshot),
    undo: undo && JSON.stringify(undo),
  };
}

async function changeAgreed(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ plan_id: string; sku_key: string; detail: string }>`
    select plan_id, sku_key, detail from observation where code = 'AGREED' and detail like ${LIKE_LEGACY}`.execute(
    db,
  );
  for (const { plan_id, sku_key, detail } of rows)
    await sql`update observation set detail = ${JSON.stringify(inPairs(JSON.parse(detail)))}
      where plan_id = ${plan_id} and code = 'AGREED' and sku_key = ${sku_key}`.execute(db);
}

/** @param others that have values of the same names: such a pair is none of these fields', `null` */
function inPairs(fields: Fields, others: readonly Fields[] = []): Fields {
  const pairs: Fields = {};
  for (const [field, value] of Object.entries(fields)) {
    if (!field.startsWith(LEGACY)) {
      pairs[field] = value;
      continue;
    }
    const name = field.slice(LEGACY.length);
    for (const other of others.flatMap((it) => it[field] ?? [])) pairs[pairName(name, String(other))] = null;
    if (typeof value === 'string') pairs[pairName(name, value)] = value;
  }
  return pairs;
}

function pairName(name: string, value: string): string {
  return `customField.${name.normalize().replaceAll(/[\\=]/g, '\\$&')}=${value.normalize()}`;
}
