import type { Database } from '../../database.ts';
import { isObject, type JsonObject } from '../../json.ts';
import { problem } from '../errors.ts';
import { productIdOfVariant } from '../products/product.ts';

export interface Adjustment {
  productId: number;
  locationId: number;
  quantity: number;
}

interface Tracked {
  id: number;
  inventory_tracking: string;
}

const MOST_ITEMS = 2000;
const MOST_QUANTITY = 2_147_483_647;
const IDENTIFIERS = ['sku', 'variant_id', 'product_id'] as const;

/** Checks a whole adjustment call: one bad item refuses it, named in the title only (BigCommerce facts 9). */
export function readAdjustments(db: Database, body: unknown): Adjustment[] {
  if (!isObject(body) || !Array.isArray(body.items) || body.items.length === 0) {
    throw problem(422, 'items must be a list with at least one item', { items: 'Please provide items.' });
  }
  if (body.items.length > MOST_ITEMS) {
    throw problem(422, `The number of items must not exceed ${MOST_ITEMS}`, {
      items: `at most ${MOST_ITEMS}`,
    });
  }
  return body.items.map((item: unknown, n) => readAdjustment(db, item, n));
}

function readAdjustment(db: Database, item: unknown, n: number): Adjustment {
  if (!isObject(item)) throw problem(422, `items[${n}] must be an object`);
  const { location_id, quantity } = item;
  if (!Number.isInteger(location_id)) throw problem(422, `items[${n}].location_id is required`);
  if (!Number.isInteger(quantity)) throw problem(422, `items[${n}].quantity must be an integer`);
  if (Math.abs(Number(quantity)) > MOST_QUANTITY) {
    throw problem(422, `items[${n}].quantity must not exceed ${MOST_QUANTITY}`);
  }
  const given = IDENTIFIERS.filter((name) => item[name] !== undefined);
  const [name] = given;
  if (given.length !== 1 || name === undefined) {
    throw problem(422, `items[${n}] must have exactly one of ${IDENTIFIERS.join(', ')}`);
  }
  if (!db.get('SELECT id FROM locations WHERE id = ?', Number(location_id))) {
    throw problem(422, `Location with id ${String(location_id)} was not found`);
  }
  return {
    productId: productOf(db, name, item),
    locationId: Number(location_id),
    quantity: Number(quantity),
  };
}

/** The product an item means; the identifier has to match how its stock is tracked. */
function productOf(db: Database, name: (typeof IDENTIFIERS)[number], item: JsonObject): number {
  const value = item[name];
  const found = name === 'sku' ? bySku(db, value) : byId(db, name, value);
  if (!found) throw problem(422, `Items with identity: [${name}: ${String(value)}] were not found`);
  const { id, inventory_tracking: tracking } = found;
  const who = `Item with ${name} ${String(value)}`;
  if (tracking === 'none')
    throw problem(422, `[${who} is not tracked, please enable inventory tracking first]`);
  if (name === 'variant_id' && tracking === 'product') {
    throw problem(422, `[${who} is tracked by product, please update stock by product id]`);
  }
  if (name === 'product_id' && tracking === 'variant') {
    throw problem(422, `[${who} is tracked by variant, please update stock by variant id]`);
  }
  return id;
}

function bySku(db: Database, sku: unknown): Tracked | undefined {
  if (typeof sku !== 'string') return undefined;
  return db.get<Tracked>('SELECT id, inventory_tracking FROM products WHERE sku_key = ?', sku.toLowerCase());
}

function byId(db: Database, name: 'variant_id' | 'product_id', value: unknown): Tracked | undefined {
  if (!Number.isInteger(value)) return undefined;
  const id = name === 'variant_id' ? productIdOfVariant(Number(value)) : Number(value);
  return db.get<Tracked>('SELECT id, inventory_tracking FROM products WHERE id = ?', id);
}
