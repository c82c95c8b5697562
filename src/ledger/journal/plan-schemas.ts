import { z } from 'zod';
import { OWNERS } from '../../product/table.ts';
import { GUARDS, type PlanFacts, type PlanReview, type Tripped } from './plan-notes.ts';

/** What is kept with a plan, as it is read: apart from its names, which the command line has before zod is loaded. */

const text = z.string();
const count = z.number();

export const selection = z.record(text, z.unknown());
export const ramp = z.array(count);
export const facts: z.ZodType<PlanFacts | null> = z
  .object({
    ...{ total: count.nullable(), parts: count, repeated: count, complete: z.boolean() },
    lastGood: z.object({ parts: count, readAt: text }).nullable(),
    ...{ there: count, inStock: count, tracked: count, dated: count },
    selectionKey: text.nullable(),
    owners: z.record(text, z.enum(OWNERS)),
  })
  .nullable();
export const guards: z.ZodType<Tripped[]> = z.array(
  z.object({
    ...{ guard: z.enum(GUARDS), code: text, message: text, offenders: count, of: count },
    first: z.array(
      z.object({ sku: text, name: text, before: text.nullable(), after: text.nullable(), reason: text }),
    ),
    ...{ file: text.nullable(), overridden: z.boolean() },
  }),
);
export const review: z.ZodType<PlanReview> = z.object({
  prices: z.object({
    ...{ up: count, down: count },
    largest: z.array(z.object({ sku: text, name: text, before: text, after: text, change: text })),
  }),
  stock: z.object({ toZero: count, fromZero: count }),
  margin: z.object({
    lowest: z.array(z.object({ sku: text, name: text, price: text, cost: text, margin: text })),
  }),
  value: z.object({ created: text, changed: text }),
  categories: z.array(text).default([]),
});
