import type { StoreProduct } from '../../bigcommerce/product-schema.ts';
import type { ProductFields } from '../../product/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { imageName, type NamedImage } from '../product/images.ts';
import { optionVariants } from '../product/nested-fields.ts';
import { type ItemLevels, itemLevels, levelFields, levelsOf } from './levels.ts';
import { readForeignMetafields } from './read-metafields.ts';
import { INCLUDE_ALL, readFields } from './reader.ts';
import type { Taxonomy } from './taxonomy.ts';

/** Products that one look-up by id holds (docs/facts/bigcommerce-catalog.md#reading-products). */
export const LOOK_UP = 250;
/** From so many levels on it may be cheaper to read all of the location than to name the products. */
const MANY = 1_000;
/** Ids that fit into one URL, about, and levels in a page (docs/facts/bigcommerce-inventory.md#reading-levels). */
const IDS_A_CALL = 250;
const LEVELS_A_CALL = 1_000;

/** A product as the store has it now. */
export interface StoredProduct {
  id: number;
  sku: string;
  fields: ProductFields;
  images: NamedImage[];
  /** Ids of the related products; `-1` is a list that the store makes by itself. */
  related: number[];
  /** Its variants' pieces. */
  variants: ReadonlyMap<number, ReturnType<typeof levelFields>>;
  /** SKUs of the variants that a person made of options. */
  optionSkus: string[];
  /** Pieces, over all time. */
  sold: number;
  /** `namespace/key` of other people's; read for those that are to be deleted. */
  foreignMetafields: string[];
}

export interface ReadBack {
  productIds: readonly number[];
  /** Products whose levels are read. */
  stockOf: readonly number[];
  /** Those of which all is read that a person can change. */
  allOf?: readonly number[];
}

/** By id; what is gone is missing. Levels and metafields cost calls of their own and are read where they are asked for. */
export async function readBack(
  engine: Engine,
  taxonomy: Taxonomy,
  { productIds, stockOf, allOf = [] }: ReadBack,
): Promise<Map<number, StoredProduct>> {
  const { store, giveUp: signal } = engine;
  const products = await store.products.byIds(productIds, {
    include: [...INCLUDE_ALL, 'bulk_pricing_rules'],
    signal,
  });
  const foreign = await readForeignMetafields(engine, allOf);
  const levels = await readLevels(engine, stockOf);
  const found = new Map<number, StoredProduct>();
  for (const product of products) {
    const fields = await readFields(product, taxonomy);
    const own = levels.get(product.id) ?? [];
    found.set(product.id, {
      id: product.id,
      sku: product.sku,
      fields: { ...fields, ...levelFields(levelsOf(own, { productId: product.id }), engine.places) },
      images: (product.images ?? []).map((image) => ({ id: image.id, name: imageName(image) })),
      related: product.relatedProducts,
      variants: new Map(
        own.flatMap(({ productId, variantId }) =>
          variantId === null
            ? []
            : [[variantId, levelFields(levelsOf(own, { productId, variantId }), engine.places)]],
        ),
      ),
      optionSkus: optionSkusOf(product),
      sold: product.totalSold,
      foreignMetafields: foreign.get(product.id) ?? [],
    });
  }
  return found;
}

function optionSkusOf(product: StoreProduct): string[] {
  const skus = optionVariants(product).map(({ sku }) => sku);
  return skus.length === 0 && product.baseVariantId === null ? ['(only options)'] : skus;
}

/** Levels by product id. Names the products or reads the whole locations, whichever takes fewer calls. */
export async function readLevels(
  { store, places, giveUp: signal }: Engine,
  productIds: readonly number[],
): Promise<Map<number, ItemLevels[]>> {
  if (productIds.length === 0) return new Map();
  const wanted = new Set(productIds);
  const total = wanted.size < MANY ? null : await store.products.count(undefined, signal);
  const byScan = total !== null && total / LEVELS_A_CALL < wanted.size / IDS_A_CALL;
  const filter = { locationIds: places.locations, ...(byScan ? {} : { productIds: [...wanted] }) };
  const found: ItemLevels[] = [];
  for await (const items of store.inventory.items(filter, signal))
    found.push(...itemLevels(items, places).filter(({ productId }) => wanted.has(productId)));
  return Map.groupBy(found, ({ productId }) => productId);
}
