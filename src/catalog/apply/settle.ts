import { batches } from '../../common/async-iterables.ts';
import type { Operation } from '../../ledger/journal/operation.ts';
import type { ChangeName } from '../../product/fields.ts';
import { LOOK_UP, readBack, type StoredProduct } from '../store/read-back.ts';
import { rowState, valueNow } from '../store/row-state.ts';
import { NOT_AS_SENT } from '../store/verify.ts';
import type { ApplyContext } from './context.ts';

/**
 * Rows that a run before this one planned, and may have sent: the store is read first. What it has already is done
 * without a second write; what somebody else changed since is not overwritten, and said; the rest goes on to be
 * written. Values are absolute, so a row that was half done is simply done again.
 */
export async function* settle(
  context: ApplyContext,
  rows: AsyncIterable<Operation>,
): AsyncGenerator<Operation> {
  for await (const batch of batches(rows, LOOK_UP)) {
    const now = await readRows(context, batch);
    for (const row of batch) {
      const open = await settleOne(context, row, now.get(row.productId ?? 0));
      if (open) yield open;
    }
  }
}

export function readRows({ engine, taxonomy }: ApplyContext, rows: readonly Operation[]) {
  const ids = (some: readonly Operation[]) => some.flatMap(({ productId }) => productId ?? []);
  return readBack(engine, taxonomy, {
    productIds: ids(rows),
    stockOf: ids(rows.filter(({ after }) => 'stock' in after)),
  });
}

async function settleOne(
  context: ApplyContext,
  row: Operation,
  now: StoredProduct | undefined,
): Promise<Operation | undefined> {
  const { ledger, storeKey } = context.engine;
  if (!now) {
    await end('GONE_MEANWHILE', 'The product is no longer in the store.');
    return undefined;
  }
  const found = rowState(row, now, { strictStock: context.isUndo });
  if (found.is === 'changed') {
    // What the store made of it itself stays in doubt until the store has it as it was sent.
    if (row.error?.code === NOT_AS_SENT) {
      context.settled(row, 'unknown');
      return undefined;
    }
    await end('CHANGED_MEANWHILE', changedText(row, now, found.fields));
    return undefined;
  }
  if (found.is === 'done') {
    await ledger.operations.complete([row], storeKey);
    context.settled(row, 'done');
    return undefined;
  }
  // The store replaces the list of categories as a whole: the one that it has now goes along.
  const { categories } = now.fields;
  return categories ? { ...row, before: { ...row.before, categories } } : row;

  async function end(code: string, message: string): Promise<void> {
    await ledger.operations.mark([row], { state: 'failed', error: { code, message } });
    context.settled(row, 'failed');
  }
}

export function changedText(row: Operation, now: StoredProduct, fields: readonly ChangeName[]): string {
  const { before, after } = row;
  const show = (value: unknown) => JSON.stringify(value ?? null);
  const each = fields.map(
    (field) =>
      `${field} was ${show(before[field])} and was to become ${show(after[field])}; it is ${show(valueNow(field, row, now))}`,
  );
  return `Somebody changed it in the store since the plan was made, and it stays so: ${each.join('; ')}.`;
}
