import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { skuOf } from './engine.ts';
import { type Rig, type RigOptions, rig } from './rig.ts';

/** A store with parts of the ledger's, and an order of two of them. */
export async function bought(
  lines: (skus: string[]) => object[],
  options: RigOptions = {},
  fields: object = {},
) {
  const at = await rig(options);
  const parts = await at.synced();
  const [order] = await at.orders('single', { lines: lines(parts.map(skuOf)), ...fields });
  return { at, parts, id: order!.id };
}

/** All that waits, by a run of its own. */
export const submit = async (at: Rig, changes: Partial<OrderEngine> = {}) =>
  submitOrders(await at.engine(changes), { dryRun: false });
/** Of each of the supplier's orders: part and pieces. */
export const asked = async (at: Rig) =>
  (await at.bought()).map(({ lines }) => lines.map(({ part_id, quantity }) => [part_id, quantity]));
