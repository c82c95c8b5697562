import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import type { Database } from '../../database.ts';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { badJson, problem } from '../errors.ts';
import { type Adjustment, readAdjustments } from './adjustment-input.ts';
import { levelOf, type StockedItem, safetyStockAt } from './stock.ts';

/** Stock adjustments: accepted at once, visible a little later (docs/facts/bigcommerce-inventory.md#adjustments). */
export function adjustmentRoutes(world: World): Hono {
  const { db, settings } = world;
  const accept = async (c: Context, isRelative: boolean) => {
    const body = await jsonBody(c, badJson);
    db.transaction(() => {
      const items = readAdjustments(world, body);
      if (isRelative) checkRelative(db, items);
      else refuseNegative(items);
      const due = Date.now() + settings.stockDelayMs;
      const sql = `INSERT INTO pending_adjustments (due, product_id, variant_id, location_id, quantity, relative)
         VALUES (?, ?, ?, ?, ?, ?)`;
      for (const { productId, variantId, locationId, quantity } of items) {
        db.run(sql, due, productId, variantId, locationId, quantity, Number(isRelative));
      }
    });
    if (settings.adjustmentMs > 0) await sleep(settings.adjustmentMs);
    return c.json({ transaction_id: randomUUID() });
  };
  return new Hono().put('/absolute', (c) => accept(c, false)).post('/relative', (c) => accept(c, true));
}

/**
 * Negative absolute levels: refused is assumed, the strict reading (docs/facts/bigcommerce-inventory.md#adjustments).
 */
function refuseNegative(items: readonly Adjustment[]): void {
  const bad = items.find(({ quantity }) => quantity < 0);
  if (bad) throw problem(422, `Quantity of product ${bad.productId} must not be negative`);
}

/**
 * A relative change needs an absolute one before it, and must not go below zero or into the safety stock
 * (docs/facts/bigcommerce-inventory.md#adjustments).
 */
function checkRelative(db: Database, items: readonly Adjustment[]): void {
  for (const item of items) {
    const { productId, variantId, locationId, quantity } = item;
    const level = pendingLevel(db, item, locationId);
    const who = variantId === 0 ? `product_id: ${productId}` : `variant_id: ${variantId}`;
    const identity = `[${who}, location_id: ${locationId}]`;
    if (level === undefined) {
      throw problem(422, `Items with identity: ${identity} requires absolute adjustment before relative`);
    }
    const safety = safetyStockAt(db, item, locationId);
    if (level + quantity < safety) {
      const floor = safety === 0 ? 'below zero' : `into its safety stock of ${safety}`;
      throw problem(422, `Items with identity: ${identity} would go ${floor}`);
    }
  }
}

/** The level once everything accepted so far has become visible. */
function pendingLevel(db: Database, item: StockedItem, locationId: number): number | undefined {
  let level = levelOf(db, item, locationId);
  const rows = db.all<{ quantity: number; relative: number }>(
    `SELECT quantity, relative FROM pending_adjustments WHERE product_id = ? AND variant_id = ? AND location_id = ?
     ORDER BY id`,
    item.productId,
    item.variantId,
    locationId,
  );
  for (const { quantity, relative } of rows) level = relative ? (level ?? 0) + quantity : quantity;
  return level;
}
