import type { Engine } from '../engine/engine.ts';

/** Why a product cannot be made: a SKU is unique among products and variants, a name among products. */
export interface Taken {
  code: 'SKU_TAKEN' | 'NAME_TAKEN';
  message: string;
}

export const TAKEN: readonly Taken['code'][] = ['SKU_TAKEN', 'NAME_TAKEN'];

/** Who has what a new product was refused for; `undefined` where nobody has it (any more). One call. */
export async function whoHas(
  { store, giveUp: signal }: Engine,
  { sku, name }: { sku: string; name: string },
  code: Taken['code'],
): Promise<Taken | undefined> {
  if (code === 'SKU_TAKEN') {
    const found = await store.variants.bySku(sku, signal);
    // One without options is its product, which the next plan finds by its SKU.
    const variant = found.find(({ options }) => options.length > 0);
    if (!variant) return undefined;
    const message = `${sku} is the SKU of variant ${variant.id} of product ${variant.productId}: no product can have it. Give one of the two another SKU.`;
    return { code, message };
  }
  for await (const products of store.products.list({ filter: { name }, signal }))
    for (const product of products) {
      if (product.sku.toLowerCase() === sku.toLowerCase()) continue;
      const message = `Product ${product.id} (${product.sku || 'without a SKU'}) has the name that ${sku} is to have, and the store takes each name once. If it is the same product, give it the SKU ${sku}.`;
      return { code, message };
    }
  return undefined;
}
