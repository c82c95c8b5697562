import { Hono } from 'hono';
import type { Database } from '../../database.ts';
import { jsonBody } from '../../json-body.ts';
import { Refusal } from '../../refusal.ts';
import type { Store, World } from '../../world.ts';
import { saveBatch } from '../batches.ts';
import { badJson, invalid, notFound, tooMany } from '../errors.ts';
import { chooseFields, FIELD_CONTROLS, readFieldChoice } from '../field-choice.ts';
import { equal, equalKey, idIn } from '../filter-kinds.ts';
import { type Filters, readFilters } from '../filters.ts';
import { idList, PAGE_CONTROLS, paged, readPage } from '../paging.ts';
import { keptVariant } from '../products/kept.ts';
import { readVariant, type VariantInput } from '../products/variant-input.ts';
import { createVariant, updateVariant } from '../products/write-variants.ts';
import { baseVariantOf } from '../stored/base-variant.ts';
import { BASE_VARIANT_ID, productIdOfVariant } from '../stored/product.ts';
import { ownVariants, productRow, showVariant, type VariantRow } from '../stored/variant.ts';
import { updateBaseVariant } from './write-base.ts';

const FILTERS: Filters = {
  id: (where, value, name) => where.addIn('id', idList(name, value)),
  'product_id:in': idIn('product_id'),
  sku: equalKey('sku_key'),
  upc: equal('upc'),
};

/** Base variants of products without options, and the variants of those with. */
const VARIANTS = `(SELECT ${BASE_VARIANT_ID} AS id, p.id AS product_id, 0 AS own, p.sku_key, p.upc FROM products p
  WHERE NOT EXISTS (SELECT 1 FROM variants v WHERE v.product_id = p.id)
  UNION ALL SELECT v.id, v.product_id, v.id, v.sku_key, v.upc FROM variants v)`;

const MOST_WRITES = 50;

/**
 * `GET` and `PUT /catalog/variants`. `sku:in` is not documented, so not taken
 * (docs/facts/bigcommerce-catalog.md#variants).
 */
export function variantRoutes(world: World): Hono {
  const { db } = world;
  return new Hono()
    .get('/', (c) => {
      const query = c.req.query();
      const page = readPage(query);
      const where = readFilters(query, FILTERS, [...PAGE_CONTROLS, ...FIELD_CONTROLS]);
      const total =
        db.get<{ n: number }>(`SELECT count(*) AS n FROM ${VARIANTS} ${where.sql}`, ...where.values)?.n ?? 0;
      const sql = `SELECT id FROM ${VARIANTS} ${where.sql} ORDER BY product_id, own LIMIT ? OFFSET ?`;
      const rows = db.all<{ id: number }>(sql, ...where.values, page.limit, page.offset);
      const choice = readFieldChoice(query);
      const data = rows.map(({ id }) => chooseFields(show(db, id), choice));
      return c.json(paged(data, total, page, query));
    })
    .put('/', async (c) => {
      const items = await jsonBody(c, badJson);
      if (!Array.isArray(items) || items.length === 0) throw invalid({ body: 'error.expected.array' });
      if (items.length > MOST_WRITES) throw tooMany(MOST_WRITES);
      const { saved, refused } = saveBatch(world, items, (item) => writeOne(world, item));
      // Each refusal is one of `batch_errors`, which do not say which item they are about
      // (docs/facts/bigcommerce-catalog.md#batches).
      if (refused.length > 0) throw new Refusal(422, { batch_errors: refused.map(({ body }) => body) });
      return c.json({ data: saved.map((id) => show(db, id)), meta: {} });
    });
}

function writeOne(store: Store, item: unknown): number {
  const { db, settings } = store;
  const input = keptVariant(settings, readVariant(item, []));
  if (input.id === undefined) {
    readVariant(item, ['product_id', 'sku', 'option_values']);
    return createOne(db, input);
  }
  const row = db.get<VariantRow>('SELECT * FROM variants WHERE id = ?', input.id);
  if (row) updateVariant(db, row, input);
  else updateBase(store, input.id, input);
  return input.id;
}

function updateBase(store: Store, id: number, input: VariantInput): void {
  const product = productRow(store.db, productIdOfVariant(id));
  if (!product || ownVariants(store.db, product.id).length > 0) throw notFound('variant');
  updateBaseVariant(store, product, input);
}

function createOne(db: Database, input: VariantInput): number {
  if (!productRow(db, input.productId ?? 0)) throw notFound('product');
  return createVariant(db, input.productId ?? 0, input, 'by id');
}

/** This spec does not let the inherited values be null (x-nullable only), so they are left out. */
function show(db: Database, id: number): Record<string, unknown> {
  const own = db.get<VariantRow>('SELECT * FROM variants WHERE id = ?', id);
  const product = productRow(db, own ? own.product_id : productIdOfVariant(id));
  if (!product) throw notFound('variant');
  const shown = own ? showVariant(db, own, JSON.parse(product.doc)) : baseVariantOf(product);
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null));
}
