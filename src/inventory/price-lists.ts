import { Big } from 'big.js';
import { allOf } from '../bigcommerce/pages.ts';
import type { Engine } from '../catalog/engine/engine.ts';
import type { StoreEntry } from '../catalog/store/reader.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import { type Finding, finding } from './findings.ts';

interface PriceList {
  id: number;
  name: string;
}

/**
 * Price lists in force: they put another price before the one that ttpd writes, for a channel or a group of customers. A
 * token that may not look at them says nothing.
 */
export async function priceLists({ store, drain: signal }: Engine): Promise<PriceList[]> {
  try {
    const active = (await allOf(store.priceLists.list(signal))).filter(({ isActive }) => isActive);
    if (active.length === 0) return [];
    const assigned = new Set((await allOf(store.priceLists.assignments(signal))).map(({ listId }) => listId));
    return active.filter(({ id }) => assigned.has(id));
  } catch (error) {
    if (error instanceof ServiceError && (error.status === 403 || error.status === 404)) return [];
    throw error;
  }
}

/** Products whose price a list hides: it shows its shoppers another one. */
export async function hiddenPrices(
  { store, drain: signal }: Engine,
  lists: readonly PriceList[],
  products: readonly { entry: StoreEntry; partId: string; price: string | undefined }[],
): Promise<Finding[]> {
  const bySku = new Map(products.map((product) => [product.entry.sku.toLowerCase(), product]));
  const ids = products.map(({ entry }) => entry.productId);
  const found = new Map<string, Finding>();
  if (ids.length === 0) return [];
  for (const { id, name } of lists)
    for await (const records of store.priceLists.records(id, ids, signal))
      for (const { sku, price, salePrice } of records) {
        const product = bySku.get(sku?.toLowerCase() ?? '');
        const shown = salePrice?.gt(0) ? salePrice : price;
        if (!product?.price || !shown || shown.eq(new Big(product.price))) continue;
        const { entry, partId, price: ours } = product;
        found.set(
          entry.sku,
          finding('price-list', {
            ...{ sku: entry.sku, productId: entry.productId, name: entry.fields.name ?? null, partId },
            ...{ supplier: new Big(ours).toFixed(2), store: shown.toFixed(2) },
            reason: `The price list ${name} (${id}) goes before its price.`,
          }),
        );
      }
  return [...found.values()];
}
