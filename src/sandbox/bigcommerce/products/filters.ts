import { wholeNumber } from '../../json.ts';
import { Conditions } from '../conditions.ts';
import { invalid } from '../errors.ts';
import { commaList, idList } from '../paging.ts';

/** Query names that are no filter. */
const CONTROLS = [
  'page',
  'limit',
  'sort',
  'direction',
  'include',
  'include_fields',
  'exclude_fields',
  'keyword_context',
];

type Filter = (where: Conditions, value: string, query: Record<string, string>, name: string) => void;

const IDS = 'json_each(?)';

/** The filters of `GET /catalog/products` (BigCommerce facts 5); others are refused rather than passed over. */
const FILTERS: Readonly<Record<string, Filter>> = {
  id: (where, value) => where.add('id = ?', number('id', value)),
  'id:in': (where, _value, query) => where.addIn('id', idList(query, 'id:in')),
  'id:not_in': (where, _value, query) =>
    where.add(`id NOT IN (SELECT value FROM ${IDS})`, JSON.stringify(idList(query, 'id:not_in'))),
  'id:min': (where, value) => where.add('id >= ?', number('id:min', value)),
  'id:max': (where, value) => where.add('id <= ?', number('id:max', value)),
  'id:greater': (where, value) => where.add('id > ?', number('id:greater', value)),
  'id:less': (where, value) => where.add('id < ?', number('id:less', value)),
  sku: (where, value) => where.add('sku_key = ?', value.toLowerCase()),
  'sku:in': (where, value) => where.addIn('sku_key', commaList(value.toLowerCase())),
  name: (where, value) => where.add('name_key = ?', value.toLowerCase()),
  mpn: (where, value) => where.add('mpn = ?', value),
  upc: (where, value) => where.add('upc = ?', value),
  type: (where, value) => where.add('type = ?', value),
  condition: (where, value) => where.add('lower(condition) = ?', value.toLowerCase()),
  availability: (where, value) => where.add('availability = ?', value),
  brand_id: (where, value) => where.add('brand_id = ?', number('brand_id', value)),
  price: (where, value) => where.add('price = ?', number('price', value)),
  weight: (where, value) => where.add('weight = ?', number('weight', value)),
  is_visible: (where, value) => where.add('is_visible = ?', flag('is_visible', value)),
  categories: (where, _value, query) => inCategories(where, idList(query, 'categories')),
  'categories:in': (where, _value, query) => inCategories(where, idList(query, 'categories:in')),
  'channel_id:in': (where, _value, query) => {
    if (!idList(query, 'channel_id:in')?.includes(1)) where.add('0');
  },
  keyword: (where, value) => {
    const like = `%${value.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    where.add("(name_key LIKE ? ESCAPE '\\' OR sku_key LIKE ? ESCAPE '\\')", like, like);
  },
  inventory_level: (where, value) => where.add('inventory_level = ?', number('inventory_level', value)),
  'inventory_level:min': (where, value) =>
    where.add('inventory_level >= ?', number('inventory_level:min', value)),
  'inventory_level:max': (where, value) =>
    where.add('inventory_level <= ?', number('inventory_level:max', value)),
  'inventory_level:greater': (where, value) =>
    where.add('inventory_level > ?', number('inventory_level:greater', value)),
  'inventory_level:less': (where, value) =>
    where.add('inventory_level < ?', number('inventory_level:less', value)),
  'date_modified:min': (where, value) => where.add('modified >= ?', date('date_modified:min', value)),
  // Dates are answered in whole seconds, so the upper bound takes the whole second in.
  'date_modified:max': (where, value) => where.add('modified < ?', date('date_modified:max', value) + 1000),
};

export function readFilters(query: Record<string, string>): Conditions {
  const where = new Conditions();
  for (const [name, value] of Object.entries(query)) {
    if (CONTROLS.includes(name)) continue;
    const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    if (!filter) throw invalid({ [name]: 'The filter is not supported.' });
    filter(where, value, query, name);
  }
  return where;
}

function inCategories(where: Conditions, ids: number[] | undefined): void {
  where.add(
    `id IN (SELECT product_id FROM product_categories WHERE category_id IN (SELECT value FROM ${IDS}))`,
    JSON.stringify(ids),
  );
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw invalid({ [name]: 'must be a number' });
  return value;
}

function flag(name: string, text: string): number {
  if (!['true', 'false', '1', '0'].includes(text)) throw invalid({ [name]: 'must be true or false' });
  return text === 'true' || text === '1' ? 1 : 0;
}

/** ISO 8601 or Unix seconds (BigCommerce facts 15). A date alone means that day at the present time of day (5). */
function date(name: string, text: string): number {
  const unix = wholeNumber(text);
  if (unix !== undefined) return unix * 1000;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const ms = Date.parse(isDay ? `${text}${new Date().toISOString().slice(10)}` : text);
  if (Number.isNaN(ms)) throw invalid({ [name]: 'must be an ISO 8601 date' });
  return ms;
}
