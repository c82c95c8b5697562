import { Hono } from 'hono';
import { isObject, type JsonObject } from '../../json.ts';
import { jsonBody } from '../../json-body.ts';
import { Refusal } from '../../refusal.ts';
import type { Store, World } from '../../world.ts';
import { saveBatch } from '../batches.ts';
import { CURSOR_CONTROLS, cursorPage } from '../cursor-list.ts';
import { badJson, invalid, storeRefusal, tooMany } from '../errors.ts';
import { bounds, dates, docField, equalKey, idIn, numeric, textIn } from '../filter-kinds.ts';
import { type Filters, readFilters } from '../filters.ts';
import { commaList } from '../paging.ts';
import { check, listOf, number, orNull } from '../rules.ts';
import { BASE_VARIANT_ID, isoDate, productIdOfVariant } from '../stored/product.ts';
import { findList } from './lists.ts';

const MOST_UPSERTS = 1000;

interface RecordRow {
  id: number;
  price_list_id: number;
  product_id: number;
  shown_variant_id: number;
  sku: string;
  currency: string;
  created: number;
  modified: number;
  doc: string;
}

const AMOUNT = orNull(number(0));
const PRICES = { price: AMOUNT, sale_price: AMOUNT, retail_price: AMOUNT, map_price: AMOUNT };
const RULES = {
  ...PRICES,
  bulk_pricing_tiers: listOf((tier) => (isObject(tier) ? undefined : 'error.expected.object')),
};

/** With the id and SKU that a variant has in the catalogue. */
const RECORDS = `(SELECT r.*, iif(r.variant_id = 0, ${BASE_VARIANT_ID}, r.variant_id) AS shown_variant_id,
  coalesce(v.sku, p.sku) AS sku, coalesce(v.sku_key, p.sku_key) AS sku_key
  FROM price_records r JOIN products p ON p.id = r.product_id LEFT JOIN variants v ON v.id = r.variant_id)`;

const PRICE_BOUNDS = Object.keys(PRICES).map((field) => {
  const column = docField(field, 'NULL');
  const { [`${field}:min`]: min, [`${field}:max`]: max } = bounds(field, column);
  return { [field]: numeric(column), [`${field}:min`]: min, [`${field}:max`]: max };
});

const DELETE_FILTERS: Filters = {
  'variant_id:in': idIn('shown_variant_id'),
  'sku:in': (where, value) => where.addIn('sku_key', commaList(value.toLowerCase())),
  currency: equalKey('currency'),
};

const FILTERS: Filters = {
  ...DELETE_FILTERS,
  'product_id:in': idIn('product_id'),
  sku: equalKey('sku_key'),
  'currency:in': textIn('currency'),
  ...dates('date_created', 'created'),
  ...dates('date_modified', 'modified'),
  ...Object.assign({}, ...PRICE_BOUNDS),
};

/** Prices of one list by variant and currency (price lists spec). */
export function priceRecordRoutes(world: World): Hono {
  const { db } = world;
  const path = '/:list{[0-9]+}/records';
  return new Hono()
    .get(path, (c) => {
      const list = findList(db, Number(c.req.param('list')));
      const where = readFilters(c.req.query(), FILTERS, CURSOR_CONTROLS).add('price_list_id = ?', list.id);
      return c.json(cursorPage(db, RECORDS, c.req.query(), where, show));
    })
    .put(path, async (c) => {
      const list = findList(db, Number(c.req.param('list')));
      const items = await jsonBody(c, badJson);
      if (!Array.isArray(items) || items.length === 0) throw invalid({ body: 'error.expected.array' });
      if (items.length > MOST_UPSERTS) throw tooMany(MOST_UPSERTS);
      const { refused } = saveBatch(world, items, (item) => upsert(world, list.id, item));
      // These errors say which item they are about, and the others may have been saved.
      if (refused.length > 0) throw new Refusal(422, { batch_errors: refused.map(({ body }) => body) });
      return c.json({ data: {}, meta: {} });
    })
    .delete(path, (c) => {
      const list = findList(db, Number(c.req.param('list')));
      const where = readFilters(c.req.query(), DELETE_FILTERS);
      if (where.isEmpty)
        throw storeRefusal(422, 'A filter is required', { currency: 'Please provide a filter.' });
      where.add('price_list_id = ?', list.id);
      db.run(
        `DELETE FROM price_records WHERE id IN (SELECT id FROM ${RECORDS} ${where.sql})`,
        ...where.values,
      );
      return c.body(null, 204);
    });
}

/** @throws Refusal whose body is one of `batch_errors` */
function upsert({ db }: Store, listId: number, item: unknown): void {
  if (!isObject(item)) throw bad(listId, {}, { item: 'error.expected.object' });
  const { variant_id, sku, currency, price_list_id: _list, ...prices } = item;
  const errors = check(prices, RULES);
  if (typeof currency !== 'string' || !/^[a-z]{3}$/i.test(currency))
    errors.currency = 'must be a currency code';
  if ((variant_id === undefined) === (sku === undefined)) errors.variant_id = 'variant_id or sku is required';
  const target = Object.keys(errors).length > 0 ? undefined : targetOf({ db }, item);
  if (!target)
    throw bad(listId, item, Object.keys(errors).length > 0 ? errors : { variant_id: 'does not exist' });
  const now = Date.now();
  db.run(
    `INSERT INTO price_records (price_list_id, product_id, variant_id, currency, created, modified, doc)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET modified = excluded.modified, doc = json_patch(doc, excluded.doc)`,
    ...[listId, target.product_id, target.variant_id, String(currency).toLowerCase(), now, now],
    JSON.stringify(prices),
  );
}

function targetOf({ db }: Pick<Store, 'db'>, { variant_id, sku }: JsonObject) {
  type Target = { product_id: number; variant_id: number };
  const base = 'SELECT id AS product_id, 0 AS variant_id FROM products WHERE';
  const own = 'SELECT product_id, id AS variant_id FROM variants WHERE';
  if (sku !== undefined) {
    const key = String(sku).toLowerCase();
    return db.get<Target>(`${own} sku_key = ?`, key) ?? db.get<Target>(`${base} sku_key = ?`, key);
  }
  if (!Number.isInteger(variant_id)) return undefined;
  const id = Number(variant_id);
  return db.get<Target>(`${own} id = ?`, id) ?? db.get<Target>(`${base} id = ?`, productIdOfVariant(id));
}

function bad(
  listId: number,
  { variant_id, sku, currency }: JsonObject,
  field_errors: Record<string, string>,
) {
  const data = { price_list_id: listId, variant_id, sku, currency };
  return new Refusal(422, { data, field_errors });
}

function show({
  price_list_id,
  product_id,
  shown_variant_id,
  sku,
  currency,
  created,
  modified,
  doc,
}: RecordRow) {
  const prices: Record<string, number | null> = JSON.parse(doc);
  const set = Object.entries(prices).filter(([, value]) => value !== null);
  return {
    price_list_id,
    variant_id: shown_variant_id,
    product_id,
    sku,
    currency,
    ...Object.fromEntries(set),
    calculated_price: prices.sale_price || prices.price || 0,
    date_created: isoDate(created),
    date_modified: isoDate(modified),
  };
}
