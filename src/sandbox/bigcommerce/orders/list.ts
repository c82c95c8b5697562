import type { Database } from '../../database.ts';
import { wholeNumber } from '../../json.ts';
import { Conditions } from '../conditions.ts';
import type { Filter, Filters, Query } from '../filters.ts';
import type { Inclusion } from './show.ts';
import type { OrderRow } from './stored.ts';
import { invalidField, readV2Page, refuseOtherNames } from './v2.ts';

const text = (column: string): Filter => {
  return (where, value) => where.add(`${column} = ?`, value);
};
const whole = (sql: string): Filter => {
  return (where, value, name) => {
    const number = wholeNumber(value);
    if (number === undefined) throw invalidField(name, 'must be a whole number');
    where.add(sql, number);
  };
};
const amount = (sql: string): Filter => {
  return (where, value, name) => {
    if (value.trim() === '' || !Number.isFinite(Number(value))) throw invalidField(name, 'must be a number');
    where.add(sql, Number(value));
  };
};
/** RFC 2822 or ISO 8601. Answers are in whole seconds, so the upper bound takes the whole second in. */
const date = (sql: string, more = 0): Filter => {
  return (where, value, name) => {
    const ms = Date.parse(value);
    if (Number.isNaN(ms) || /^\d+$/.test(value)) throw invalidField(name, 'must be a date');
    where.add(sql, ms + more);
  };
};

/** One status a call: there is no "or" (docs/facts/bigcommerce-orders.md#reading-orders). */
const FILTERS: Filters = {
  status_id: whole('status_id = ?'),
  min_id: whole('id >= ?'),
  max_id: whole('id <= ?'),
  customer_id: whole('customer_id = ?'),
  channel_id: whole('channel_id = ?'),
  min_total: amount('total >= ?'),
  max_total: amount('total <= ?'),
  email: (where, value) => where.add('email_key = ?', value.toLowerCase()),
  cart_id: text('cart_id'),
  payment_method: text('payment_method'),
  external_order_id: text('external_order_id'),
  min_date_created: date('created >= ?'),
  max_date_created: date('created < ?', 1000),
  min_date_modified: date('modified >= ?'),
  max_date_modified: date('modified < ?', 1000),
};

const SORTS: Readonly<Record<string, string>> = {
  id: 'id',
  customer_id: 'customer_id',
  date_created: 'created',
  date_modified: 'modified',
  status_id: 'status_id',
  channel_id: 'channel_id',
  // Always null here.
  external_id: 'NULL',
};

const INCLUSIONS = ['consignments', 'consignments.line_items', 'fees'];
const INCLUDES = ['include', 'consignment_structure'];

export function listOrders(db: Database, query: Query): OrderRow[] {
  refuseOtherNames(query, [...Object.keys(FILTERS), ...INCLUDES, 'page', 'limit', 'sort']);
  const where = new Conditions();
  for (const [name, filter] of Object.entries(FILTERS)) {
    const value = query[name];
    if (value !== undefined) filter(where, value, name);
  }
  where.add("coalesce(json_extract(doc, '$.is_deleted'), 0) = 0");
  const { limit, offset } = readV2Page(query);
  return db.all<OrderRow>(
    `SELECT * FROM orders ${where.sql} ${readSort(query)} LIMIT ? OFFSET ?`,
    ...where.values,
    limit,
    offset,
  );
}

/** `include`, which gives consignments as an object only together with `consignment_structure=object`. */
export function readInclusion(query: Query): Inclusion {
  const asked = query.include === undefined ? [] : query.include.split(',').map((item) => item.trim());
  const wrong = asked.find((item) => !INCLUSIONS.includes(item));
  if (wrong !== undefined) throw invalidField('include', `must be one of ${INCLUSIONS.join(', ')}`);
  const { consignment_structure: structure } = query;
  if (structure !== undefined && structure !== 'object')
    throw invalidField('consignment_structure', 'must be object');
  const lineItems = asked.includes('consignments.line_items');
  return {
    consignments: structure === 'object' && (lineItems || asked.includes('consignments')),
    lineItems,
    fees: asked.includes('fees'),
  };
}

export function readOneOrderQuery(query: Query): Inclusion {
  refuseOtherNames(query, INCLUDES);
  return readInclusion(query);
}

/** `field`, `field:asc` or `field:desc`; by id where nothing is said, and always last. */
function readSort({ sort = 'id:asc' }: Query): string {
  const [field = '', direction = 'asc', ...rest] = sort.split(':');
  if (!Object.hasOwn(SORTS, field) || !['asc', 'desc'].includes(direction) || rest.length > 0)
    throw invalidField('sort', `must be one of ${Object.keys(SORTS).join(', ')}, with :asc or :desc`);
  return `ORDER BY ${SORTS[field]} ${direction}, id ${direction}`;
}
