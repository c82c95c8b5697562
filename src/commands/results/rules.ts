import { z } from 'zod';
import { count, decimal, text, values } from './values.ts';

const Step = z.strictObject({ what: text, value: text });

/** What the rules make of a part. */
export const RULES = {
  'rules test': z.strictObject({
    part: text,
    sku: text,
    name: text,
    held: z.strictObject({ code: text, reason: text }).nullable(),
    priceRule: text.nullable(),
    price: decimal.nullable(),
    margin: decimal.nullable().describe('0 to 1, of the price'),
    priceSteps: z.array(Step),
    stock: count.nullable(),
    stockSteps: z.array(Step),
    categoryRule: count.nullable().describe('entry of categories.map, from 0'),
    fields: values,
  }),
  'rules coverage': z.strictObject({
    parts: count,
    priced: z.record(text, count).describe('by price rule'),
    held: z.record(text, count).describe('by reason'),
    examples: z.array(z.strictObject({ sku: text, name: text, code: text, reason: text })),
    unused: z
      .array(z.strictObject({ place: text, name: text.nullable(), why: text }))
      .describe('rules that took no part'),
  }),
};
