import { batches } from '../../common/async-iterables.ts';
import type { Clock } from '../../common/clock.ts';
import type { WritingOperation } from '../../ledger/journal/operation.ts';
import { type ChangeName, namesIn } from '../../product/fields.ts';
import { NOT_AS_SENT, tidiedTexts } from '../product/verify.ts';
import { LOOK_UP, readBack, type StoredProduct } from '../store/read-back.ts';
import { rowState, valueNow } from '../store/row-state.ts';
import type { ApplyContext } from './context.ts';

/** What is compared with the store just before a row is written. */
export interface Look {
  /** Fields whose value in the store stays where somebody changed it since the plan was made. */
  isKept(field: ChangeName): boolean;
  /** A run before this one may have written the rows: what the store has already is done. */
  maybeWritten: boolean;
}

/** How old a look may be when a row is written by it, in ms. Rows are read ahead, as many as one call holds. */
const LOOK_AGE = 5_000;

/**
 * Looks at the store before rows are written: what somebody changed since the plan was made is not overwritten, and
 * said; the rest goes on to be written, with the categories that the product has by now. Of rows that a run before this
 * one planned, and may have sent, what the store has already is done without a second write. Values are absolute, so a
 * row that was half done is simply done again.
 */
export async function* settle(
  context: ApplyContext,
  rows: AsyncIterable<WritingOperation>,
  look: Look,
): AsyncGenerator<WritingOperation> {
  const isAsked = (row: WritingOperation) => look.maybeWritten || namesIn(row.after).some(isAskedFor(look));
  for await (const batch of batches(rows, LOOK_UP)) {
    let seen: { isOld: () => boolean; now: Map<number, StoredProduct> } | undefined;
    for (const [i, row] of batch.entries()) {
      if (!isAsked(row)) {
        yield row;
        continue;
      }
      if (!seen || seen.isOld()) {
        const isOld = ages(context.engine.clock);
        seen = { isOld, now: await readRows(context, batch.slice(i).filter(isAsked)) };
      }
      const open = await settleOne(context, row, seen.now.get(row.productId ?? 0), look);
      if (open) yield open;
    }
  }
}

/** By both clocks: the one stands still while the machine sleeps, the other may be set back. */
function ages(clock: Clock): () => boolean {
  const [at, date] = [clock.now(), clock.date().getTime()];
  return () => Math.max(clock.now() - at, Math.abs(clock.date().getTime() - date)) > LOOK_AGE;
}

/** Categories are written as a whole list, so those of a merchant go along whoever owns the field. */
function isAskedFor({ isKept }: Look): (field: ChangeName) => boolean {
  return (field) => field === 'categories' || field === 'removedCategories' || isKept(field);
}

function readRows({ engine, taxonomy }: ApplyContext, rows: readonly WritingOperation[]) {
  const ids = (some: readonly WritingOperation[]) => some.flatMap(({ productId }) => productId ?? []);
  return readBack(engine, taxonomy, {
    productIds: ids(rows),
    stockOf: ids(rows.filter(({ after }) => 'stock' in after)),
  });
}

async function settleOne(
  context: ApplyContext,
  row: WritingOperation,
  now: StoredProduct | undefined,
  { isKept, maybeWritten }: Look,
): Promise<WritingOperation | undefined> {
  const { ledger, storeKey } = context.engine;
  if (!now) {
    await end('GONE_MEANWHILE', 'The product is no longer in the store.');
    return undefined;
  }
  const found = rowState(row, now, isKept);
  if (found.is === 'changed') {
    // What the store made of it itself stays in doubt until the store has it as it was sent.
    if (row.error?.code === NOT_AS_SENT) {
      context.settled(row, 'unknown');
      return undefined;
    }
    await end('CHANGED_MEANWHILE', changedText(row, now, found.fields));
    return undefined;
  }
  if (found.is === 'done' && maybeWritten) {
    const saved = { ...row.undo?.saved, ...tidiedTexts(row.after, now.fields) };
    await ledger.operations.complete([{ ...row, undo: { ...row.undo, saved } }], storeKey);
    context.settled(row, 'done');
    return undefined;
  }
  // The store replaces the list of categories as a whole: the one that it has now goes along.
  const { categories } = now.fields;
  if (row.kind !== 'update' || !categories) return row;
  return { ...row, before: { ...row.before, categories } };

  async function end(code: string, message: string): Promise<void> {
    await ledger.operations.mark([row], { state: 'failed', error: { code, message } });
    context.settled(row, 'failed');
  }
}

function changedText(row: WritingOperation, now: StoredProduct, fields: readonly ChangeName[]): string {
  const { before, after } = row;
  const show = (value: unknown) => JSON.stringify(value ?? null);
  const each = fields.map(
    (field) =>
      `${field} was ${show(before[field])} and was to become ${show(after[field])}; it is ${show(valueNow(field, row, now))}`,
  );
  return `Somebody changed it in the store since the plan was made, and it stays so: ${each.join('; ')}.`;
}
