import { Hono } from 'hono';
import type { Database } from '../../database.ts';
import { wholeNumber } from '../../json.ts';
import type { World } from '../../world.ts';
import { problem } from '../errors.ts';
import { idIn } from '../filter-kinds.ts';
import { conditionsOf, type Filters, type Query, readFilters } from '../filters.ts';
import { commaList, idList, PAGE_CONTROLS, paged, readPage } from '../paging.ts';
import { productIdOfVariant, variantIdOf } from '../products/product.ts';
import { PLACE_FILTERS } from './location-filters.ts';
import { type LocationRow, showLocation } from './locations.ts';

const MOST_PER_PAGE = 1000;

const FILTERS: Filters = {
  'sku:in': (where, value) => where.addIn('sku_key', commaList(value.toLowerCase())),
  'product_id:in': idIn('id'),
  'variant_id:in': (where, value, name) => where.addIn('id', idList(name, value).map(productIdOfVariant)),
};

interface ItemRow {
  id: number;
  sku: string;
}

interface StockRow {
  location_id: number;
  quantity: number;
  settings: string;
}

/** `GET /inventory/items` and `/inventory/locations/{id}/items` (BigCommerce facts 9). */
export function inventoryItemRoutes({ db }: World): Hono {
  return new Hono()
    .get('/items', (c) => {
      const query = c.req.query();
      const { rows, total, page } = items(db, query, Object.keys(PLACE_FILTERS));
      const wanted = wantedLocations(db, query);
      const data = rows.map((row) => ({
        identity: { ...identity(row), sku_id: variantIdOf(row.id) },
        locations: wanted.map((location) => atLocation(db, row.id, location)),
      }));
      return c.json(paged(data, total, page, query));
    })
    .get('/locations/:id/items', (c) => {
      const query = c.req.query();
      const id = wholeNumber(c.req.param('id')) ?? 0;
      const location = db.get<LocationRow>('SELECT * FROM locations WHERE id = ?', id);
      if (!location) throw problem(404, `Location with id ${id} was not found`);
      const { rows, total, page } = items(db, query);
      const data = rows.map((row) => {
        const { available_to_sell, total_inventory_onhand, settings } = atLocation(db, row.id, location);
        return { identity: identity(row), available_to_sell, total_inventory_onhand, settings };
      });
      return c.json(paged(data, total, page, query));
    });
}

function items(db: Database, query: Query, alsoHandled: readonly string[] = []) {
  const page = readPage(query, MOST_PER_PAGE);
  const where = readFilters(query, FILTERS, [...PAGE_CONTROLS, ...alsoHandled]);
  const total =
    db.get<{ n: number }>(`SELECT count(*) AS n FROM products ${where.sql}`, ...where.values)?.n ?? 0;
  const sql = `SELECT id, sku FROM products ${where.sql} ORDER BY id LIMIT ? OFFSET ?`;
  return { rows: db.all<ItemRow>(sql, ...where.values, page.limit, page.offset), total, page };
}

function wantedLocations(db: Database, query: Query): LocationRow[] {
  const where = conditionsOf(query, PLACE_FILTERS);
  return db.all<LocationRow>(`SELECT * FROM locations ${where.sql} ORDER BY id`, ...where.values);
}

function identity({ id, sku }: ItemRow) {
  return { sku, variant_id: variantIdOf(id), product_id: id };
}

function atLocation(db: Database, productId: number, location: LocationRow) {
  const stock = db.get<StockRow>(
    'SELECT * FROM stock WHERE product_id = ? AND location_id = ?',
    productId,
    location.id,
  );
  const settings = {
    safety_stock: 0,
    is_in_stock: (stock?.quantity ?? 0) > 0,
    warning_level: 0,
    bin_picking_number: '',
    ...JSON.parse(stock?.settings ?? '{}'),
  };
  const { label, enabled } = showLocation(location);
  return {
    location_id: location.id,
    location_code: location.code,
    location_name: label,
    available_to_sell: Math.max(0, (stock?.quantity ?? 0) - settings.safety_stock),
    total_inventory_onhand: stock?.quantity ?? 0,
    location_enabled: enabled,
    settings,
  };
}
