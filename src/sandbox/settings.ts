import { z } from 'zod';
import { ACCESS_TOKEN } from './credentials.ts';
import { AT_FIRST, type Preset, type StoreBehaviour, storeBehaviour } from './store-behaviour.ts';

/** What a test may switch while the sandbox runs (`POST /_sandbox/settings`). In memory: a restart forgets. */
export interface Settings extends StoreBehaviour {
  /** Who may ask the store: each token's API account and its scopes. */
  accounts: Readonly<Record<string, Account>>;
  /** The habits it was last given as a whole. */
  preset: Preset | null;
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
  /** Part ids that orders are filled with another part for, as with one that supersedes it. */
  substitutes: Readonly<Record<string, string>>;
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
  /** Percent of tax in the prices that are entered, and so in those of orders; `null`: they are without tax. */
  pricesWithTax: number | null;
  /** Whether a shipment moves its order to 2 or 3 (docs/facts/bigcommerce-orders.md#shipments: seen). */
  shipmentsMoveStatus: boolean;
  /** How long an adjustment takes to answer: lets overlapping calls be seen to overlap. */
  adjustmentMs: number;
}

/** One API account of the store. Metafields belong to its client. */
const account = z.strictObject({
  client: z.string().min(1),
  scopes: z.union([z.literal('all'), z.array(z.string())]),
});

type Account = z.infer<typeof account>;

export type Plan = 'standard' | 'pro' | 'unlimited';

export function defaultSettings(plan: Plan): Settings {
  return {
    accounts: {
      [ACCESS_TOKEN]: { client: 'sandbox-client', scopes: 'all' },
      'other-token': { client: 'other-client', scopes: 'all' },
    },
    preset: null,
    ...AT_FIRST,
    searchCarriesOffers: true,
    orderLookup: 'by-po-number',
    idempotentOrders: true,
    orderListingLagMs: 0,
    poNumberLength: 60,
    ordersTakeStock: true,
    substitutes: {},
    emptyLists: '204',
    pricesWithTax: null,
    shipmentsMoveStatus: true,
    plan,
    window: null,
    stockDelayMs: 50,
    adjustmentMs: 2,
  };
}

export const settingsPatch = z.strictObject({
  accounts: z.record(z.string(), account).optional(),
  /** All of the store's habits at once; what else is named comes after it. */
  preset: z.enum(['lenient', 'strict', 'awkward']).optional(),
  ...storeBehaviour.partial().shape,
  searchCarriesOffers: z.boolean().optional(),
  orderLookup: z.enum(['by-po-number', 'none']).optional(),
  idempotentOrders: z.boolean().optional(),
  orderListingLagMs: z.int().min(0).optional(),
  poNumberLength: z.int().positive().optional(),
  ordersTakeStock: z.boolean().optional(),
  substitutes: z.record(z.string(), z.string()).optional(),
  emptyLists: z.enum(['204', '[]']).optional(),
  pricesWithTax: z.number().min(0).max(100).nullable().optional(),
  shipmentsMoveStatus: z.boolean().optional(),
  plan: z.enum(['standard', 'pro', 'unlimited']).optional(),
  window: z.strictObject({ quota: z.int().positive(), ms: z.int().positive() }).nullable().optional(),
  stockDelayMs: z.int().min(0).optional(),
  adjustmentMs: z.int().min(0).optional(),
});
