import { Big } from 'big.js';
import { type GuardFacts, isWhole } from '../../ledger/journal/plan-notes.ts';
import { fraction } from '../../rules/schema-values.ts';
import { type Exceeded, percentage } from './guard.ts';

/**
 * The supplier's answer must be whole before anything follows from it: as many distinct parts as it says there are, and
 * about as many as there were last time (docs/facts/reliability.md#incomplete-answers). Parts that move between pages
 * while they are read are a common cause; a second run then succeeds. One part fewer is never a short answer, unless it
 * was the only one.
 */
export function shortAnswer(facts: GuardFacts, share: string): Exceeded | undefined {
  const { total, parts, repeated, lastGood } = facts;
  if (!isWhole(facts) && total !== null)
    return {
      guard: 'completeness',
      message: `The supplier says it has ${total} parts here and gave ${parts}${repeated > 0 ? `, ${repeated} of them twice` : ''}.`,
      offenders: Math.abs(total - parts),
      of: total,
    };
  if (!facts.complete || !lastGood) return undefined;
  const missing = lastGood.parts - parts;
  const isShort = new Big(parts).lt(fraction(share).times(lastGood.parts));
  if (!isShort || (missing <= 1 && parts > 0)) return undefined;
  return {
    guard: 'completeness',
    message: `The supplier gave ${parts} parts, and ${lastGood.parts} for the same selection on ${lastGood.readAt.slice(0, 10)} (${percentage(parts, lastGood.parts)}; at least ${share} are wanted).`,
    offenders: missing,
    of: lastGood.parts,
  };
}
