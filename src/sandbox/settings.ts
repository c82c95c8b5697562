import { z } from 'zod';

/** What a test may switch while the sandbox runs (`POST /_sandbox/settings`). In memory: a restart forgets. */
export interface Settings {
  /** Search rows carry price and stock (FinditParts facts 1: `capabilities.searchCarriesOffers`). */
  searchCarriesOffers: boolean;
  /** Whether `GET /orders?po_number` exists (FinditParts facts 1: unconfirmed). */
  orderLookup: 'by-po-number' | 'none';
  plan: Plan;
  /** Replaces the plan's window, for tests that cannot wait 30 s. */
  window: { quota: number; ms: number } | null;
  /** How long an accepted stock adjustment stays invisible (BigCommerce facts 9: asynchronous). */
  stockDelayMs: number;
  /** How long an adjustment takes to answer: lets overlapping calls be seen to overlap. */
  adjustmentMs: number;
}

export type Plan = 'standard' | 'pro' | 'unlimited';

export function defaultSettings(plan: Plan): Settings {
  return {
    searchCarriesOffers: true,
    orderLookup: 'by-po-number',
    plan,
    window: null,
    stockDelayMs: 50,
    adjustmentMs: 2,
  };
}

export const settingsPatch = z.strictObject({
  searchCarriesOffers: z.boolean().optional(),
  orderLookup: z.enum(['by-po-number', 'none']).optional(),
  plan: z.enum(['standard', 'pro', 'unlimited']).optional(),
  window: z.strictObject({ quota: z.int().positive(), ms: z.int().positive() }).nullable().optional(),
  stockDelayMs: z.int().min(0).optional(),
  adjustmentMs: z.int().min(0).optional(),
});
