import { z } from 'zod';
import { PRESETS, type Preset, type StoreBehaviour, storeBehaviour } from './store-behaviour.ts';

/** What a test may switch while the sandbox runs (`POST /_sandbox/settings`). In memory: a restart forgets. */
export interface Settings extends StoreBehaviour {
  /** The habits it was last given as a whole. */
  preset: Preset;
  /** Search rows carry price and stock (docs/facts/finditparts.md#parts-api: `capabilities.searchCarriesOffers`). */
  searchCarriesOffers: boolean;
  /** Whether `GET /orders?po_number` exists (docs/facts/finditparts.md#parts-api: assumed). */
  orderLookup: 'by-po-number' | 'none';
  /** Off: neither keys nor purchase order numbers are compared, and each POST makes an order. */
  idempotentOrders: boolean;
  /** How long a new order is missing from `GET /orders`, as with listings that are built by and by. */
  orderListingLagMs: number;
  /** The longest purchase order number that is taken. */
  poNumberLength: number;
  /** What is ordered is gone from stock. */
  ordersTakeStock: boolean;
  plan: Plan;
  /** Replaces the plan's window, for tests that cannot wait 30 s. */
  window: { quota: number; ms: number } | null;
  /**
   * How long an accepted stock adjustment stays invisible (docs/facts/bigcommerce-inventory.md#adjustments:
   * asynchronous).
   */
  stockDelayMs: number;
  /**
   * How V2 says that a list is empty: seen in the field as 204, documented as 200
   * (docs/facts/bigcommerce-api.md#answers).
   */
  emptyLists: '204' | '[]';
  /** Whether a shipment moves its order to 2 or 3 (docs/facts/bigcommerce-orders.md#shipments: seen). */
  shipmentsMoveStatus: boolean;
  /** How long an adjustment takes to answer: lets overlapping calls be seen to overlap. */
  adjustmentMs: number;
}

export type Plan = 'standard' | 'pro' | 'unlimited';

export function defaultSettings(plan: Plan): Settings {
  return {
    preset: 'lenient',
    ...PRESETS.lenient,
    searchCarriesOffers: true,
    orderLookup: 'by-po-number',
    idempotentOrders: true,
    orderListingLagMs: 0,
    poNumberLength: 60,
    ordersTakeStock: true,
    emptyLists: '204',
    shipmentsMoveStatus: true,
    plan,
    window: null,
    stockDelayMs: 50,
    adjustmentMs: 2,
  };
}

export const settingsPatch = z.strictObject({
  /** All of the store's habits at once; what else is named comes after it. */
  preset: z.enum(['lenient', 'strict', 'awkward']).optional(),
  ...storeBehaviour.partial().shape,
  searchCarriesOffers: z.boolean().optional(),
  orderLookup: z.enum(['by-po-number', 'none']).optional(),
  idempotentOrders: z.boolean().optional(),
  orderListingLagMs: z.int().min(0).optional(),
  poNumberLength: z.int().positive().optional(),
  ordersTakeStock: z.boolean().optional(),
  emptyLists: z.enum(['204', '[]']).optional(),
  shipmentsMoveStatus: z.boolean().optional(),
  plan: z.enum(['standard', 'pro', 'unlimited']).optional(),
  window: z.strictObject({ quota: z.int().positive(), ms: z.int().positive() }).nullable().optional(),
  stockDelayMs: z.int().min(0).optional(),
  adjustmentMs: z.int().min(0).optional(),
});
