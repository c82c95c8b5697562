import { invalid } from '../errors.ts';
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

/** `include`, `include_fields` and `exclude_fields` (BigCommerce facts 5). */
export function readShape(query: Record<string, string>): Shape {
  const include = commaList(query.include) ?? [];
  const unknown = include.filter((name) => !INCLUDES.includes(name));
  if (unknown.length > 0) throw invalid({ include: `unknown: ${unknown.join(', ')}` });
  return { include, only: commaList(query.include_fields), without: commaList(query.exclude_fields) ?? [] };
}

/** Asking for options or modifiers shrinks pages to 10, silently (BigCommerce facts 5, 15). */
export function shrinksPages({ include }: Shape): boolean {
  return include.includes('options') || include.includes('modifiers');
}

const SORTS: Readonly<Record<string, string>> = {
  id: 'id',
  name: 'name_key',
  sku: 'sku_key',
  price: 'price',
  date_modified: 'modified',
  date_last_imported: 'id',
  inventory_level: 'inventory_level',
  is_visible: 'is_visible',
  total_sold: 'id',
};

/** Always ends in the id, so that pages neither repeat nor miss a row. */
export function readOrder(query: Record<string, string>): string {
  const column = SORTS[query.sort ?? 'id'];
  if (!column) throw invalid({ sort: `must be one of ${Object.keys(SORTS).join(', ')}` });
  const direction = (query.direction ?? 'asc').toLowerCase();
  if (direction !== 'asc' && direction !== 'desc') throw invalid({ direction: 'must be asc or desc' });
  return column === 'id' ? `ORDER BY id ${direction}` : `ORDER BY ${column} ${direction}, id ${direction}`;
}
