import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rounding } from '../../src/rules/price-rule.ts';
import { round } from '../../src/rules/rounding.ts';

const to = (step: string, direction: Rounding['direction'] = 'nearest'): Rounding => ({
  to: step,
  direction,
});
const ending = (cents: string, direction: Rounding['direction'] = 'nearest'): Rounding => ({
  ending: cents,
  direction,
});

describe('round', () => {
  it.each<[string, Rounding | undefined, string]>([
    ['150.97', ending('.99'), '150.99'],
    ['150.48', ending('.99'), '149.99'],
    ['150.49', ending('.99'), '150.99'], // Half way.
    ['150.97', ending('.99', 'down'), '149.99'],
    ['150.01', ending('.99', 'up'), '150.99'],
    ['150.99', ending('.99', 'up'), '150.99'],
    ['150.99', ending('.99', 'down'), '150.99'],
    ['150.995', ending('.99', 'up'), '151.99'],
    ['0.40', ending('.99', 'down'), '0'],
    ['0.40', ending('.99'), '0.99'],
    ['0.40', ending('.00', 'down'), '0'],
    ['0.40', ending('.00'), '0'],
    ['0.50', ending('.00'), '1'],
    ['147.49', to('5'), '145'],
    ['147.50', to('5'), '150'],
    ['147.49', to('5', 'up'), '150'],
    ['149.99', to('5', 'down'), '145'],
    ['2.40', to('5', 'down'), '0'],
    ['2.40', to('5'), '0'],
    ['2.40', to('5', 'up'), '5'],
    ['10.025', to('0.05'), '10.05'],
    ['0.30', to('0.1', 'down'), '0.3'],
    // One place more than a quotient keeps: nearly 5 is not 5.
    ['4.99999999999999999999', to('5', 'down'), '0'],
    ['9.99999999999999999999', to('5', 'down'), '5'],
    ['10.005', undefined, '10.01'],
    ['10.0049', undefined, '10'],
    ['0.001', undefined, '0'],
  ])('turns %s by %j into %s', (amount, rounding, expected) => {
    expect(round(new Big(amount), rounding).toFixed()).toBe(expected);
  });

  it('gives a candidate that is next to the amount, on the asked side', () => {
    const direction = fc.constantFrom<Rounding['direction'][]>('nearest', 'up', 'down');
    const anyRounding = fc.oneof(
      fc.record({ to: decimal(1, 2_000, 2).map(String), direction }),
      fc.record({
        ending: fc.integer({ min: 0, max: 99 }).map((cents) => `.${String(cents).padStart(2, '0')}`),
        direction,
      }),
    );
    fc.assert(
      fc.property(decimal(1, 50_000_000, 4), anyRounding, (amount, rounding) => {
        const rounded = round(amount, rounding);
        const step = new Big('to' in rounding ? rounding.to : 1);
        const offset = new Big('to' in rounding ? 0 : rounding.ending);
        const isCandidate = (value: Big) => value.gte(0) && value.minus(offset).mod(step).eq(0);
        const gap = rounded.minus(amount);

        expect(gap.abs().lt(step)).toBe(true);
        if (rounding.direction === 'up') expect(gap.gte(0)).toBe(true);
        if (rounding.direction === 'down') expect(gap.lte(0)).toBe(true);
        // Below the first ending there is nothing to go down to.
        if (rounding.direction === 'down' && amount.lt(offset)) return rounded.eq(0);
        expect(isCandidate(rounded)).toBe(true);
        if (rounding.direction === 'nearest' && isCandidate(rounded.minus(step)))
          expect(gap.times(2).lte(step)).toBe(true);
        if (rounding.direction === 'nearest') expect(gap.times(-2).lt(step)).toBe(true);
        return true;
      }),
      { numRuns: 5_000 },
    );
  });
});

function decimal(min: number, max: number, places: number): fc.Arbitrary<Big> {
  return fc.integer({ min, max }).map((units) => new Big(`${units}e-${places}`));
}
