import { z } from 'zod';
import type { VariantRow } from '../csv-row.ts';
import { text, type ValueType } from '../values.ts';

const amount = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal as text: "12.50"');
const words = z.string();
const pieces = z.int().nonnegative();

const Variant = z.strictObject({
  sku: z.string().min(1),
  variantId: z.int().positive().optional(),
  options: z.array(z.strictObject({ type: words.optional(), name: words, value: words })).default([]),
  price: amount.nullish(),
  costPrice: amount.nullish(),
  retailPrice: amount.nullish(),
  salePrice: amount.nullish(),
  weight: amount.nullish(),
  width: amount.nullish(),
  height: amount.nullish(),
  depth: amount.nullish(),
  stock: pieces.optional(),
  lowStock: pieces.nullish(),
  imageUrl: words.nullish(),
  gtin: words.nullish(),
  upc: words.nullish(),
  mpn: words.nullish(),
  binPickingNumber: words.nullish(),
  purchasingDisabled: z.boolean().optional(),
  purchasingDisabledMessage: words.nullish(),
});
const Variants = z.array(Variant);
/** All that a row may say of a variant. */
export const VARIANT_FIELDS: readonly string[] = Object.keys(Variant.shape);

/** Variants in one cell, as JSON: kept through a spreadsheet, and edited in a format that gives each a row. */
export const variantsJson: ValueType<VariantRow[]> = {
  ...text,
  parse(it, { fail }) {
    const parsed = Variants.safeParse(jsonOf(it));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path.join('.') ?? '';
      const hint = 'Edit variants in the bigcommerce format, which gives each a row.';
      return fail('CSV_VARIANTS', `is no list of variants (${where}: ${issue?.message})`, hint);
    }
    // The line is the product's, and set where it is known.
    return parsed.data.map((variant) => ({ line: 0, ...variant }) as VariantRow);
  },
  print: (it) => JSON.stringify(it.map(({ line, ...variant }) => variant)),
};

function jsonOf(it: string): unknown {
  try {
    return JSON.parse(it);
  } catch {
    return undefined;
  }
}
