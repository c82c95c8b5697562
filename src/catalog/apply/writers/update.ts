import { batches, inParallel } from '../../../common/async-iterables.ts';
import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { OperationError, OperationOf } from '../../../ledger/journal/operation.ts';
import { isNone } from '../../../product/compare.ts';
import type { Engine } from '../../engine/engine.ts';
import { compareSaved } from '../../product/verify.ts';
import { adjustments } from '../../store/levels.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import type { ApplyContext } from '../context.ts';
import { writeCustomFields } from './attachments.ts';
import { changesProduct, UPDATE_BATCH, updateBody } from './bodies.ts';
import { removeImages, writeImageDetails, writeImages } from './images.ts';
import { changesVariants, writeVariants, writeVideos } from './nested.ts';
import { adjust } from './stock.ts';

/**
 * Up to ten products in one PUT, then the custom fields and images that only have calls of their own. All of it may be
 * done twice: values are absolute, and what is already there is looked at first. Each row ends once, by what became of
 * its own calls.
 */
export async function applyUpdates(
  context: ApplyContext,
  rows: AsyncIterable<OperationOf<'update' | 'hide'>>,
): Promise<void> {
  const { concurrency } = context.engine;
  await inParallel(batches(rows, UPDATE_BATCH), concurrency, (batch) => applyBatch(context, batch));
}

async function applyBatch(
  context: ApplyContext,
  rows: readonly OperationOf<'update' | 'hide'>[],
): Promise<void> {
  const { ledger, storeKey } = context.engine;
  await ledger.operations.mark(rows, { state: 'sent' });
  let open = await step(context, rows, ({ after }) => changesProduct(after), writeProducts);
  open = await step(context, open, changesVariants, writeVariants);
  const written: OperationOf<'update' | 'hide'>[] = [];
  for (const row of open) written.push(...(await step(context, [row], () => true, writeParts)));
  await ledger.operations.complete(written, storeKey);
  for (const row of written) context.settled(row, 'done');
}

/** Rows that did not end well, and what their calls said. */
type Refusals = Map<OperationOf<'update' | 'hide'>, { state: 'failed' | 'unknown'; error: OperationError }>;

/** Calls for those rows that they are about; answers with the rows that go on. */
async function step(
  context: ApplyContext,
  rows: readonly OperationOf<'update' | 'hide'>[],
  isAbout: (row: OperationOf<'update' | 'hide'>) => boolean,
  write: (context: ApplyContext, rows: readonly OperationOf<'update' | 'hide'>[]) => Promise<Refusals>,
): Promise<OperationOf<'update' | 'hide'>[]> {
  const about = rows.filter(isAbout);
  if (about.length === 0) return [...rows];
  const refused = await write(context, about).catch((error: unknown): Refusals => {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    const state = error.outcome === 'unknown' ? 'unknown' : 'failed';
    return new Map(about.map((row) => [row, { state, error: errorWords(error) }]));
  });
  for (const [row, { state, error }] of refused) {
    await context.engine.ledger.operations.mark([row], { state, error });
    context.settled(row, state);
  }
  return rows.filter((row) => !refused.has(row));
}

/** What the product itself says; texts that the store tidied are remembered in the row. */
async function writeProducts(
  { engine, taxonomy }: ApplyContext,
  rows: readonly OperationOf<'update' | 'hide'>[],
): Promise<Refusals> {
  const { store, places, giveUp: signal } = engine;
  const refused: Refusals = new Map();
  const isStockedInline = places.isOnlyDefault;
  const results = await store.products.updateBatch(
    rows.map((row) => updateBody(row.productId, row.after, categoriesOf(row, taxonomy), { isStockedInline })),
    signal,
  );
  for (const [i, row] of rows.entries()) {
    const result = results[i];
    if (!result) continue;
    if ('error' in result) {
      const state = result.error.outcome === 'unknown' ? 'unknown' : 'failed';
      refused.set(row, { state, error: errorWords(result.error) });
      continue;
    }
    const { error, tidied: saved } = compareSaved(result.ok, row.after);
    if (saved) row.undo = { ...row.undo, saved };
    if (error) refused.set(row, { state: 'unknown', error });
  }
  if (!isStockedInline) await writeLevels(engine, rows, refused);
  return refused;
}

/** Levels that a product begins to be counted by, at locations that its own PUT does not know. */
async function writeLevels(
  engine: Engine,
  rows: readonly OperationOf<'update' | 'hide'>[],
  refused: Refusals,
): Promise<void> {
  const stocked = rows.filter((row) => !isNone(row.after.stock) && !refused.has(row));
  const errors = await adjust(
    engine,
    stocked.map((row) => adjustments(row, row.after, engine.places)),
  );
  for (const [i, row] of stocked.entries()) {
    const error = errors[i];
    if (error) refused.set(row, { state: 'failed', error });
  }
}

/** What the product has, with what is added and without what is taken away; `undefined` where they stay. */
function categoriesOf(
  { before, after }: OperationOf<'update' | 'hide'>,
  taxonomy: Taxonomy,
): number[] | undefined {
  const { categories, removedCategories } = after;
  if (!categories && !removedCategories) return undefined;
  const all = taxonomy.idsOf([...(before.categories ?? []), ...(categories ?? [])]);
  const removed = new Set(taxonomy.idsOf(removedCategories ?? []));
  return all.filter((id) => !removed.has(id));
}

/** What has calls of its own. */
async function writeParts(
  context: ApplyContext,
  rows: readonly OperationOf<'update' | 'hide'>[],
): Promise<Refusals> {
  const { engine } = context;
  const refused: Refusals = new Map();
  for (const row of rows) {
    await writeCustomFields(engine, row.productId, row);
    await removeImages(engine, row.productId, row);
    await writeImages(engine, row.productId, row);
    const error = await writeImageDetails(engine, row.productId, row);
    await writeVideos(context, row.productId, row);
    if (error) refused.set(row, { state: 'failed', error });
  }
  return refused;
}
