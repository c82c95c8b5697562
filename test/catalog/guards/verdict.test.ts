import { describe, expect, it } from 'vitest';
import { guardProblems, overrideCommand, stopping } from '../../../src/catalog/guards/verdict.ts';
import { trippedGuards } from '../../../src/catalog/plan/saved-plan.ts';
import type { Tripped } from '../../../src/ledger/journal/plan-notes.ts';

function tripped(guard: Tripped['guard'], changes: Partial<Tripped> = {}): Tripped {
  return {
    guard,
    code: `GUARD_${guard.toUpperCase()}`,
    message: 'Too many.',
    offenders: 30,
    of: 60,
    first: [],
    file: null,
    overridden: false,
    ...changes,
  };
}

describe('the guards that stop a plan', () => {
  it('are those that nobody lets it pass, now or when it was made', () => {
    const guards = [tripped('hiding', { overridden: true }), tripped('zeroing'), tripped('price')];

    const all = trippedGuards({ guards }, ['price']);

    expect(all.map(({ guard, overridden }) => [guard, overridden])).toEqual([
      ['hiding', true],
      ['zeroing', false],
      ['price', true],
    ]);
    expect(stopping(all).map(({ guard }) => guard)).toEqual(['zeroing']);
    expect(stopping(trippedGuards({ guards }, [])).map(({ guard }) => guard)).toEqual(['zeroing', 'price']);
  });

  it('say what stopped, such as what, where all of it is, and how to go on', () => {
    const first = ['A', 'B'].map((sku) => ({ sku, name: '', before: null, after: null, reason: '' }));

    expect(
      guardProblems('P', [
        tripped('zeroing', { first, file: '/state/P-zeroing.csv' }),
        tripped('hiding', { overridden: true }),
        tripped('price'),
      ]),
    ).toEqual([
      {
        code: 'GUARD_ZEROING',
        severity: 'error',
        message: 'Too many. Nothing was written.',
        hint: 'Such as A, B. All of them are in /state/P-zeroing.csv. If it is right so, let the plan pass. ttpd plan hold leaves single products out of it.',
        next: [
          'ttpd plan show P',
          'ttpd apply P --override-guard zeroing --override-guard hiding --override-guard price',
        ],
      },
      expect.objectContaining({ code: 'GUARD_PRICE', hint: 'If it is right so, let the plan pass.' }),
    ]);
    expect(guardProblems('P', [tripped('completeness')])[0]?.hint).toMatch(/^Its catalogue may have changed/);
    expect(overrideCommand('P', [])).toBe('ttpd apply P');
  });
});
