import { Big } from 'big.js';
import { z } from 'zod';

/** The words that `ttpd.yaml` is written in: numbers, percentages, weights, periods. */

/**
 * `12`, `"12.50"`: exact, never a float. The words here are what a person reads who wrote something else: "…, not $12".
 */
export const decimal = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/, 'a number such as 12.50')], {
    error: 'a number such as 12.50',
  })
  .transform((written) => (typeof written === 'number' ? new Big(written).toFixed() : written));
export const positive = decimal.refine((text) => Number(text) > 0, 'a number over zero');
export const wholeCents = positive.refine(
  (text) => new Big(text).round(2, Big.roundDown).eq(text),
  'an amount in whole cents such as 5 or 0.05',
);
export const percent = z
  .string({ error: 'a percentage such as 12%' })
  .regex(/^\d+(\.\d+)?\s*%$/, 'a percentage such as 12%')
  .transform((written) => written.replace(/\s+/, ''))
  .describe('A percentage: 12%');
/** `12%` → 0.12 */
export function fraction(percentage: string): Big {
  return new Big(percentage.replace('%', '')).div(100);
}

export const weight = z
  .string({ error: 'a weight with its unit, such as 12 lb' })
  .regex(/^\d+(\.\d+)? ?[A-Za-z]+$/, 'a weight with its unit, such as 12 lb');
export const length = z
  .string({ error: 'a length with its unit, such as 96 in' })
  .regex(/^\d+(\.\d+)? ?[A-Za-z]+$/, 'a length with its unit, such as 96 in');
/** `.99` as written, which YAML reads as the number 0.99. */
export const cents = z
  .union(
    [
      z
        .string()
        .regex(/^0?\.\d{2}$/, 'cents such as .99')
        .transform((written) => written.replace(/^0/, '')),
      z
        .number()
        .refine((number) => /^0(\.\d{1,2})?$/.test(String(number)), 'cents such as .99')
        .transform((number) => number.toFixed(2).slice(1)),
    ],
    { error: 'cents such as .99' },
  )
  .describe('Ends in these cents: .99');
export const oneOrMore = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)]);
export const template = z.string().min(1).describe('A Handlebars template; see docs/rules.md for the fields');

export const period = z
  .string({ error: 'a time such as 72h or 3d' })
  .regex(/^[1-9]\d*(h|d)$/, 'a time such as 72h or 3d')
  .describe('Hours or days: 72h, 3d');
/** `72h`, `3d`. */
export function hours(period: string): number {
  const number = Number.parseInt(period, 10);
  return period.endsWith('d') ? number * 24 : number;
}

/** Trips when more than `share` of the products and more than `min` of them are like that; or all, from five on. */
export const guard = (share: string) => ({
  share: percent.default(share).describe('Trips above this share'),
  min: z.int().min(0).default(20).describe('So many never trip it, unless they are all'),
});
