import type { UnreadableProduct } from '../../../bigcommerce/product-reader.ts';
import { batches } from '../../../common/async-iterables.ts';
import { ExitCode, type Problem } from '../../../common/errors.ts';
import type { ProductRow } from '../../../csv/csv-row.ts';
import type { NewOperation } from '../../../ledger/journal/operation.ts';
import type { Floor, GuardName, PlanFacts } from '../../../ledger/journal/plan-notes.ts';
import { FIELD_GROUPS, type FieldGroup } from '../../../product/table.ts';
import type { Rules } from '../../../rules/schema.ts';
import type { Engine } from '../../engine/engine.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { type RunOptions, type RunOutcome, run } from '../../runs.ts';
import { readLevels } from '../../store/read-back.ts';
import {
  allFields,
  INCLUDE_ALL,
  openStore,
  PRODUCT_UNREADABLE,
  type StoreEntry,
  type StoreReader,
  toRow,
  unreadableText,
  withStock,
} from '../../store/reader.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import { tooManyErrors } from './check-file.ts';
import { refusedByStore, withLines } from './failed-rows.ts';
import { type PlannedRow, planFileRow } from './plan-row.ts';
import { floorsFor } from './price-floors.ts';
import { reportOn } from './row-problems.ts';
import { createSoldPieces } from './sold-pieces.ts';

export interface ImportRequest {
  /** What the plan says it was made of. */
  source: { file: string; format: string };
  /** Rows that were checked, and how many. */
  rows: () => AsyncIterable<ProductRow>;
  products: number;
  /** Levels cost calls of their own. */
  hasStock: boolean;
  rules: Pick<Rules, 'owners' | 'guards' | 'price'>;
  /** Floors of prices that the file may go below. */
  allowBelow?: readonly Floor[];
  /** Guards that are to let this plan pass. */
  overrides?: readonly GuardName[];
  /** Rows that the store's state may refuse before all are given up. */
  maxErrors: number;
  approve?: RunOptions['approve'];
  /** Gets the rows that the store's state refuses, before anybody is asked and the first write. */
  setApart?: (rejected: readonly Problem[]) => Promise<void>;
}

export interface ImportOutcome extends RunOutcome {
  /** Rows that the store refused when they were written: their problems, for the rejects file. */
  refused: Problem[];
}

/** SKUs that are looked up and planned together. */
const PAGE = 250;
/** The result document has the first of them; the rejects file has every error. */
const PROBLEMS_KEPT = 1_000;

/** Plans a checked file, and applies the plan once `approve` has let it through. Without `approve` it is a dry run. */
export async function importProducts(engine: Engine, request: ImportRequest): Promise<ImportOutcome> {
  const { source, products, rules, overrides, approve } = request;
  const made = await makePlan(engine, {
    selection: { ...source },
    total: products,
    guards: { limits: rules.guards, overrides },
    addRows: (planId) => planRows(engine, request, planId),
  });
  const { rejected } = made.seen;
  await request.setApart?.(rejected);
  const outcome = await run(engine, made, { approve });
  const isPartial = rejected.length > 0 && outcome.exitCode === ExitCode.Done;
  const refused = outcome.applied.failed > 0 ? await refusedByStore(engine, made.plan.id) : [];
  return {
    ...outcome,
    problems: await withLines(outcome.problems, request.rows()),
    refused: await withLines(refused, request.rows()),
    ...(isPartial ? { exitCode: ExitCode.Partial } : {}),
  };
}

interface Tally {
  rows: number;
  unchanged: number;
  problems: Problem[];
  rejected: Problem[];
  /** Rows whose product the store has, with stock, and whose stock it counts at all. */
  there: number;
  inStock: number;
  tracked: number;
}

/** A file proves nothing of the supplier's catalogue; what changes is measured by the products that are there. */
function factsOf({ rows, there, inStock, tracked }: Tally, { rules }: ImportRequest): PlanFacts {
  return {
    total: null,
    parts: rows,
    repeated: 0,
    complete: false,
    lastGood: null,
    there,
    inStock,
    tracked,
    dated: 0,
    selectionKey: null,
    owners: rules.owners,
  };
}

async function planRows(engine: Engine, request: ImportRequest, planId: string) {
  const { ledger, emit, storeKey } = engine;
  const tally: Tally = {
    rows: 0,
    unchanged: 0,
    problems: [],
    rejected: [],
    there: 0,
    inStock: 0,
    tracked: 0,
  };
  const floors = floorsFor(request.rules.price.floors, request.allowBelow ?? []);
  await ledger.storeCopy.begin();
  const groups: readonly FieldGroup[] = request.hasStock
    ? FIELD_GROUPS
    : FIELD_GROUPS.filter((group) => group !== 'stock');
  if (request.hasStock) await engine.openOrders?.read(engine.drain);
  const sold = createSoldPieces(engine);
  const { taxonomy, find, unreadable, channelsOfNew } = await openStore(engine, {
    expected: request.products,
    groups,
    whole: true,
  });
  for await (const page of batches(request.rows(), PAGE)) {
    engine.drain.throwIfAborted();
    const theirs = await lookUp(engine, find, taxonomy, page);
    const skus = page.flatMap((row) => row.sku || theirs.get(row)?.sku || []);
    const snapshots = await ledger.snapshots.find(storeKey, skus);
    const operations: NewOperation[] = [];
    for (const row of page) {
      const there = theirs.get(row);
      const sku = row.sku || there?.sku || '';
      const planned =
        unreadableRow(row, unreadable.get(sku.toLowerCase())) ??
        (await twin(engine, row, sku)) ??
        (await planFileRow({
          row,
          theirs: there,
          snapshot: snapshots.get(sku.toLowerCase()),
          owners: request.rules.owners,
          floors,
          includedTax: engine.places.includedTax,
          pricesByVariant: ['shopify', 'woocommerce'].includes(request.source.format),
          taxonomy,
          channelsOfNew,
        }));
      operations.push(...planned.operations);
      sold.count(planned.operations);
      if (there) tally.there += 1;
      if (there?.tracked) tally.tracked += 1;
      if ((there?.fields.stock ?? 0) > 0) tally.inStock += 1;
      keep(tally, planned);
    }
    if (tally.rejected.length > request.maxErrors) throw tooManyErrors(tally.rejected, request.maxErrors);
    await ledger.operations.add(planId, operations);
    tally.rows += page.length;
    emit({ type: 'progress', stage: 'read', done: tally.rows, total: request.products, counts: {} });
  }
  const { rows: read, unchanged, rejected } = tally;
  const problems = [...sold.problems(), ...tally.problems];
  return { read, unchanged, facts: factsOf(tally, request), problems, rejected, taxonomy };
}

/** Two rows of one product, one of which names it by its number: the second is refused, as for SKUs. */
async function twin({ ledger }: Engine, row: ProductRow, sku: string): Promise<PlannedRow | undefined> {
  if (sku === '') return undefined;
  const claimed = await ledger.storeCopy.claim(sku, String(row.line));
  if (claimed.claim !== 'taken') return undefined;
  const report = reportOn({ line: row.line, sku });
  report.error('DUPLICATE_SKU', `Line ${claimed.by} is about this product already.`, {
    hint: 'Keep one of the two.',
  });
  return { operations: [], rejected: true, problems: report.problems };
}

function keep(tally: Tally, { operations, rejected, problems }: PlannedRow): void {
  if (rejected) tally.rejected.push(...problems);
  else if (operations.length === 0) tally.unchanged += 1;
  tally.problems.push(...problems.slice(0, Math.max(0, PROBLEMS_KEPT - tally.problems.length)));
}

/** The store's product of the row cannot be compared with it. */
function unreadableRow(row: ProductRow, product: UnreadableProduct | undefined): PlannedRow | undefined {
  if (!product) return undefined;
  const report = reportOn(row);
  report.error(PRODUCT_UNREADABLE, unreadableText(product));
  return { operations: [], rejected: true, problems: report.problems };
}

/** By SKU; rows without one name their product by its number. */
async function lookUp(
  engine: Engine,
  find: StoreReader['find'],
  taxonomy: Taxonomy,
  page: readonly ProductRow[],
): Promise<Map<ProductRow, StoreEntry>> {
  const { store, drain: signal } = engine;
  const bySku = await find(page.flatMap(({ sku }) => sku || []));
  const ids = page.flatMap(({ sku, productId }) => (sku === '' && productId ? productId : []));
  const byId = new Map<number, StoreEntry>();
  const levels = await readLevels(engine, ids);
  if (ids.length > 0)
    for (const product of await store.products.byIds(ids, { include: INCLUDE_ALL, signal })) {
      const { product: theirs } = await toRow(product, allFields(taxonomy, true));
      byId.set(product.id, withStock(theirs, levels.get(product.id) ?? [], engine.places));
    }
  const found = new Map<ProductRow, StoreEntry>();
  for (const row of page) {
    const theirs = row.sku === '' ? byId.get(row.productId ?? 0) : bySku.get(row.sku.toLowerCase());
    if (theirs) found.set(row, theirs);
  }
  return found;
}
