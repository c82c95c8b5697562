import { Hono } from 'hono';
import type { World } from '../world.ts';
import { isoDate } from './stored/product.ts';

interface Totals {
  inventory: number | null;
  value: number | null;
  variants: number;
  highest: number | null;
  average: number | null;
  lowest: number | null;
  oldest: number | null;
  newest: number | null;
}

/** `GET /catalog/summary` (docs/facts/bigcommerce-catalog.md#reading-products). */
export function summaryRoutes({ db }: World): Hono {
  return new Hono().get('/', (c) => {
    const totals = db.get<Totals>(
      `SELECT sum(inventory_level) AS inventory, sum(inventory_level * price) AS value, count(*) + (SELECT count(*) - count(DISTINCT product_id) FROM variants) AS variants,
         max(price) AS highest, avg(price) AS average, min(price) AS lowest,
         min(created) AS oldest, max(created) AS newest FROM products`,
    );
    const category = db.get<{ id: number; name: string }>(
      'SELECT id, name FROM categories ORDER BY id LIMIT 1',
    );
    return c.json({
      data: {
        inventory_count: totals?.inventory ?? 0,
        inventory_value: totals?.value ?? 0,
        primary_category_id: category?.id ?? 0,
        primary_category_name: category?.name ?? '',
        variant_count: totals?.variants ?? 0,
        highest_variant_price: totals?.highest ?? 0,
        average_variant_price: totals?.average ?? 0,
        lowest_variant_price: String(totals?.lowest ?? 0),
        oldest_variant_date: totals?.oldest ? isoDate(totals.oldest) : '',
        newest_variant_date: totals?.newest ? isoDate(totals.newest) : '',
      },
      meta: {},
    });
  });
}
