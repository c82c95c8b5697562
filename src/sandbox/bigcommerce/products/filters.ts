import type { Conditions } from '../conditions.ts';
import { FIELD_CONTROLS } from '../field-choice.ts';
import {
  bounds,
  dates,
  digit,
  docField,
  equal,
  equalKey,
  flag,
  idIn,
  idNotIn,
  likePattern,
  numeric,
  onDate,
} from '../filter-kinds.ts';
import { type Filters, type Query, readFilters } from '../filters.ts';
import { commaList, idList, PAGE_CONTROLS } from '../paging.ts';

/** Query names that are no filter. */
const CONTROLS = [...PAGE_CONTROLS, ...FIELD_CONTROLS, 'sort', 'direction', 'include', 'keyword_context'];

/** Milliseconds; nothing for what was never imported. */
const IMPORTED = `(1000 * unixepoch(doc ->> '$.date_last_imported'))`;

/**
 * The filters of `GET /catalog/products` (docs/facts/bigcommerce-catalog.md#reading-products); others are refused
 * rather than passed over.
 */
const FILTERS: Filters = {
  id: numeric('id'),
  'id:in': idIn('id'),
  'id:not_in': idNotIn('id'),
  ...bounds('id', 'id'),
  sku: equalKey('sku_key'),
  'sku:in': (where, value) => where.addIn('sku_key', commaList(value.toLowerCase())),
  name: equalKey('name_key'),
  mpn: equal('mpn'),
  upc: equal('upc'),
  type: equal('type'),
  condition: equalKey('lower(condition)'),
  availability: equal('availability'),
  brand_id: numeric('brand_id'),
  price: numeric('price'),
  weight: numeric('weight'),
  is_visible: flag('is_visible'),
  categories: inCategories,
  'categories:in': inCategories,
  'channel_id:in': (where, value, name) => {
    where.add(
      `id IN (SELECT product_id FROM channel_products WHERE channel_id IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(idList(name, value)),
    );
  },
  keyword: (where, value) => {
    const like = likePattern(value.toLowerCase());
    where.add("(name_key LIKE ? ESCAPE '\\' OR sku_key LIKE ? ESCAPE '\\')", like, like);
  },
  inventory_level: numeric('inventory_level'),
  'inventory_level:in': idIn('inventory_level'),
  'inventory_level:not_in': idNotIn('inventory_level'),
  ...bounds('inventory_level', 'inventory_level'),
  inventory_low: digit(
    `(inventory_tracking <> 'none' AND inventory_level <= ${docField('inventory_warning_level', '0')})`,
  ),
  out_of_stock: (where, value) => {
    if (value === '1') where.add("inventory_tracking <> 'none' AND inventory_level = 0");
  },
  is_featured: digit(docField('is_featured', '0')),
  is_free_shipping: digit(docField('is_free_shipping', '0')),
  total_sold: numeric(docField('total_sold', '0')),
  date_modified: onDate('modified'),
  date_last_imported: onDate(IMPORTED),
  'date_last_imported:not': onDate(IMPORTED, 'NOT'),
  ...dates('date_last_imported', IMPORTED),
  ...dates('date_modified', 'modified'),
};

export function readProductFilters(query: Query): Conditions {
  const where = readFilters(query, FILTERS, CONTROLS);
  // What a shopper finds is what a shopper may see.
  if (query.keyword !== undefined && query.keyword_context === 'shopper') where.add('is_visible = 1');
  return where;
}

function inCategories(where: Conditions, value: string, name: string): void {
  where.add(
    `id IN (SELECT product_id FROM product_categories WHERE category_id IN (SELECT value FROM json_each(?)))`,
    JSON.stringify(idList(name, value)),
  );
}
