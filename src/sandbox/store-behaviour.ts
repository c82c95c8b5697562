import { z } from 'zod';

/** Where the store's habits differ from store to store, or are not documented: docs/sandbox.md has the table. */
export const storeBehaviour = z.strictObject({
  /**
   * By what the stock of a product without variants is named: by `product_id` alone, or by its SKU as well
   * (docs/facts/bigcommerce-inventory.md#identity).
   */
  stockIdentity: z.enum(['documented', 'any']),
  /**
   * What an image is answered with: the store's own file and addresses, whose names every edit changes, or also the
   * address that was sent, under names that stay (docs/facts/bigcommerce-catalog.md#images).
   */
  imageAnswers: z.enum(['documented', 'as sent']),
  /**
   * Pictures that cannot be fetched: a share of all addresses, always the same ones, and all of some hosts and of
   * what is below them.
   */
  unfetchable: z.strictObject({ share: z.number().min(0).max(1), hosts: z.array(z.string().min(1)) }),
  /** How HTML is kept: as it came, with line ends and void tags set straight, or written anew by an editor. */
  html: z.enum(['as sent', 'light', 'strong']),
  /** Whether texts lose the blanks around them. */
  trimsTexts: z.boolean(),
  /** Whether prices are rounded to four decimals (docs/facts/bigcommerce-api.md#answers). */
  roundsPrices: z.boolean(),
  /**
   * What one bad item does to its batch: nothing of it is saved, or all the others are. The answer is the same
   * (docs/facts/bigcommerce-catalog.md#batches: not stated).
   */
  batches: z.enum(['whole', 'partial']),
  /**
   * Whether a new product is on a channel before it is assigned to one: on the first, on the only one of a store that
   * has no other, or on none (docs/facts/bigcommerce-catalog.md#channels: not stated).
   */
  newProducts: z.enum(['on the first channel', 'on the only channel', 'on no channel']),
  /**
   * When an order takes its pieces from stock, and which ones give them back: settings of a store
   * (docs/facts/bigcommerce-inventory.md#what-else-moves-stock).
   */
  orderStock: z.strictObject({
    taken: z.enum(['order placed', 'order finished', 'never']),
    returned: z.array(z.enum(['cancelled', 'refunded'])),
  }),
  /** How the faults 502, 503 and 504 speak: as the service, or as what stands in front of it. */
  edgeErrors: z.enum(['json', 'html']),
  /** Whether answers are compressed for whoever takes them so. */
  gzip: z.boolean(),
  /** How soon a webhook is tried again, twice as long each time, and what share of its messages come twice. */
  hooks: z.strictObject({ retryMs: z.int().positive(), duplicates: z.number().min(0).max(1) }),
});

export type StoreBehaviour = z.infer<typeof storeBehaviour>;

export type Preset = 'lenient' | 'strict' | 'awkward';

const LENIENT: StoreBehaviour = {
  stockIdentity: 'any',
  imageAnswers: 'as sent',
  unfetchable: { share: 0, hosts: [] },
  html: 'as sent',
  trimsTexts: false,
  roundsPrices: false,
  batches: 'whole',
  newProducts: 'on the first channel',
  orderStock: { taken: 'never', returned: [] },
  edgeErrors: 'json',
  gzip: false,
  hooks: { retryMs: 60_000, duplicates: 0 },
};

const STRICT: StoreBehaviour = {
  stockIdentity: 'documented',
  imageAnswers: 'documented',
  unfetchable: { share: 0, hosts: ['invalid', 'localhost'] },
  html: 'light',
  trimsTexts: true,
  roundsPrices: true,
  batches: 'whole',
  newProducts: 'on the only channel',
  orderStock: { taken: 'order placed', returned: ['cancelled', 'refunded'] },
  edgeErrors: 'html',
  gzip: true,
  hooks: { retryMs: 60_000, duplicates: 0 },
};

const AWKWARD: StoreBehaviour = {
  ...STRICT,
  unfetchable: { ...STRICT.unfetchable, share: 0.1 },
  html: 'strong',
  batches: 'partial',
  hooks: { retryMs: 60_000, duplicates: 0.2 },
};

/** What a sandbox begins with. */
export const AT_FIRST = STRICT;

export const PRESETS: Readonly<Record<Preset, StoreBehaviour>> = {
  lenient: LENIENT,
  strict: STRICT,
  awkward: AWKWARD,
};
