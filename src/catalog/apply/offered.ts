import { batches } from '../../common/async-iterables.ts';
import type { WritingOperation } from '../../ledger/journal/operation.ts';
import { fieldRule, namesIn } from '../../product/fields.ts';
import { figuresOf } from '../plan/rows.ts';
import type { ApplyContext } from './context.ts';

/** A row whose part the supplier offers otherwise by now. */
export const SUPPLIER_CHANGED = 'SUPPLIER_CHANGED';

const BATCH = 100;

/**
 * Rows of an old plan without those whose stock or price follows from an offer that is no longer the supplier's: the
 * supplier is asked again, and what it changed is left to a new plan. What may be in the store already goes on.
 */
export async function* stillOffered(
  context: ApplyContext,
  rows: AsyncIterable<WritingOperation>,
): AsyncGenerator<WritingOperation> {
  const { supplier, ledger, giveUp } = context.engine;
  for await (const batch of batches(rows, BATCH)) {
    const ids = [...new Set(batch.flatMap((row) => (sidesOf(row).length > 0 ? (row.partId ?? []) : [])))];
    const answers = await supplier.offers(ids, giveUp);
    const offers = new Map(ids.map((id, i) => [id, answers[i] && figuresOf(answers[i])]));
    for (const row of batch) {
      const now = offers.get(row.partId ?? '');
      const moved = sidesOf(row).filter((side) => !now || now[side] !== row.offer?.[side]);
      if (moved.length === 0) {
        yield row;
        continue;
      }
      const message = `The supplier has changed its ${moved.join(' and ')} since the plan was made: nothing of the row was written. Sync it anew.`;
      await ledger.operations.mark([row], { state: 'failed', error: { code: SUPPLIER_CHANGED, message } });
      context.settled(row, 'failed');
    }
  }
}

/** What of an offer a row's values follow from. */
function sidesOf({ kind, partId, after, state }: WritingOperation): ('price' | 'stock')[] {
  if (partId === null || (kind === 'create' && state !== 'planned')) return [];
  const groups = new Set(namesIn(after).map((field) => fieldRule(field).group));
  return (['price', 'stock'] as const).filter((side) => groups.has(side));
}
