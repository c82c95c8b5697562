import { batches } from '../../../common/async-iterables.ts';
import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { OperationOf } from '../../../ledger/journal/operation.ts';
import { type Engine, LOCATION } from '../../engine/engine.ts';
import { readLevels } from '../../store/read-back.ts';
import type { ApplyContext } from '../context.ts';
import { lessSoldSince } from '../sold-since.ts';

type Row = OperationOf<'stock'>;

/** Levels in one adjustment (docs/facts/bigcommerce-catalog.md#batches). */
export const STOCK_BATCH = 2_000;
/** The store works adjustments off by and by: how long a level may take to show. */
const READ_BACK_MS = [250, 500, 1_000, 2_000];
/** How often a level is written anew because more of it was sold while it was written. */
const SOLD_MEANWHILE = 3;

/**
 * Up to 2,000 levels in one call, less what was sold since they were planned, then read back until the store shows
 * them. An absolute level undoes what was bought just before it: what sold while it was written is looked for
 * afterwards, and the level written again, that much lower.
 */
export async function applyStock(context: ApplyContext, rows: AsyncIterable<Row>): Promise<void> {
  for await (const batch of batches(rows, STOCK_BATCH)) {
    let open = await lessSoldSince(context.engine, batch);
    for (let pass = 1; open.length > 0; pass++)
      open = await writeLevels(context, open, { mayMove: pass <= SOLD_MEANWHILE });
  }
}

/** @returns rows of which more was sold while they were written, with the level that they are to have */
async function writeLevels(
  context: ApplyContext,
  rows: readonly Row[],
  { mayMove }: { mayMove: boolean },
): Promise<Row[]> {
  const { ledger, store, storeKey, giveUp: signal } = context.engine;
  await ledger.operations.mark(rows, { state: 'sent' });
  try {
    const results = await store.inventory.adjustAbsolute(
      rows.map((row) => ({ sku: row.sku, locationId: LOCATION, quantity: row.after.stock })),
      { reason: 'ttpd sync', signal },
    );
    const written: Row[] = [];
    for (const [i, row] of rows.entries()) {
      const result = results[i];
      if (result && 'ok' in result) written.push(row);
      else if (result) await end(row, 'failed', errorWords(result.error));
    }
    const { late, moved } = await readBackLevels(context.engine, written);
    for (const row of mayMove ? late : [...late, ...moved])
      await end(row, 'unknown', {
        code: 'STOCK_NOT_SEEN',
        message: 'The store took the stock level and does not show it yet.',
      });
    const open = new Set([...late, ...moved].map(({ seq }) => seq));
    const seen = written.filter(({ seq }) => !open.has(seq));
    await ledger.operations.complete(seen, storeKey);
    for (const row of seen) context.settled(row, 'done');
    return mayMove ? moved : [];
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    const state = error.outcome === 'unknown' ? 'unknown' : 'failed';
    for (const row of rows) await end(row, state, errorWords(error));
    return [];
  }

  async function end(row: Row, state: 'failed' | 'unknown', error: { code: string; message: string }) {
    await ledger.operations.mark([row], { state, error });
    context.settled(row, state);
  }
}

/**
 * `late`: rows whose level the store does not show within a few seconds. `moved`: rows of which more is sold by now, as
 * they are to be written. All are asked for, a thousand or so a call.
 */
async function readBackLevels(engine: Engine, rows: readonly Row[]): Promise<{ late: Row[]; moved: Row[] }> {
  const moved = new Map<number, Row>();
  const isStill = ({ seq }: Row) => !moved.has(seq);
  async function lookForSold(some: readonly Row[]): Promise<void> {
    const now = await lessSoldSince(engine, some);
    for (const [i, row] of now.entries()) if (row !== some[i]) moved.set(row.seq, row);
  }

  let open = [...rows];
  for (const wait of READ_BACK_MS) {
    if (open.length === 0) break;
    await engine.clock.sleep(wait, engine.giveUp);
    const levels = await readLevels(
      engine,
      open.map(({ productId }) => productId),
    );
    open = open.filter((row) => levels.get(row.sku.toLowerCase()) !== row.after.stock);
    await lookForSold(open);
    open = open.filter(isStill);
  }
  await lookForSold(rows.filter(isStill));
  return { late: open.filter(isStill), moved: [...moved.values()] };
}
