import { z } from 'zod';
import { CLASSES } from '../../inventory/findings.ts';
import { PlanSummary, SyncResult } from './plans.ts';
import { count, decimal, text } from './values.ts';

const Finding = z.strictObject({
  class: z.enum(CLASSES),
  sku: text.nullable(),
  name: text.nullable(),
  partId: text.nullable(),
  productId: z.int().nullable(),
  supplier: text.nullable().describe('what the store should have'),
  store: text.nullable().describe('what it has'),
  effect: decimal.nullable().describe("what is at stake, in the store's currency"),
  reason: text.nullable(),
  accepted: text.nullable().describe('the reason in the baseline'),
});

const ratio = z.number().min(0).max(1).nullable();

/** Store against supplier. */
export const COMPARISON = {
  reconcile: z.strictObject({
    compared: count,
    equal: count,
    accuracy: ratio.describe('equal ÷ compared'),
    drift: z.strictObject({ stock: count, price: count, visibility: count }),
    storeOnly: count,
    supplierOnly: count,
    duplicates: count,
    unreadable: count,
    stale: count,
    unmapped: count,
    unassigned: count.describe('on no channel that new products are put on'),
    priceLists: count.describe('whose price a price list hides'),
    accepted: count,
    complete: z.boolean().describe('both sides were read to their end'),
    items: z.array(Finding).max(100),
    reports: z.array(z.strictObject({ format: z.enum(['csv', 'json', 'md', 'junit']), file: text })),
    fixed: z
      .strictObject({ plan: PlanSummary, applied: SyncResult.shape.applied, accuracyBefore: ratio })
      .nullable(),
  }),
};
