import type { Database } from '../database.ts';
import { isObject } from '../json.ts';
import { check, oneOf, text } from './rules.ts';
import { MISSING_SCOPE } from './scopes.ts';
import { isoDate } from './stored/product.ts';

/** Where metafields of one kind of thing are kept. */
export interface MetafieldHome {
  table: string;
  /** The column that names the thing, and the table that it is in. */
  owner: string;
  owners: string;
  type: 'product' | 'order';
}

export const PRODUCT_METAFIELDS: MetafieldHome = {
  table: 'metafields',
  owner: 'product_id',
  owners: 'products',
  type: 'product',
};

export const ORDER_METAFIELDS: MetafieldHome = {
  table: 'order_metafields',
  owner: 'order_id',
  owners: 'orders',
  type: 'order',
};

export interface MetafieldRow {
  id: number;
  owner_id: number;
  namespace: string;
  key: string;
  value: string;
  permission_set: string;
  description: string;
  created: number;
  modified: number;
  /** The API account that made it: nobody else changes it. */
  client: string;
}

export interface MetafieldInput {
  namespace: string;
  key: string;
  value: string;
  permission_set: string;
  description?: string;
}

/** Refused metafield: its status and why. */
export interface Fault {
  status: number;
  title: string;
}

const MOST = 250;
const REQUIRED = ['permission_set', 'namespace', 'key', 'value'] as const;
const RULES = {
  namespace: text(64, 1),
  key: text(64, 1),
  value: text(65_535, 1),
  permission_set: oneOf('app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access'),
  description: text(255),
};
const READ_ONLY = ['id', 'resource_id', 'resource_type', 'date_created', 'date_modified', 'owner_client_id'];

/**
 * Checks a metafield body (docs/facts/bigcommerce-catalog.md#metafields): all four fields are required of a new one.
 */
export function readMetafield(body: unknown, isNew: boolean): Partial<MetafieldInput> | Fault {
  if (!isObject(body)) return { status: 422, title: 'error.expected.object' };
  const absent = isNew ? REQUIRED.filter((field) => body[field] === undefined) : [];
  if (absent.length > 0) return { status: 422, title: `Missing required fields: ${absent.join(', ')}` };
  const [wrong] = Object.entries(check(body, RULES, READ_ONLY));
  if (wrong) return { status: 422, title: `${wrong[0]} ${wrong[1]}` };
  const own = Object.entries(body).filter(([field]) => Object.hasOwn(RULES, field));
  return Object.fromEntries(own) as Partial<MetafieldInput>;
}

export function isFault(value: object): value is Fault {
  return 'status' in value && 'title' in value;
}

/**
 * Makes one: its id, or why not. Namespace and key are unique for their owner and API account; 250 at most of each
 * (docs/facts/bigcommerce-catalog.md#metafields).
 */
export function addMetafield(
  db: Database,
  home: MetafieldHome,
  ownerId: number,
  input: MetafieldInput,
  client: string,
): number | Fault {
  const { table, owner, owners, type } = home;
  if (!db.get(`SELECT id FROM ${owners} WHERE id = ?`, ownerId)) {
    return { status: 404, title: `The ${type} ${ownerId} was not found` };
  }
  const { n = 0 } =
    db.get<{ n: number }>(
      `SELECT count(*) AS n FROM ${table} WHERE ${owner} = ? AND client = ?`,
      ownerId,
      client,
    ) ?? {};
  if (n >= MOST) return { status: 422, title: `${MOST} metafields at most for one ${type}` };
  if (isTaken(db, home, ownerId, { ...input, client }, 0))
    return { status: 409, title: 'The metafield is a duplicate' };
  const now = Date.now();
  return db.insert(
    `INSERT INTO ${table} (${owner}, namespace, key, value, permission_set, description, created, modified, client)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ownerId,
    input.namespace,
    input.key,
    input.value,
    input.permission_set,
    input.description ?? '',
    now,
    now,
    client,
  );
}

export function changeMetafield(
  db: Database,
  home: MetafieldHome,
  id: number,
  input: Partial<MetafieldInput>,
  client: string,
): number | Fault {
  const before = ownMetafield(db, home, id, client);
  if (isFault(before)) return before;
  const after = { ...before, ...input };
  if (isTaken(db, home, before.owner_id, after, id))
    return { status: 409, title: 'The metafield is a duplicate' };
  db.run(
    `UPDATE ${home.table} SET namespace = ?, key = ?, value = ?, permission_set = ?, description = ?, modified = ?
     WHERE id = ?`,
    after.namespace,
    after.key,
    after.value,
    after.permission_set,
    after.description,
    Date.now(),
    id,
  );
  return id;
}

export function removeMetafield(
  db: Database,
  home: MetafieldHome,
  id: number,
  client: string,
): number | Fault {
  const before = ownMetafield(db, home, id, client);
  if (isFault(before)) return before;
  db.run(`DELETE FROM ${home.table} WHERE id = ?`, id);
  return id;
}

/** What an account sees: all of its own, and of others' what they let be read (docs/facts/bigcommerce-api.md#accounts). */
export const VISIBLE = "(client = ? OR permission_set <> 'app_only')";

function ownMetafield(db: Database, home: MetafieldHome, id: number, client: string): MetafieldRow | Fault {
  const row = metafield(db, home, id);
  if (!row || (row.client !== client && row.permission_set === 'app_only'))
    return { status: 404, title: `The metafield ${id} was not found` };
  return row.client === client ? row : { status: 403, title: MISSING_SCOPE };
}

export function metafield(db: Database, home: MetafieldHome, id: number): MetafieldRow | undefined {
  return db.get<MetafieldRow>(`SELECT ${columnsOf(home)} FROM ${home.table} WHERE id = ?`, id);
}

export function columnsOf({ owner }: MetafieldHome): string {
  return `id, ${owner} AS owner_id, namespace, key, value, permission_set, description, created, modified, client`;
}

export function showMetafield(
  { type }: MetafieldHome,
  { owner_id, created, modified, client, ...row }: MetafieldRow,
) {
  return {
    ...row,
    resource_type: type,
    resource_id: owner_id,
    date_created: isoDate(created),
    date_modified: isoDate(modified),
    owner_client_id: client,
  };
}

function isTaken(
  db: Database,
  { table, owner }: MetafieldHome,
  ownerId: number,
  { namespace, key, client }: Pick<MetafieldRow, 'namespace' | 'key' | 'client'>,
  except: number,
): boolean {
  const sql = `SELECT id FROM ${table} WHERE ${owner} = ? AND client = ? AND namespace = ? AND key = ? AND id <> ?`;
  return db.get(sql, ownerId, client, namespace, key, except) !== undefined;
}
