import type { Engine } from '../catalog/engine/engine.ts';
import type { Part } from '../finditparts/supplier.ts';
import type { Rules } from '../rules/schema.ts';

export type OrderSettings = Rules['orders'];

/** What order work needs beside the engine. */
export interface OrderEngine extends Engine {
  settings: OrderSettings;
  /** The SKU that the rules give a part. */
  skuOf: (part: Part) => string;
  /** The SKU that a part's core charge is sold as; `null` where it is no product. */
  coreSkuOf: (part: Part) => string | null;
  /** Of this run: marks what it works on. */
  owner: string;
  /** What people call this machine: claims in the store name it. */
  machine: string;
  /**
   * Whether another run certainly works no more. Who holds the store's order lock knows that all others are gone; who
   * does not must leave their work alone.
   */
  isGone: (owner: string) => boolean;
}

/**
 * BigCommerce's order statuses that ttpd reads or sets, by id: labels can be renamed
 * (docs/facts/bigcommerce-orders.md#statuses).
 */
export const STATUS = {
  Shipped: 2,
  PartiallyShipped: 3,
  AwaitingShipment: 9,
  AwaitingFulfillment: 11,
  PartiallyRefunded: 14,
} as const;
