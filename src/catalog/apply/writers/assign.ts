import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { OperationOf } from '../../../ledger/journal/operation.ts';
import type { ApplyContext } from '../context.ts';

/** A product that is made, and not yet on its channels. */
export type MadeRow = OperationOf<'create'> & { productId: number };

/** How many pairs of product and channel a row asks for. */
export function pairsOf({ after }: OperationOf<'create'>): number {
  return after.channels?.length ?? 0;
}

/** Puts new products on their channels, many in a call. Only then they are done: who is on no channel is sold nowhere. */
export async function assignChannels(context: ApplyContext, rows: readonly MadeRow[]): Promise<void> {
  const { store, ledger, storeKey, giveUp: signal } = context.engine;
  const pairs = rows.flatMap(({ productId, after }) =>
    (after.channels ?? []).map((channelId) => ({ productId, channelId })),
  );
  try {
    await store.channels.assign(pairs, signal);
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    const isRefused = error.outcome !== 'unknown';
    if (isRefused && rows.length > 1) {
      for (const row of rows) await assignChannels(context, [row]);
      return;
    }
    const words = errorWords(error);
    const message = `The product is made, and on which channels is not known: ${words.message}`;
    for (const row of rows) {
      const { productId } = row;
      await ledger.operations.mark([row], { state: 'unknown', error: { ...words, message }, productId });
      context.settled(row, 'unknown');
    }
    return;
  }
  await ledger.operations.complete(rows, storeKey);
  for (const row of rows) context.settled(row, 'done');
}
