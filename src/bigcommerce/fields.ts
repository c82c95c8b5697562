import { Big } from 'big.js';
import { z } from 'zod';

/** The kinds of field that BigCommerce's answers are made of: numbers may come as text, and anything may be null. */

export const decimal = z.union([z.number(), z.string()]).transform((value, context): Big => {
  try {
    return new Big(String(value));
  } catch {
    context.addIssue('is not a number');
    return z.NEVER;
  }
});
export const maybeDecimal = decimal.nullish().transform((value) => value ?? null);
export const id = z.number().int();
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value == null ? '' : String(value)));
export const maybeText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value == null ? null : String(value)));
export const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
/** The store writes "none" as 0 or null. */
export const maybeId = z
  .number()
  .nullish()
  .transform((value) => (value ? value : null));
