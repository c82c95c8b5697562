import { z } from 'zod';
import { cents, decimal, oneOrMore, percent, positive, wholeCents } from './schema-values.ts';

/** When a rule applies: every condition given must hold. Text is compared without regard to case. */
export const Condition = z.strictObject({
  category: oneOrMore(z.string()).optional().describe("The supplier's category slug"),
  vmrs: oneOrMore(z.string()).optional().describe('VMRS code or its beginning: "013"'),
  brand: oneOrMore(z.string()).optional(),
  sku: oneOrMore(z.string()).optional().describe('With * for any characters: GU-*'),
  condition: oneOrMore(z.enum(['new', 'reman', 'used'])).optional(),
  cost: z
    .strictObject({ from: decimal.optional(), below: decimal.optional() })
    .optional()
    .describe('What the account pays: from ≤ cost < below'),
});

const Rounding = z.union([
  z.strictObject({
    to: wholeCents.describe('The nearest multiple of it: 5, 0.05'),
    direction: z.enum(['nearest', 'up', 'down']).default('nearest'),
  }),
  z.strictObject({
    ending: cents,
    direction: z.enum(['nearest', 'up', 'down']).default('nearest'),
  }),
]);

export const PriceRule = z.strictObject({
  name: z.string().min(1).optional().describe('How explanations call it'),
  when: Condition.default({}),
  from: z.enum(['cost', 'list', 'map']).default('cost').describe('What the price is made from'),
  markup: percent.optional().describe('× (1 + markup)'),
  multiply: positive.optional(),
  margin: percent.optional().describe('÷ (1 − margin), so that the margin is this part of the price'),
  add: decimal.optional().describe('Added last'),
  round: Rounding.optional(),
});

export type PriceRule = z.output<typeof PriceRule>;
export type Condition = z.output<typeof Condition>;
export type Rounding = z.output<typeof Rounding>;
