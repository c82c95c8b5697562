import type { Problem } from '../../common/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { isWhole } from '../guards/completeness.ts';
import { NO_FACTS } from '../guards/guard.ts';
import type { PlanFacts } from '../guards/verdict.ts';
import { openStoreReader, type StoreReader } from '../store/reader.ts';
import type { Taxonomy } from '../store/taxonomy.ts';
import { type SelectedParts, scopeOf, selectionKey, selectParts } from '../supply/select.ts';
import { planAbsences } from './absences.ts';
import { makePlan } from './make-plan.ts';
import { type PlannedPage, planPage } from './page.ts';
import type { PlanRequest } from './request.ts';
import type { ReadyPlan } from './saved-plan.ts';

/** What was seen while reading: what guards measure by, and what the plan says beside its rows. */
interface Tally extends PlanFacts {
  unchanged: number;
  problems: Problem[];
}

/** The plan has every row; the result document has the first of them. */
const PROBLEMS_KEPT = 1_000;

/** The plan that brings the store in step with the supplier: what would change, row by row. */
export function buildPlan(engine: Engine, request: PlanRequest): Promise<ReadyPlan> {
  const { selection, groups, rules, overrides } = request;
  return makePlan(engine, {
    selection: { ...selection, groups },
    guards: { limits: rules.guards, overrides },
    async addRows(planId, taxonomy) {
      const { problems, unchanged, ...facts } = await readPages(engine, request, planId, taxonomy);
      return { read: facts.parts, unchanged, facts, problems };
    },
  });
}

/** Reads both sides, page by page, and adds the plan's rows to the ledger. */
async function readPages(
  engine: Engine,
  request: PlanRequest,
  planId: string,
  taxonomy: Taxonomy,
): Promise<Tally> {
  const { ledger, supplier, storeKey, drain: signal } = engine;
  const { selection, groups, mapper, rules } = request;
  const [key, scope] = [selectionKey(selection), scopeOf(selection)];
  const tally: Tally = {
    ...NO_FACTS,
    complete: true,
    selectionKey: key,
    owners: rules.owners,
    unchanged: 0,
    problems: [],
  };
  if (key !== null) tally.lastGood = (await ledger.goodRuns.last(storeKey, key)) ?? null;
  if (groups.includes('stock')) keep(tally, (await engine.openOrders?.read(signal)) ?? []);
  await ledger.storeCopy.begin();
  let reader: StoreReader | undefined;
  const open = (expected: number | null) => openStoreReader(engine, taxonomy, { expected, groups });
  const skuOf = (part: Parameters<typeof mapper>[0]) => mapper(part).sku;
  const isKnown = (tally.lastGood?.parts ?? 0) > 0;
  const waiting: PlannedPage['waiting'] = [];
  /** Parts without even an id may be any that seem absent. */
  let nameless = false;

  for await (const page of selectParts(supplier, selection, { skuOf, isKnown, signal })) {
    reader ??= await open(page.total);
    count(tally, page);
    const planned = await planPage({ engine, reader, request, planId, taxonomy }, page.parts, (done) =>
      progress(engine, tally, done),
    );
    await ledger.operations.add(planId, planned.rows);
    await ledger.snapshots.seen(storeKey, planned.seen);
    await ledger.observations.add(planId, [...planned.observed.observations, ...planned.agreed]);
    nameless ||= await noteUnreadable(engine, planId, page);
    waiting.push(...planned.waiting);
    countPlanned(tally, page, planned);
    progress(engine, tally, 0);
  }
  signal.throwIfAborted();
  tally.unchanged -= await addLinks(engine, planId, waiting);

  await ledger.presence.seen(storeKey, planId, scope);
  if (!isWhole(tally))
    await ledger.operations.holdRemovals(
      planId,
      'READ_INCOMPLETE',
      "The supplier's answer was not whole, so nothing is hidden or set to 0.",
    );
  else if (scope !== null && tally.complete && !nameless) {
    reader ??= await open(null);
    keep(tally, await planAbsences(engine, { request, planId, scope, reader }));
  }
  return tally;
}

/** Adds the links whose replacement this plan creates; answers how many products had no row before. */
async function addLinks(
  { ledger }: Engine,
  planId: string,
  waiting: PlannedPage['waiting'],
): Promise<number> {
  const replacements = waiting.map(({ row }) => String(row.after.related));
  const created = await ledger.operations.createdParts(planId, replacements);
  const links = waiting.filter(({ row }) => created.has(String(row.after.related)));
  await ledger.operations.add(
    planId,
    links.map(({ row }) => row),
  );
  return links.filter(({ isOnly }) => isOnly).length;
}

function count(tally: Tally, page: SelectedParts): void {
  tally.total = page.total ?? tally.total;
  tally.complete &&= page.complete;
  tally.parts += page.problems.length;
  keep(tally, page.problems);
}

function countPlanned(tally: Tally, { parts }: SelectedParts, planned: PlannedPage): void {
  tally.repeated += planned.repeated;
  tally.parts += parts.length - planned.repeated;
  tally.unchanged += planned.unchanged;
  for (const figure of ['there', 'inStock', 'tracked', 'dated'] as const)
    tally[figure] += planned.observed[figure];
  keep(tally, planned.problems);
}

/** Such a part is there, whatever it is. Answers whether one has no id to know it by. */
async function noteUnreadable(
  { ledger }: Engine,
  planId: string,
  { unreadable }: SelectedParts,
): Promise<boolean> {
  const ids = unreadable.flatMap(({ id }) => id ?? []);
  await ledger.storeCopy.claimUnreadable(ids);
  await ledger.observations.add(
    planId,
    unreadable.map(({ id, reason }, i) => ({
      code: 'PART_UNREADABLE',
      sku: id ?? `(part without id ${i + 1})`,
      name: '',
      detail: reason,
    })),
  );
  return ids.length < unreadable.length;
}

function keep(tally: Tally, problems: readonly Problem[]): void {
  tally.problems.push(...problems.slice(0, Math.max(0, PROBLEMS_KEPT - tally.problems.length)));
}

function progress({ emit }: Engine, { parts, total }: Tally, ahead: number): void {
  emit({ type: 'progress', stage: 'read', done: parts + ahead, total, counts: {} });
}
