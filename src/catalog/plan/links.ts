import type { Part } from '../../finditparts/supplier.ts';
import type { NewOperation } from '../../ledger/journal/operation.ts';
import type { Snapshot } from '../../ledger/journal/snapshots.ts';
import type { Engine } from '../engine/engine.ts';
import type { MappedProduct } from '../map/map.ts';
import { operation } from './rows.ts';

/** The row that links a product to the one that replaces it. */
export type RelatedRow = NewOperation & { kind: 'related' };

interface Superseded {
  part: Part;
  /** The part that replaces it. */
  supersededBy: string;
  mapped: MappedProduct;
  productId: number | null;
  snapshot: Snapshot | undefined;
}

/**
 * The row that names the replacement among a superseded product's related ones. It is applied last, as the replacement
 * may be created by the same plan. One that the store did not have the last time `waits`: the row is of use only if this
 * plan creates it, which is known when all pages were read.
 */
export async function relatedRow(
  { ledger, storeKey }: Engine,
  { part, supersededBy, mapped, productId, snapshot }: Superseded,
): Promise<{ row: RelatedRow; waits: boolean } | undefined> {
  const related = snapshot?.fields.related;
  const base = typeof related === 'object' ? related : null;
  let waits = false;
  if (base?.part === supersededBy) {
    const target = (await ledger.snapshots.byPart(storeKey, [supersededBy])).get(supersededBy);
    const isGone = base.product !== undefined && target !== undefined && target !== base.product;
    if (base.linked && !isGone) return undefined;
    waits = target === undefined;
  }
  const row = operation(part, mapped.sku, mapped.fields, {
    kind: 'related' as const,
    productId,
    before: { related: base?.linked ? base.part : null },
    after: { related: supersededBy },
    snapshot: { fields: {}, partUpdatedAt: null },
  });
  return { row, waits };
}
