import { Big } from 'big.js';
import type { Engine } from '../catalog/engine/engine.ts';
import { type StoreEntry, type StoreReader, withStock } from '../catalog/store/reader.ts';
import { isStillSold } from '../catalog/supply/offers.ts';
import type { Selection } from '../catalog/supply/select.ts';
import { batches } from '../common/async-iterables.ts';
import { type Finding, finding } from './findings.ts';

const BATCH = 100;

/**
 * Products that the store shows and no part of the selection leads to. Which ones are looked at: with `everything` all
 * of the store's; for a list of SKUs those; else those that ttpd wrote and whose part was last seen in this selection.
 * Hidden products sell nothing and are left out.
 */
export async function* storeOnly(
  engine: Engine,
  { selection, everything }: { selection: Selection; everything: boolean },
  reader: StoreReader,
): AsyncIterable<Finding> {
  const { ledger, storeKey, places } = engine;
  if (everything) {
    for await (const { product, levels } of ledger.storeCopy.unclaimed<StoreEntry>(storeKey))
      yield* shown(withStock(product, levels, places));
    return;
  }
  const candidates = selection.skus ? unclaimed(engine, selection.skus) : absent(engine, selection);
  for await (const skus of batches(candidates, BATCH)) {
    const there = await reader.find(skus);
    for (const sku of skus) {
      const product = there.get(sku.toLowerCase());
      if (product) yield* shown(product);
      else if (selection.skus) yield finding('unreadable', { sku, reason: 'Neither side has it.' });
    }
  }
}

async function* unclaimed({ ledger }: Engine, skus: readonly string[]): AsyncIterable<string> {
  for (const sku of skus) if (!(await ledger.storeCopy.isClaimed(sku))) yield sku;
}

/** A part that left its category or brand may be in another: the supplier is asked for it. */
async function* absent(engine: Engine, { category, brand }: Selection): AsyncIterable<string> {
  const scope = { category: category?.toLowerCase() ?? null, brand: brand?.toLowerCase() ?? null };
  const isPartial = scope.category !== null || scope.brand !== null;
  for await (const part of engine.ledger.presence.absent(engine.storeKey, scope))
    if (!isPartial || !(await isStillSold(engine, part))) yield part.sku;
}

function* shown({ sku, productId, fields, tracked }: StoreEntry): Iterable<Finding> {
  if (fields.visible !== true) return;
  const { name = null, price, stock } = fields;
  const effect = price === undefined || stock === undefined ? null : new Big(price).times(stock);
  yield finding('store-only', {
    sku,
    name,
    productId,
    store: tracked && stock !== undefined ? String(stock) : null,
    effect,
  });
}
