import type { Adjustment } from '../../../bigcommerce/inventory.ts';
import { batches } from '../../../common/async-iterables.ts';
import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { OperationError, OperationOf } from '../../../ledger/journal/operation.ts';
import { sameValue } from '../../../product/compare.ts';
import { namesIn, type ProductChanges } from '../../../product/fields.ts';
import type { Engine } from '../../engine/engine.ts';
import { adjustments, levelFields, levelsOf } from '../../store/levels.ts';
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
  const { ledger, places, storeKey } = context.engine;
  await ledger.operations.mark(rows, { state: 'sent' });
  try {
    const refused = await adjust(
      context.engine,
      rows.map((row) => adjustments(row, row.after, places)),
    );
    const written: Row[] = [];
    for (const [i, row] of rows.entries()) {
      const error = refused[i];
      if (error) await end(row, 'failed', error);
      else written.push(row);
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

/** Sets levels of things that may be at several places each. @returns of each why the store refused it */
export async function adjust(
  { store, giveUp: signal }: Engine,
  levels: readonly (readonly Adjustment[])[],
): Promise<(OperationError | undefined)[]> {
  const left = await store.inventory.adjustAbsolute(levels.flat(), { reason: 'ttpd', signal });
  return levels.map(({ length }) => {
    const refused = left.splice(0, length).find((result) => 'error' in result);
    return refused && 'error' in refused ? errorWords(refused.error) : undefined;
  });
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
    const isShown = (row: Row) => {
      const there: ProductChanges = levelFields(
        levelsOf(levels.get(row.productId) ?? [], row),
        engine.places,
      );
      return namesIn(row.after).every((field) => sameValue(field, row.after[field], there[field]));
    };
    open = open.filter((row) => !isShown(row));
    await lookForSold(open);
    open = open.filter(isStill);
  }
  await lookForSold(rows.filter(isStill));
  return { late: open.filter(isStill), moved: [...moved.values()] };
}
