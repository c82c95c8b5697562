import { batches } from '../../common/async-iterables.ts';
import type { WritingOperation } from '../../ledger/journal/operation.ts';
import { LOOK_UP } from '../store/read-back.ts';
import { changedMetafields, readMetafields } from '../store/read-metafields.ts';
import type { ApplyContext } from './context.ts';

/** Of a rollback that is resumed: a value that was written since its plan was made stays. */
export async function* settleMetafields(
  context: ApplyContext,
  rows: AsyncIterable<WritingOperation>,
): AsyncGenerator<WritingOperation> {
  const { engine, settled } = context;
  for await (const batch of batches(rows, LOOK_UP)) {
    const there = await readMetafields(
      engine,
      batch.flatMap(({ productId }) => productId ?? []),
    );
    for (const row of batch) {
      const changed = row.productId === null ? [] : changedMetafields(row, there);
      if (changed.length === 0) {
        yield row;
        continue;
      }
      const message = `Written anew since the plan was made, and it stays so: ${changed.join(', ')}.`;
      await engine.ledger.operations.mark([row], {
        state: 'failed',
        error: { code: 'CHANGED_MEANWHILE', message },
      });
      settled(row, 'failed');
    }
  }
}
