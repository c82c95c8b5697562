import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import { accuracyOf, type Comparison, fails, provesNothing } from '../../src/inventory/comparison.ts';

function comparison(changes: Partial<Comparison> = {}): Comparison {
  return {
    compared: 100,
    equal: 100,
    accuracy: 1,
    drift: { stock: 0, price: 0, visibility: 0 },
    storeOnly: 0,
    supplierOnly: 0,
    duplicates: 0,
    unreadable: 0,
    stale: 0,
    unmapped: 0,
    unassigned: 0,
    priceLists: 0,
    accepted: 0,
    complete: true,
    ...changes,
  };
}
const twoOff = comparison({ drift: { stock: 1, price: 1, visibility: 0 } });

describe('fails', () => {
  it.each([
    ['any', true],
    ['none', false],
    [{ share: new Big('0.02') }, false],
    [{ share: new Big('0.019') }, true],
  ] as const)('with --fail-on %j and 2 of 100 different: %j', (failOn, failed) => {
    expect(fails(twoOff, failOn)).toBe(failed);
    expect(fails(comparison(), failOn)).toBe(false);
  });

  it('counts what only the store has, and nothing that could not be judged', () => {
    expect(fails(comparison({ storeOnly: 1 }), 'any')).toBe(true);
    const unjudged = { unreadable: 9, stale: 9, unmapped: 9, duplicates: 9, supplierOnly: 9, accepted: 9 };
    expect(fails(comparison(unjudged), 'any')).toBe(false);
  });
});

describe('accuracyOf', () => {
  it('never rounds up to perfect, and is unknown for nothing', () => {
    expect(accuracyOf(9_999_999, 10_000_000)).toBe(0.999999);
    expect(accuracyOf(212, 222)).toBe(0.954954);
    expect(accuracyOf(0, 0)).toBeNull();
  });
});

describe('provesNothing', () => {
  it('is so when not one product was compared', () => {
    expect(provesNothing(comparison({ compared: 0, equal: 0, unreadable: 5 }))).toBe(true);
    expect(provesNothing(comparison())).toBe(false);
    expect(provesNothing(comparison({ compared: 0, equal: 0, storeOnly: 1 }))).toBe(false);
  });
});
