import type { ReadOptions, UnreadableProduct } from '../../bigcommerce/product-reader.ts';
import type { StoreProduct } from '../../bigcommerce/product-schema.ts';
import type { ProductFields } from '../../product/fields.ts';
import { withCustomFields } from '../../product/nested-fields.ts';
import type { FieldGroup } from '../../product/table.ts';
import type { Engine } from '../engine/engine.ts';
import type { Places } from '../engine/places.ts';
import { imageAddress, imageName, type NamedImage } from '../product/images.ts';
import { nestedFields, optionVariants } from '../product/nested-fields.ts';
import { plainFields } from '../product/plain-fields.ts';
import { channelsOfNew } from './channels.ts';
import { type ItemLevels, itemLevels, levelFields, levelsOf } from './levels.ts';
import { loadTaxonomy, type Taxonomy } from './taxonomy.ts';

/** A product as the store has it now. */
export interface StoreEntry {
  sku: string;
  productId: number;
  /** Whether the store counts its stock at all. */
  tracked: boolean;
  fields: ProductFields;
  /** Read for a file only. */
  whole?: StoreEntryDetails;
}

export interface StoreEntryDetails {
  images: (NamedImage & { address: string })[];
  channels: number[];
  /** By SKU. */
  variants: Record<string, StoreEntryVariant>;
}

export interface StoreEntryVariant {
  id: number;
  /** Pieces; `null` where they are not counted by variant. */
  stock: number | null;
  stockByLocation?: string;
  options: { name: string; value: string }[];
}

export interface StoreReader {
  /** The store's products with these SKUs, by lower-case SKU. */
  find(skus: readonly string[]): Promise<Map<string, StoreEntry>>;
  /** Of those that were read so far, products that cannot be read, by lower-case SKU. */
  unreadable: ReadonlyMap<string, UnreadableProduct>;
}

/** A product of the store that is left as it is, since it cannot be compared. */
export const PRODUCT_UNREADABLE = 'PRODUCT_UNREADABLE';

export function unreadableText({ id, reason }: UnreadableProduct): string {
  return `The store's product ${id} cannot be read (${reason}), so it is left as it is.`;
}

const INCLUDE = ['custom_fields', 'images'] as const;
/** With what only a person's file changes. */
export const INCLUDE_ALL = [...INCLUDE, 'videos', 'variants', 'channels'] as const;
const PAGE = 250;
/** SKUs that fit into one `sku:in` list under 2 kB of URL, about (docs/facts/bigcommerce-api.md#requests). */
const SKUS_A_CALL = 120;

export interface ReadRequest {
  /** How many SKUs will be asked for; `null` when the supplier does not say. */
  expected: number | null;
  /** What is compared: levels cost calls of their own and are read only for `stock`. */
  groups: readonly FieldGroup[];
  /** Variants, videos and how images are shown as well. */
  whole?: boolean;
  /** Reads all of the store whatever it costs: what nobody asks for is wanted too. */
  everything?: boolean;
}

/** What is read of each product. The less it is, the smaller the answers are. */
export interface Reading {
  options: Pick<ReadOptions, 'include' | 'onlyFields' | 'onUnreadable'>;
  fieldsOf(product: StoreProduct): ProductFields | Promise<ProductFields>;
}

/** Everything that sync compares, or that a person's file changes. */
export function allFields(taxonomy: Taxonomy, whole = false): Reading {
  return {
    options: { include: whole ? INCLUDE_ALL : INCLUDE },
    fieldsOf: (product) => readFields(product, taxonomy),
  };
}

export interface OpenStore extends StoreReader {
  /** By which its fields are read, and written later. */
  taxonomy: Taxonomy;
  /** What a new product is put on; asked for when there is one. */
  channelsOfNew: () => Promise<number[]>;
}

/** As `openReader`, for all fields of a product. */
export async function openStore(engine: Engine, request: ReadRequest): Promise<OpenStore> {
  const taxonomy = await loadTaxonomy(engine, engine.drain);
  let channels: Promise<number[]> | undefined;
  return {
    ...(await openReader(engine, allFields(taxonomy, request.whole), request)),
    taxonomy,
    channelsOfNew: () => (channels ??= channelsOfNew(engine, taxonomy)),
  };
}

/**
 * Chooses the cheaper way to read the store: all of it, 250 products a call, into the ledger's temporary copy, or only
 * the SKUs that are asked for, about 120 a call. The first page of the former says how large the store is.
 */
export async function openReader(
  engine: Engine,
  reading: Reading,
  { expected, groups, everything = false }: ReadRequest,
): Promise<StoreReader> {
  const wantsStock = groups.includes('stock');
  const { store, ledger, drain: signal } = engine;
  const unreadable = new Map<string, UnreadableProduct>();
  const onUnreadable = (product: UnreadableProduct) => unreadable.set(product.sku.toLowerCase(), product);
  const pages = store.products.scan({ ...reading.options, onUnreadable, signal });
  const first = await pages.next();
  const total = first.done ? 0 : first.value.left;
  const scanCalls = Math.ceil(total / PAGE);
  const listCalls = Math.ceil((expected ?? Number.POSITIVE_INFINITY) / SKUS_A_CALL);

  if (!everything && scanCalls > listCalls + 1) {
    await pages.return(undefined);
    return listReader(
      engine,
      { ...reading, options: { ...reading.options, onUnreadable } },
      { wantsStock, unreadable },
    );
  }
  for (let page = first; !page.done; page = await pages.next())
    await ledger.storeCopy.put(
      await Promise.all(page.value.products.map((product) => toRow(product, reading))),
    );
  if (total > 0 && wantsStock)
    for await (const items of store.inventory.items({ locationIds: engine.places.locations }, signal))
      await ledger.storeCopy.putLevels(itemLevels(items, engine.places));
  if (total > 0 && wantsStock) await readMissing(engine);
  return { find: (skus) => fromCopy(engine, skus), unreadable };
}

/** Levels have page numbers only: where a product came or went while they were read, one may have been passed over. */
async function readMissing({ store, ledger, places, drain: signal }: Engine): Promise<void> {
  const productIds: number[] = [];
  for await (const { productId, product } of ledger.storeCopy.withoutLevels<StoreEntry>())
    if (product.tracked) productIds.push(productId);
  for await (const items of store.inventory.items({ productIds, locationIds: places.locations }, signal))
    await ledger.storeCopy.putLevels(itemLevels(items, places));
}

async function fromCopy(
  { ledger, places }: Engine,
  skus: readonly string[],
): Promise<Map<string, StoreEntry>> {
  const rows = await ledger.storeCopy.find<StoreEntry>(skus);
  return new Map([...rows].map(([sku, { product, levels }]) => [sku, withStock(product, levels, places)]));
}

function listReader(
  engine: Engine,
  reading: Reading,
  { wantsStock, unreadable }: { wantsStock: boolean } & Pick<StoreReader, 'unreadable'>,
): StoreReader {
  const { store, places, drain: signal } = engine;
  return {
    unreadable,
    async find(skus) {
      const found = new Map<string, StoreEntry>();
      const products = await store.products.bySku(skus, { ...reading.options, signal });
      const productIds = wantsStock ? products.map(({ id }) => id) : [];
      const levels: ItemLevels[] = [];
      for await (const items of store.inventory.items({ productIds, locationIds: places.locations }, signal))
        levels.push(...itemLevels(items, places));
      const byProduct = Map.groupBy(levels, ({ productId }) => productId);
      for (const product of products) {
        const row = await toRow(product, reading);
        const own = byProduct.get(product.id) ?? [];
        found.set(product.sku.toLowerCase(), withStock(row.product, own, places));
      }
      return found;
    },
  };
}

/** With what the inventory says, which is newer than the catalogue's word, and of ttpd's locations alone. */
export function withStock(entry: StoreEntry, levels: readonly ItemLevels[], places: Places): StoreEntry {
  const { productId, tracked, fields, whole } = entry;
  if (levels.length === 0) return entry;
  const own = tracked ? levelFields(levelsOf(levels, { productId }), places) : {};
  if (!whole) return { ...entry, fields: { ...fields, ...own } };
  const variants = Object.fromEntries(
    Object.entries(whole.variants).map(([sku, variant]) => {
      const there = levelFields(levelsOf(levels, { productId, variantId: variant.id }), places);
      const isCounted = variant.stock !== null && there.stock !== undefined;
      return [sku, isCounted ? { ...variant, ...there } : variant];
    }),
  );
  return { ...entry, fields: { ...fields, ...own }, whole: { ...whole, variants } };
}

export async function toRow(product: StoreProduct, { fieldsOf }: Reading) {
  return {
    sku: product.sku,
    productId: product.id,
    product: {
      sku: product.sku,
      productId: product.id,
      tracked: product.inventoryTracking === 'product',
      fields: await fieldsOf(product),
      ...(product.videos ? { whole: wholeOf(product) } : {}),
    },
  };
}

function wholeOf(product: StoreProduct): StoreEntryDetails {
  const isCounted = product.inventoryTracking === 'variant';
  return {
    channels: product.channels ?? [],
    images: (product.images ?? []).map((image) => ({
      id: image.id,
      name: imageName(image),
      address: imageAddress(image),
    })),
    variants: Object.fromEntries(
      optionVariants(product).map(({ id, sku, inventoryLevel, options }) => [
        sku,
        { id, stock: isCounted ? inventoryLevel : null, options },
      ]),
    ),
  };
}

/** What is no fixed price, or ends before the next begins, is none that ttpd makes. */
function bulkPriceOf({ from, type, amount }: NonNullable<StoreProduct['bulkPrices']>[number]) {
  return { from, price: type === 'fixed' ? amount.toFixed() : `${type} ${amount.toFixed()}` };
}

/** The store's product in ttpd's fields. */
export async function readFields(product: StoreProduct, taxonomy: Taxonomy): Promise<ProductFields> {
  const fields: ProductFields = {
    ...plainFields(product),
    categories: product.categories.map((id) => taxonomy.pathOf(id)),
    images: (product.images ?? []).map(imageName),
    ...nestedFields(product),
    ...(product.bulkPrices?.length ? { bulkPrices: product.bulkPrices.map(bulkPriceOf) } : {}),
  };
  const brand = product.brandId === null ? undefined : await taxonomy.brandName(product.brandId);
  if (brand !== undefined) fields.brand = brand;
  return { ...fields, ...withCustomFields(product.customFields ?? []) };
}
