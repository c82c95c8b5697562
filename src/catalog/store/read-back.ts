import type { ProductFields } from '../../product/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { LOCATION } from '../engine/engine.ts';
import { imageName } from '../product/nested-fields.ts';
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
  images: { id: number; url: string }[];
  /** Ids of the related products; `-1` is a list that the store makes by itself. */
  related: number[];
  /** Pieces by lower-case SKU, its variants' among them. */
  levels: ReadonlyMap<string, number>;
}

/** By id; what is gone is missing. The levels cost calls of their own and are read where they are asked for. */
export async function readBack(
  engine: Engine,
  taxonomy: Taxonomy,
  { productIds, stockOf }: { productIds: readonly number[]; stockOf: readonly number[] },
): Promise<Map<number, StoredProduct>> {
  const { store, giveUp: signal } = engine;
  const products = await store.products.byIds(productIds, { include: INCLUDE_ALL, signal });
  const levels = await readLevels(engine, stockOf);
  const found = new Map<number, StoredProduct>();
  for (const product of products) {
    const fields = await readFields(product, taxonomy);
    const stock = levels.get(product.sku.toLowerCase());
    found.set(product.id, {
      id: product.id,
      sku: product.sku,
      fields: stock === undefined ? fields : { ...fields, stock },
      images: (product.images ?? []).map((image) => ({ id: image.id, url: imageName(image) })),
      related: product.relatedProducts,
      levels,
    });
  }
  return found;
}

/** Pieces on hand by lower-case SKU. Names the products or reads the whole location, whichever takes fewer calls. */
export async function readLevels(
  { store, giveUp: signal }: Engine,
  productIds: readonly number[],
): Promise<Map<string, number>> {
  const levels = new Map<string, number>();
  if (productIds.length === 0) return levels;
  const wanted = new Set(productIds);
  const total = wanted.size < MANY ? null : await store.products.count(undefined, signal);
  const byScan = total !== null && total / LEVELS_A_CALL < wanted.size / IDS_A_CALL;
  const filter = { locationIds: [LOCATION], ...(byScan ? {} : { productIds: [...wanted] }) };
  for await (const items of store.inventory.items(filter, signal))
    for (const { sku, productId, locations } of items)
      for (const { locationId, onHand } of locations)
        if (locationId === LOCATION && productId !== null && wanted.has(productId))
          levels.set(sku.toLowerCase(), onHand);
  return levels;
}
