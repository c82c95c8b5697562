import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { OperationOf } from '../../../ledger/journal/operation.ts';
import { type Engine, LOCATION } from '../../engine/engine.ts';
import { readLevels } from '../../store/read-back.ts';
import type { ApplyContext } from '../context.ts';

/** The store works adjustments off by and by: how long a level may take to show. */
const READ_BACK_MS = [250, 500, 1_000, 2_000];

/** Up to 2,000 levels in one call, then read back until the store shows them. */
export async function applyStock(
  context: ApplyContext,
  rows: readonly OperationOf<'stock'>[],
): Promise<void> {
  const { ledger, store, storeKey, giveUp: signal } = context.engine;
  await ledger.operations.mark(rows, { state: 'sent' });
  try {
    const results = await store.inventory.adjustAbsolute(
      rows.map((row) => ({ sku: row.sku, locationId: LOCATION, quantity: row.after.stock })),
      { reason: 'ttpd sync', signal },
    );
    const written: OperationOf<'stock'>[] = [];
    for (const [i, row] of rows.entries()) {
      const result = results[i];
      if (result && 'ok' in result) written.push(row);
      else if (result) await end(row, 'failed', errorWords(result.error));
    }
    const late = await unseen(context.engine, written);
    for (const row of late)
      await end(row, 'unknown', {
        code: 'STOCK_NOT_SEEN',
        message: 'The store took the stock level and does not show it yet.',
      });
    const seen = written.filter((row) => !late.includes(row));
    await ledger.operations.complete(seen, storeKey);
    for (const row of seen) context.settled(row, 'done');
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    const state = error.outcome === 'unknown' ? 'unknown' : 'failed';
    for (const row of rows) await end(row, state, errorWords(error));
  }

  async function end(
    row: OperationOf<'stock'>,
    state: 'failed' | 'unknown',
    error: { code: string; message: string },
  ) {
    await ledger.operations.mark([row], { state, error });
    context.settled(row, state);
  }
}

/** Rows whose level the store does not show within a few seconds. All are asked for, a thousand or so a call. */
async function unseen(
  engine: Engine,
  rows: readonly OperationOf<'stock'>[],
): Promise<OperationOf<'stock'>[]> {
  let open = [...rows];
  for (const wait of READ_BACK_MS) {
    if (open.length === 0) break;
    await engine.clock.sleep(wait, engine.giveUp);
    const levels = await readLevels(
      engine,
      open.map(({ productId }) => productId),
    );
    open = open.filter((row) => levels.get(row.sku.toLowerCase()) !== row.after.stock);
  }
  return open;
}
