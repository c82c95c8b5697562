import type { Observation } from '../../ledger/journal/observations.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { GuardLimits } from '../../rules/schema.ts';
import { ROW_GUARDS, type RowGuard } from './by-row.ts';
import { shortAnswer } from './completeness.ts';
import {
  codeOf,
  exceeds,
  type GuardFacts,
  type GuardName,
  type Offender,
  percentage,
  type Tripped,
} from './guard.ts';
import { saveOffenders } from './offenders.ts';

type Ask = Pick<Tripped, 'guard' | 'message' | 'offenders' | 'of'>;

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
 * Asks every guard about a plan whose rows and observations are in the ledger, and keeps with the plan what they say:
 * the plan cannot be applied until each that tripped is overridden. To be called before the plan is finished. Rows are
 * walked, so memory is flat; offenders are saved as CSV beside the ledger.
 */
export async function checkGuards(
  { ledger }: { ledger: Ledger },
  planId: string,
  facts: GuardFacts,
  limits: GuardLimits,
  overrides: readonly GuardName[] = [],
): Promise<Tripped[]> {
  const asked = [
    ...completeness(facts, limits),
    ...(await askObserved(ledger, planId, facts, limits)),
    ...(await askRows(ledger, planId, facts, limits)),
  ];
  const tripped: Tripped[] = [];
  for (const ask of asked) {
    const saved = await saveOffenders(
      ledger,
      planId,
      ask.guard,
      offendersOf(ledger, planId, ask.guard, limits),
    );
    tripped.push({ ...ask, code: codeOf(ask.guard), ...saved, overridden: overrides.includes(ask.guard) });
  }
  await ledger.plans.note(planId, { guards: tripped });
  return tripped;
}

function completeness(facts: GuardFacts, limits: GuardLimits): Ask[] {
  const short = shortAnswer(facts, limits.completeness);
  return short
    ? [{ guard: 'completeness', message: short.message, offenders: short.missing, of: short.of }]
    : [];
}

async function askObserved(
  ledger: Ledger,
  planId: string,
  facts: GuardFacts,
  limits: GuardLimits,
): Promise<Ask[]> {
  const counts = await ledger.observations.counts(planId);
  return OBSERVED.flatMap((guard) => {
    const [count, of, limit] = [counts[guard.code] ?? 0, guard.of(facts), guard.limits(limits)];
    return exceeds(count, of, limit) ? [asking(guard.name, count, of, guard.says(limits), limit.share)] : [];
  });
}

async function askRows(
  ledger: Ledger,
  planId: string,
  facts: GuardFacts,
  limits: GuardLimits,
): Promise<Ask[]> {
  const found = new Map<RowGuard, { count: number; alone: number }>(
    ROW_GUARDS.map((guard) => [guard, { count: 0, alone: 0 }]),
  );
  for await (const row of ledger.operations.iterate(planId, { kinds: ['update', 'stock', 'hide', 'skip'] }))
    for (const [guard, tally] of found) {
      const offence = guard.offence(row, limits);
      if (!offence) continue;
      tally.count += 1;
      if (offence.alone) tally.alone += 1;
    }
  return [...found].flatMap(([guard, { count, alone }]) => {
    const [of, limit] = [guard.of(facts), guard.limits(limits)];
    if (alone === 0 && !exceeds(count, of, limit)) return [];
    const ask = asking(guard.name, count, of, guard.says(limits), limit.share);
    const also = alone > 0 && guard.saysAlone ? ` ${alone} ${guard.saysAlone(limits)}.` : '';
    return [{ ...ask, message: ask.message + also }];
  });
}

function asking(guard: GuardName, count: number, of: number, says: string, share: string): Ask {
  const message = `${count} of ${of} ${says} (${percentage(count, of)}; the limit is ${share}).`;
  return { guard, message, offenders: count, of };
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
    for await (const row of ledger.operations.iterate(planId, {
      kinds: ['update', 'stock', 'hide', 'skip'],
    })) {
      const offence = guard.offence(row, limits);
      if (!offence) continue;
      const { before, after, reason } = offence;
      yield { sku: row.sku, name: row.name, before, after, reason };
    }
    return;
  }
  const code: Observation['code'] = OBSERVED.find((each) => each.name === name)?.code ?? 'PART_ABSENT';
  for await (const { sku, name: of, detail } of ledger.observations.iterate(planId, code))
    yield { sku, name: of, before: null, after: null, reason: detail };
}
