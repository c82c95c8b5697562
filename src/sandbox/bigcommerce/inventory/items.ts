import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Database } from '../../database.ts';
import { wholeNumber } from '../../json.ts';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { badJson, problem } from '../errors.ts';
import { idIn } from '../filter-kinds.ts';
import { conditionsOf, type Filters, type Query, readFilters } from '../filters.ts';
import { commaList, PAGE_CONTROLS, paged, readPage } from '../paging.ts';
import { BASE_VARIANT_ID } from '../stored/product.ts';
import { readSettings } from './item-settings.ts';
import { PLACE_FILTERS } from './location-filters.ts';
import { type LocationRow, showLocation } from './locations.ts';
import { changeSettings, stockAt } from './stock.ts';

const MOST_PER_PAGE = 1000;

const FILTERS: Filters = {
  'sku:in': (where, value) => where.addIn('sku_key', commaList(value.toLowerCase())),
  'product_id:in': idIn('product_id'),
  'variant_id:in': idIn('id'),
};

/** One item a level: a variant where stock is counted by variant, else the product. */
const ITEMS = `(SELECT ${BASE_VARIANT_ID} AS id, p.id AS product_id, 0 AS variant_id, p.sku, p.sku_key FROM products p
  WHERE p.inventory_tracking <> 'variant' OR NOT EXISTS (SELECT 1 FROM variants v WHERE v.product_id = p.id)
  UNION ALL SELECT v.id, v.product_id, v.id, v.sku, v.sku_key FROM variants v
  JOIN products p ON p.id = v.product_id WHERE p.inventory_tracking = 'variant')`;

interface ItemRow {
  id: number;
  product_id: number;
  /** 0: the product's own level. */
  variant_id: number;
  sku: string;
}

/**
 * `GET /inventory/items` and `/inventory/locations/{id}/items` (docs/facts/bigcommerce-inventory.md#reading-levels).
 */
export function inventoryItemRoutes(world: World): Hono {
  const { db } = world;
  const locationOf = (text: string): LocationRow => {
    const id = wholeNumber(text) ?? 0;
    const location = db.get<LocationRow>('SELECT * FROM locations WHERE id = ?', id);
    if (!location) throw problem(404, `Location with id ${id} was not found`);
    return location;
  };
  return new Hono()
    .get('/items', (c) => {
      const query = c.req.query();
      const { rows, total, page } = items(db, query, Object.keys(PLACE_FILTERS));
      const wanted = wantedLocations(db, query);
      const data = rows.map((row) => ({
        identity: { ...identity(row), sku_id: row.id },
        locations: wanted.map((location) => atLocation(db, row, location)),
      }));
      return c.json(paged(data, total, page, query));
    })
    .get('/locations/:id/items', (c) => {
      const query = c.req.query();
      const location = locationOf(c.req.param('id'));
      const { rows, total, page } = items(db, query);
      const data = rows.map((row) => {
        const { available_to_sell, total_inventory_onhand, settings } = atLocation(db, row, location);
        return { identity: identity(row), available_to_sell, total_inventory_onhand, settings };
      });
      return c.json(paged(data, total, page, query));
    })
    .put('/locations/:id/items', async (c) => {
      const { id } = locationOf(c.req.param('id'));
      const body = await jsonBody(c, badJson);
      db.transaction(() => {
        for (const { item, changes } of readSettings(world, body)) changeSettings(db, item, id, changes);
      });
      return c.json({ transaction_id: randomUUID() });
    });
}

function items(db: Database, query: Query, alsoHandled: readonly string[] = []) {
  const page = readPage(query, MOST_PER_PAGE);
  const where = readFilters(query, FILTERS, [...PAGE_CONTROLS, ...alsoHandled]);
  const total =
    db.get<{ n: number }>(`SELECT count(*) AS n FROM ${ITEMS} ${where.sql}`, ...where.values)?.n ?? 0;
  const sql = `SELECT * FROM ${ITEMS} ${where.sql} ORDER BY product_id, variant_id LIMIT ? OFFSET ?`;
  return { rows: db.all<ItemRow>(sql, ...where.values, page.limit, page.offset), total, page };
}

function wantedLocations(db: Database, query: Query): LocationRow[] {
  const where = conditionsOf(query, PLACE_FILTERS);
  return db.all<LocationRow>(`SELECT * FROM locations ${where.sql} ORDER BY id`, ...where.values);
}

function identity({ id, product_id, sku }: ItemRow) {
  return { sku, variant_id: id, product_id };
}

function atLocation(db: Database, item: ItemRow, location: LocationRow) {
  const stock = stockAt(db, { productId: item.product_id, variantId: item.variant_id }, location.id);
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
