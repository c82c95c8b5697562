import { z } from 'zod';

/** The words that results are made of. */
export const count = z.int().min(0);
export const values = z.record(z.string(), z.unknown());
export const text = z.string();
/** An amount as it is, with a point: `-0.5`, `12.125`. */
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
/** An amount to the cent. */
export const money = z
  .string()
  .regex(/^\d+\.\d{2}$/)
  .nullable();
export const signed = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .nullable()
  .describe('An amount, below zero for a loss');
export const Reason = z.strictObject({ code: text, message: text });
