import { describe, expect, it } from 'vitest';
import { NO_FACTS } from '../../../src/catalog/guards/guard.ts';
import type { PlanFacts } from '../../../src/ledger/journal/plan-notes.ts';
import { scriptedEngine } from '../../helpers/scripted-engine.ts';

describe('the measure of the next run', () => {
  const KEY = 'all';
  const whole: PlanFacts = {
    ...{ ...NO_FACTS, complete: true, total: 40, parts: 40 },
    ...{ selectionKey: KEY, owners: {} },
  };

  async function measured(facts: Partial<PlanFacts>) {
    const { ledger } = (await scriptedEngine()).engine;
    await ledger.goodRuns.record('store', { ...whole, ...facts });
    return (await ledger.goodRuns.last('store', KEY))?.parts;
  }

  it('is the number of parts of a whole answer', async () => {
    expect(await measured({})).toBe(40);
    expect(await measured({ total: null })).toBe(40);
  });

  it.each<[string, Partial<PlanFacts>]>([
    ['proves nothing', { complete: false }],
    ['is short', { parts: 39 }],
    ['is too long', { parts: 41 }],
    ['can be compared with no other', { selectionKey: null }],
  ])('is not that of an answer that %s', async (_, facts) => {
    expect(await measured(facts)).toBeUndefined();
  });
});
