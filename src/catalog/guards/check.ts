import { batches } from '../../common/async-iterables.ts';
import type { Observation } from '../../ledger/journal/observations.ts';
import { type FieldValues, isHeld, type Operation } from '../../ledger/journal/operation.ts';
import type { GuardFacts, GuardName, Offender, Tripped } from '../../ledger/journal/plan-notes.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { GuardLimits } from '../../rules/schema.ts';
import { hours } from '../../rules/schema-values.ts';
import { ROW_GUARDS, type RowGuard } from './by-row.ts';
import { shortAnswer } from './completeness.ts';
import { codeOf, exceeded, type Measure } from './guard.ts';
import { saveOffenders } from './offenders.ts';

/** Guards on what was observed of parts and is no row of the plan. */
const OBSERVED = [
  {
    name: 'unreadable',
    code: 'PART_UNREADABLE',
    limits: ({ unreadable }: GuardLimits) => unreadable,
    of: ({ parts }: GuardFacts) => parts,
    says: () => "of the supplier's parts cannot be read",
  },
  {
    name: 'stock-unknown',
    code: 'STOCK_UNKNOWN',
    limits: ({ stockUnknown }: GuardLimits) => stockUnknown,
    of: ({ tracked }: GuardFacts) => tracked,
    says: () => 'products in the store have a stock that the supplier does not know',
  },
  {
    name: 'stock-stale',
    code: 'STOCK_STALE',
    limits: ({ stockStale }: GuardLimits) => stockStale,
    of: ({ dated }: GuardFacts) => dated,
    says: ({ stockStale }: GuardLimits) => `parts have a stock that is older than ${stockStale.after}`,
  },
] as const;

/**
 * Asks every guard about a plan whose rows and observations are in the ledger. The plan cannot be applied until each that
 * tripped is overridden. Rows are walked, so memory is flat; offenders are saved as CSV beside the ledger.
 */
export async function checkGuards(
  { ledger }: { ledger: Ledger },
  planId: string,
  facts: GuardFacts,
  limits: GuardLimits,
  overrides: readonly GuardName[] = [],
): Promise<Tripped[]> {
  const measures = [
    ...(await measureObserved(ledger, planId, facts, limits)),
    ...(await measureRows(ledger, planId, facts, limits)),
  ];
  const short = shortAnswer(facts, limits.completeness);
  const tripped: Tripped[] = [];
  for (const ask of [...(short ? [short] : []), ...exceeded(measures)]) {
    const saved = await saveOffenders(
      ledger,
      planId,
      ask.guard,
      offendersOf(ledger, planId, ask.guard, limits),
    );
    tripped.push({ ...ask, code: codeOf(ask.guard), ...saved, overridden: overrides.includes(ask.guard) });
  }
  return tripped;
}

async function measureObserved(
  ledger: Ledger,
  planId: string,
  facts: GuardFacts,
  limits: GuardLimits,
): Promise<Measure[]> {
  const counts = await ledger.observations.counts(planId);
  return OBSERVED.map(({ name, code, of, ...guard }) => ({
    guard: name,
    count: counts[code] ?? 0,
    of: of(facts),
    limit: guard.limits(limits),
    says: guard.says(limits),
  }));
}

const KINDS = ['update', 'stock', 'hide', 'metafields', 'skip'] as const;
const BATCH = 500;

interface Past {
  limits: GuardLimits;
  planId: string;
}

/** The plan's rows that may be an offence, with what the store had some days ago where it was changed since. */
async function* rowsWithPast(
  { operations, recent }: Ledger,
  { planId, limits }: Past,
): AsyncGenerator<{ row: Operation; earlier: FieldValues }> {
  const since = await recent.since(planId, 'price-move', hours(limits.memory));
  for await (const batch of batches(operations.iterate(planId, { kinds: KINDS }), BATCH)) {
    const skus = batch.flatMap(({ kind, sku }) => (kind === 'update' ? [sku] : []));
    const earlier = await recent.firstBefore(planId, since, skus);
    for (const row of batch)
      if (!isHeld(row)) yield { row, earlier: earlier.get(row.sku.toLowerCase()) ?? {} };
  }
}

async function measureRows(
  ledger: Ledger,
  planId: string,
  facts: GuardFacts,
  limits: GuardLimits,
): Promise<Measure[]> {
  const found = new Map<RowGuard, { count: number; alone: number; last: string }>(
    ROW_GUARDS.map((guard) => [guard, { count: 0, alone: 0, last: '' }]),
  );
  for await (const { row, earlier } of rowsWithPast(ledger, { planId, limits }))
    for (const [guard, tally] of found) {
      const offence = guard.offence(row, limits, earlier);
      if (!offence) continue;
      // A product's rows stand together, and it counts once.
      if (tally.last !== row.sku) tally.count += 1;
      tally.last = row.sku;
      if (offence.alone) tally.alone += 1;
    }
  const measures: Measure[] = [];
  for (const [guard, { count, alone }] of found) {
    const { name, past } = guard;
    const since = past && count > 0 && (await ledger.recent.since(planId, name, hours(limits.memory)));
    measures.push({
      guard: name,
      count,
      past: since ? await ledger.recent.stillGone(planId, since, past) : 0,
      of: guard.of(facts),
      limit: guard.limits(limits),
      says: guard.says(limits),
      saysAlone: alone > 0 && guard.saysAlone ? `${alone} ${guard.saysAlone(limits)}` : undefined,
    });
  }
  return measures;
}

/** One by one, in the plan's order. */
async function* offendersOf(
  ledger: Ledger,
  planId: string,
  name: GuardName,
  limits: GuardLimits,
): AsyncIterable<Offender> {
  const guard = ROW_GUARDS.find((each) => each.name === name);
  if (guard) {
    let last = '';
    for await (const { row, earlier } of rowsWithPast(ledger, { planId, limits })) {
      const offence = guard.offence(row, limits, earlier);
      if (!offence || row.sku === last) continue;
      last = row.sku;
      const { before, after, reason } = offence;
      yield { sku: row.sku, name: row.name, before, after, reason };
    }
    return;
  }
  const code: Observation['code'] = OBSERVED.find((each) => each.name === name)?.code ?? 'PART_ABSENT';
  for await (const { sku, name: of, detail } of ledger.observations.iterate(planId, code))
    yield { sku, name: of, before: null, after: null, reason: detail };
}
