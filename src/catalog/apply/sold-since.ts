import { batches } from '../../common/async-iterables.ts';
import type { WritingOperation } from '../../ledger/journal/operation.ts';
import type { Engine } from '../engine/engine.ts';
import { restocked } from '../store/levels.ts';

/**
 * Rows of stock as they are to be written by now: what was sold since they were planned is taken off as well, and kept
 * in the plan. What was given back meanwhile is left to the next plan. Looks at the orders that changed since the last
 * look.
 */
export async function lessSoldSince<Row extends WritingOperation>(
  engine: Engine,
  rows: readonly Row[],
): Promise<Row[]> {
  const { openOrders, ledger, giveUp } = engine;
  if (!openOrders || !rows.some(({ offer }) => offer?.sold)) return [...rows];
  await openOrders.read(giveUp);
  const now = rows.map((row) => lowered(engine, row) ?? row);
  await ledger.operations.lower(now.filter((row, i) => row !== rows[i]));
  return now;
}

/** As `lessSoldSince`, for rows that are compared with the store before they are written. */
export async function* eachLessSoldSince(
  engine: Engine,
  rows: AsyncIterable<WritingOperation>,
  size: number,
): AsyncGenerator<WritingOperation> {
  for await (const batch of batches(rows, size)) yield* await lessSoldSince(engine, batch);
}

function lowered<Row extends WritingOperation>({ openOrders }: Engine, row: Row): Row | undefined {
  const { after, offer, productId, sku, snapshot } = row;
  if (row.kind !== 'stock' || !offer?.sold || typeof after.stock !== 'number') return undefined;
  const { pieces, asOf } = offer.sold;
  const sold = openOrders?.of({ productId, sku }, asOf);
  if (!sold || sold.pieces <= pieces) return undefined;
  const stock = Math.max(0, after.stock - (sold.pieces - pieces));
  const level = restocked(after, stock);
  return {
    ...row,
    after: { ...after, ...level },
    snapshot: snapshot && { ...snapshot, fields: { ...snapshot.fields, ...level } },
    reason: `${sold.pieces} sold and not yet ordered, ${sold.pieces - pieces} of them since the plan was made`,
    offer: { ...offer, sold },
  };
}
