import type { Database } from '../../database.ts';
import { isObject, type JsonObject } from '../../json.ts';
import type { Store } from '../../world.ts';
import { problem } from '../errors.ts';
import { productIdOfVariant } from '../stored/product.ts';
import type { StockedItem } from './stock.ts';

export interface Adjustment extends StockedItem {
  locationId: number;
  quantity: number;
}

interface Tracked {
  id: number;
  /** 0: the product itself, or its base variant. */
  variant_id: number;
  inventory_tracking: string;
  /** 1: a product with options. */
  has_variants: number;
}

const MOST_ITEMS = 2000;
const MOST_QUANTITY = 2_147_483_647;
const IDENTIFIERS = ['sku', 'variant_id', 'product_id'] as const;

/**
 * Checks a whole adjustment call: one bad item refuses it, named in the title only
 * (docs/facts/bigcommerce-inventory.md#adjustments).
 */
export function readAdjustments(store: Store, body: unknown): Adjustment[] {
  if (!isObject(body) || !Array.isArray(body.items) || body.items.length === 0) {
    throw problem(422, 'items must be a list with at least one item', { items: 'Please provide items.' });
  }
  if (body.items.length > MOST_ITEMS) {
    throw problem(422, `The number of items must not exceed ${MOST_ITEMS}`, {
      items: `at most ${MOST_ITEMS}`,
    });
  }
  return body.items.map((item: unknown, n) => readAdjustment(store, item, n));
}

function readAdjustment(store: Store, item: unknown, n: number): Adjustment {
  if (!isObject(item)) throw problem(422, `items[${n}] must be an object`);
  const { location_id, quantity } = item;
  if (!Number.isInteger(location_id)) throw problem(422, `items[${n}].location_id is required`);
  if (!Number.isInteger(quantity)) throw problem(422, `items[${n}].quantity must be an integer`);
  if (Math.abs(Number(quantity)) > MOST_QUANTITY) {
    throw problem(422, `items[${n}].quantity must not exceed ${MOST_QUANTITY}`);
  }
  refuseClosed(store.db, Number(location_id));
  return {
    ...itemOf(store, item, `items[${n}]`),
    locationId: Number(location_id),
    quantity: Number(quantity),
  };
}

/** Stock is written at a location that is there and enabled (docs/facts/bigcommerce-inventory.md#locations). */
function refuseClosed(db: Database, id: number): void {
  const location = db.get<{ doc: string }>('SELECT doc FROM locations WHERE id = ?', id);
  if (!location) throw problem(422, `Location with id ${id} was not found`);
  if (JSON.parse(location.doc).enabled === false) throw problem(422, `Location with id ${id} is disabled`);
}

/**
 * What an identity means: one identifier, which has to match how the stock is tracked. `where` names it in a refusal.
 * @throws Refusal 422
 */
export function itemOf({ db, settings }: Store, identity: JsonObject, where: string): StockedItem {
  const given = IDENTIFIERS.filter((each) => identity[each] !== undefined);
  const [name] = given;
  if (given.length !== 1 || name === undefined) {
    throw problem(422, `${where} must have exactly one of ${IDENTIFIERS.join(', ')}`);
  }
  const value = identity[name];
  const found = find(db, name, value);
  if (!found) throw problem(422, `Items with identity: [${name}: ${String(value)}] were not found`);
  const { id, variant_id: variantId, has_variants: hasVariants, inventory_tracking: tracking } = found;
  const who = `Item with ${name} ${String(value)}`;
  if (tracking === 'none')
    throw problem(422, `[${who} is not tracked, please enable inventory tracking first]`);
  const isStrict = settings.stockIdentity === 'documented';
  const namesVariant = name === 'variant_id' || (name === 'sku' && (isStrict || variantId !== 0));
  if (namesVariant && tracking === 'product') {
    throw problem(422, `[${who} is tracked by product, please update stock by product id]`);
  }
  const namesProduct = name === 'product_id' || (name === 'sku' && variantId === 0 && hasVariants === 1);
  if (namesProduct && tracking === 'variant') {
    throw problem(422, `[${who} is tracked by variant, please update stock by variant id]`);
  }
  return { productId: id, variantId };
}

const PRODUCT = `SELECT id, 0 AS variant_id, inventory_tracking,
  EXISTS (SELECT 1 FROM variants v WHERE v.product_id = products.id) AS has_variants FROM products`;
const VARIANT = `SELECT p.id, v.id AS variant_id, p.inventory_tracking, 1 AS has_variants
  FROM variants v JOIN products p ON p.id = v.product_id`;

function find(db: Database, name: (typeof IDENTIFIERS)[number], value: unknown): Tracked | undefined {
  if (name === 'sku') {
    if (typeof value !== 'string') return undefined;
    const key = value.toLowerCase();
    return (
      db.get<Tracked>(`${PRODUCT} WHERE sku_key = ?`, key) ??
      db.get<Tracked>(`${VARIANT} WHERE v.sku_key = ?`, key)
    );
  }
  if (!Number.isInteger(value)) return undefined;
  const id = Number(value);
  if (name === 'product_id') return db.get<Tracked>(`${PRODUCT} WHERE id = ?`, id);
  const own = db.get<Tracked>(`${VARIANT} WHERE v.id = ?`, id);
  if (own) return own;
  const base = db.get<Tracked>(`${PRODUCT} WHERE id = ?`, productIdOfVariant(id));
  return base?.has_variants === 0 ? base : undefined;
}
