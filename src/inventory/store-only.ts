import { Big } from 'big.js';
import type { Engine } from '../catalog/engine.ts';
import type { Selection } from '../catalog/select.ts';
import type { StoreReader, Theirs } from '../catalog/store-reader.ts';
import { batches } from '../catalog/walk.ts';
import { type Finding, finding } from './findings.ts';

/** SKUs of one look-up (bigcommerce-facts.md section 14). */
const LOOK_UP = 120;

/**
 * Products that the store shows and no part of the selection leads to. Which ones are looked at: with `everything` all
 * of the store's; for a list of SKUs those; else those that ttpd itself wrote, and of these, for a category or a brand,
 * the ones that a plan for it wrote. Hidden products sell nothing and are left out.
 */
export async function* storeOnly(
  { ledger, storeKey }: Engine,
  { selection, everything }: { selection: Selection; everything: boolean },
  reader: StoreReader,
): AsyncIterable<Finding> {
  if (everything) {
    for await (const rows of batches(ledger.storeCopy.unclaimed<Theirs>(), LOOK_UP)) {
      const written = await ledger.snapshots.find(
        storeKey,
        rows.map(({ skuKey }) => skuKey),
      );
      for (const { skuKey, product, stock } of rows) {
        if (await isListed(written.get(skuKey)?.partId ?? null)) continue;
        yield* shown(skuKey, {
          ...product,
          fields: { ...product.fields, ...(stock === null ? {} : { stock }) },
        });
      }
    }
    return;
  }
  for await (const skus of batches(candidates(), LOOK_UP)) {
    const there = await reader.find(skus);
    for (const sku of skus) {
      const product = there.get(sku.toLowerCase());
      if (product) yield* shown(sku, product);
      else if (selection.skus) yield finding('unreadable', { sku, reason: 'Neither side has it.' });
    }
  }

  async function* candidates(): AsyncIterable<string> {
    if (selection.skus) {
      for (const sku of selection.skus) if (!(await ledger.storeCopy.isClaimed(sku))) yield sku;
      return;
    }
    for await (const { sku, partId } of ledger.storeCopy.writtenUnclaimed(storeKey, selection))
      if (!(await isListed(partId))) yield sku;
  }

  /** The supplier does have it, in a row that cannot be read. */
  async function isListed(partId: string | null): Promise<boolean> {
    return partId !== null && ledger.storeCopy.isClaimed(`#${partId}`);
  }
}

function* shown(asked: string, { productId, fields, tracked }: Theirs): Iterable<Finding> {
  if (fields.visible !== true) return;
  const { name = null, price, stock, sku } = fields;
  const effect = price === undefined || stock === undefined ? null : new Big(price).times(stock);
  yield finding('store-only', {
    sku: typeof sku === 'string' ? sku : asked,
    name,
    productId,
    store: tracked && stock !== undefined ? String(stock) : null,
    effect,
  });
}
