import type { Conditions } from '../conditions.ts';
import { FIELD_CONTROLS } from '../field-choice.ts';
import {
  bounds,
  dates,
  equal,
  equalKey,
  flag,
  idIn,
  idNotIn,
  likePattern,
  numeric,
} from '../filter-kinds.ts';
import { type Filters, type Query, readFilters } from '../filters.ts';
import { commaList, idList, PAGE_CONTROLS } from '../paging.ts';

/** Query names that are no filter. Not `keyword_context`: what it changes in a search is not documented. */
const CONTROLS = [...PAGE_CONTROLS, ...FIELD_CONTROLS, 'sort', 'direction', 'include'];

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
  ...bounds('inventory_level', 'inventory_level'),
  ...dates('date_modified', 'modified'),
};

export function readProductFilters(query: Query): Conditions {
  return readFilters(query, FILTERS, CONTROLS);
}

function inCategories(where: Conditions, value: string, name: string): void {
  where.add(
    `id IN (SELECT product_id FROM product_categories WHERE category_id IN (SELECT value FROM json_each(?)))`,
    JSON.stringify(idList(name, value)),
  );
}
