import { invalid } from '../errors.ts';
import { FIELD_CONTROLS, readFieldChoice } from '../field-choice.ts';
import type { Query } from '../filters.ts';
import { commaList } from '../paging.ts';
import type { Shape } from './read.ts';

const INCLUDES = [
  'variants',
  'images',
  'custom_fields',
  'bulk_pricing_rules',
  'primary_image',
  'modifiers',
  'options',
  'videos',
  'channels',
  'reviews',
  'parent_relations',
];

export const SHAPE_CONTROLS = ['include', ...FIELD_CONTROLS];

/** `include`, `include_fields` and `exclude_fields` (docs/facts/bigcommerce-catalog.md#reading-products). */
export function readShape(query: Query): Shape {
  const include = query.include === undefined ? [] : commaList(query.include);
  const unknown = include.filter((name) => !INCLUDES.includes(name));
  if (unknown.length > 0) throw invalid({ include: `unknown: ${unknown.join(', ')}` });
  return { include, ...readFieldChoice(query) };
}

/** Asking for options or modifiers shrinks pages to 10, silently (docs/facts/bigcommerce-api.md#paging). */
export function shrinksPages({ include }: Shape): boolean {
  return include.includes('options') || include.includes('modifiers');
}

/** The columns behind `sort`. */
export const PRODUCT_ORDERS: Readonly<Record<string, string>> = {
  id: 'id',
  name: 'name_key',
  sku: 'sku_key',
  price: 'price',
  // As `calculatedPrice` shows it.
  calculated_price: "iif(doc ->> '$.sale_price' > 0, min(doc ->> '$.sale_price', price), price)",
  date_modified: 'modified',
  date_last_imported: "doc ->> '$.date_last_imported'",
  inventory_level: 'inventory_level',
  is_visible: 'is_visible',
  total_sold: "doc ->> '$.total_sold'",
};
