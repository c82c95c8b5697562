import type { Part } from '../../finditparts/supplier.ts';
import type { NewOperation } from '../../ledger/journal/operation.ts';
import type { Engine } from '../engine/engine.ts';
import type { HeldPart, MappedProduct, Mapper } from '../map/map.ts';
import { skipRow } from './rows.ts';

/** The parts of a page, by what becomes of them. */
export interface Claimed {
  candidates: { part: Part; mapped: MappedProduct }[];
  /** By the rules. */
  held: { part: Part; mapped: HeldPart }[];
  skipped: (NewOperation & { kind: 'skip' })[];
  /** Parts that came before. */
  repeated: number;
}

/** Parts that can be mapped and whose SKU no other part has; the rest become skipped rows, or came before. */
export async function claim(
  { ledger }: Engine,
  mapper: Mapper,
  planId: string,
  parts: readonly Part[],
): Promise<Claimed> {
  const candidates: Claimed['candidates'] = [];
  const held: Claimed['held'] = [];
  const skipped: Claimed['skipped'] = [];
  let repeated = 0;
  for (const part of parts) {
    const mapped = mapper(part);
    const claimed = await ledger.storeCopy.claim(mapped.sku, part.id);
    if (claimed.claim === 'again') repeated += 1;
    else if (claimed.claim === 'taken') {
      const reason = `Two parts of the supplier lead to this SKU: ${claimed.by} and ${part.id}. Neither is written.`;
      await ledger.operations.hold(planId, mapped.sku.toLowerCase(), 'DUPLICATE_SKU', reason);
      dropTwin(mapped.sku);
      skipped.push(skipRow(part, mapped.sku, 'DUPLICATE_SKU', reason));
    } else if (mapped.kind === 'product') candidates.push({ part, mapped });
    else if (part.status === 'discontinued') candidates.push({ part, mapped: onlyHidden(mapped) });
    else held.push({ part, mapped });
  }
  return { candidates, held, skipped, repeated };

  /** The other one may be on this very page, and not be a row yet. */
  function dropTwin(sku: string): void {
    for (const list of [candidates, held]) {
      const at = list.findIndex(({ mapped }) => mapped.sku.toLowerCase() === sku.toLowerCase());
      const [twin] = at < 0 ? [] : list.splice(at, 1);
      const reason = 'Two parts of the supplier lead to this SKU. Neither is written.';
      if (twin) skipped.push(skipRow(twin.part, twin.mapped.sku, 'DUPLICATE_SKU', reason));
    }
  }
}

/** What is no longer sold is hidden, also when it could not be priced or weighed any more. */
function onlyHidden({ sku, because }: HeldPart): MappedProduct {
  return {
    kind: 'product',
    sku,
    fields: { visible: false },
    warnings: [],
    hiddenAtFirst: true,
    knownBrand: true,
    because,
  };
}
