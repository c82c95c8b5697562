import type { Problem } from '../../common/errors.ts';
import type { Part } from '../../finditparts/supplier.ts';
import type { Observation } from '../../ledger/journal/observations.ts';
import { isWhole, type PlanFacts } from '../../ledger/journal/plan-notes.ts';
import type { Engine } from '../engine/engine.ts';
import { NO_FACTS } from '../guards/guard.ts';
import { type OpenStore, openStore } from '../store/reader.ts';
import { selectOffers } from '../supply/offers.ts';
import { coverageOf, type SelectedParts } from '../supply/select.ts';
import { planAbsences } from './absences.ts';
import type { RowsAdded } from './make-plan.ts';
import { type PlannedPage, planPage } from './page.ts';
import type { PlanRequest } from './request.ts';

/** What was seen while reading: what guards measure by, and what the plan says beside its rows. */
interface Tally extends PlanFacts {
  unchanged: number;
  problems: Problem[];
  /** Parts without even an id came: they may be any that seem absent. */
  nameless: boolean;
}

/** The plan has every row; the result document has the first of them. */
const PROBLEMS_KEPT = 1_000;

/** Reads both sides, page by page, and adds the rows that bring the store in step with the supplier to the ledger. */
export async function readPages(engine: Engine, request: PlanRequest, planId: string): Promise<RowsAdded> {
  const { ledger, storeKey, drain, emit } = engine;
  const { selection, groups, mapper, rules } = request;
  const sold = groups.includes('stock') ? await engine.openOrders?.read(drain) : undefined;
  const { key, scope } = coverageOf(selection);
  const lastGood = key === null ? null : ((await ledger.goodRuns.last(storeKey, key)) ?? null);
  const tally: Tally = {
    ...{ ...NO_FACTS, complete: true, lastGood, selectionKey: key, owners: rules.owners },
    ...{ unchanged: 0, problems: [...(sold ?? [])], nameless: false },
  };
  await ledger.storeCopy.begin();
  let opened: OpenStore | undefined;
  /** Opened by its first use: then the supplier has said how many parts there are. */
  const store = async (expected: number | null) => (opened ??= await openStore(engine, { expected, groups }));
  const waiting: PlannedPage['waiting'] = [];

  const skuOf = (part: Part) => mapper(part).sku;
  const isKnown = (lastGood?.parts ?? 0) > 0;
  for await (const page of selectOffers(engine, selection, { skuOf, isKnown })) {
    const total = page.total ?? tally.total;
    const progress = (ahead: number) =>
      emit({ type: 'progress', stage: 'read', done: tally.parts + ahead, total, counts: {} });
    const context = { engine, request, planId, store: () => store(page.total) };
    const planned = await planPage(context, page.parts, (done) => progress(page.problems.length + done));
    await ledger.storeCopy.claimUnreadable(page.unreadable.flatMap(({ id }) => id ?? []));
    await ledger.operations.add(planId, planned.rows);
    await ledger.snapshots.seen(storeKey, planned.seen);
    await ledger.observations.add(planId, [...planned.observations, ...page.unreadable.map(unreadable)]);
    waiting.push(...planned.waiting);
    count(tally, page, planned);
    progress(0);
  }
  drain.throwIfAborted();
  tally.unchanged -= await addLinks(engine, planId, waiting);

  await ledger.presence.seen(storeKey, planId, scope);
  if (!isWhole(tally))
    await ledger.operations.holdRemovals(
      planId,
      'READ_INCOMPLETE',
      "The supplier's answer was not whole, so nothing is hidden or set to 0.",
    );
  else if (scope !== null && tally.complete && !tally.nameless) {
    const { find } = await store(null);
    keep(tally, await planAbsences(engine, { request, planId, scope, find }));
  }
  const { problems, unchanged, nameless: _, ...facts } = tally;
  return { read: facts.parts, unchanged, facts, problems, taxonomy: opened?.taxonomy };
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

/** What a page has to say, once it is planned. Parts that are known by their problem alone count among its parts. */
function count(tally: Tally, page: SelectedParts, planned: PlannedPage): void {
  tally.total = page.total ?? tally.total;
  tally.complete &&= page.complete;
  tally.nameless ||= page.unreadable.some(({ id }) => id === null);
  tally.parts += page.problems.length + page.parts.length - planned.figures.repeated;
  tally.unchanged += planned.unchanged;
  for (const figure of ['repeated', 'there', 'inStock', 'tracked', 'dated'] as const)
    tally[figure] += planned.figures[figure];
  keep(tally, [...page.problems, ...planned.problems]);
}

/** Such a part is there, whatever it is. */
function unreadable({ id, reason }: SelectedParts['unreadable'][number], i: number): Observation {
  return { code: 'PART_UNREADABLE', sku: id ?? `(part without id ${i + 1})`, name: '', detail: reason };
}

function keep(tally: Tally, problems: readonly Problem[]): void {
  tally.problems.push(...problems.slice(0, Math.max(0, PROBLEMS_KEPT - tally.problems.length)));
}
