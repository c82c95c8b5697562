import { z } from 'zod';

/** Where the store's habits differ from store to store, or are not documented: docs/sandbox.md has the table. */
export const storeBehaviour = z.strictObject({
  /**
   * By what the stock of a product without variants is named: by `product_id` alone, or by its SKU as well
   * (docs/facts/bigcommerce-inventory.md#identity).
   */
  stockIdentity: z.enum(['documented', 'any']),
});

export type StoreBehaviour = z.infer<typeof storeBehaviour>;

export type Preset = 'lenient' | 'strict' | 'awkward';

const LENIENT: StoreBehaviour = {
  stockIdentity: 'any',
};

const STRICT: StoreBehaviour = {
  stockIdentity: 'documented',
};

export const PRESETS: Readonly<Record<Preset, StoreBehaviour>> = {
  lenient: LENIENT,
  strict: STRICT,
  awkward: STRICT,
};
