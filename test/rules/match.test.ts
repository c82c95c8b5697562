import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartFacts } from '../../src/rules/facts.ts';
import { covers, matches } from '../../src/rules/match.ts';
import type { Condition } from '../../src/rules/price-rule.ts';

const DRUM: PartFacts = {
  category: 'brakes',
  vmrs: '013-004-001',
  brand: 'Gunite',
  sku: 'GU-3600AX',
  condition: 'new',
  cost: new Big('97.40'),
};
const NOTHING_KNOWN: PartFacts = { ...DRUM, category: null, vmrs: null, condition: null, cost: null };

describe('matches', () => {
  it.each<[string, Condition, boolean]>([
    ['no condition', {}, true],
    ['the category', { category: 'brakes' }, true],
    ['the category in other letters', { category: 'Brakes' }, true],
    ['only the beginning of the category', { category: 'brake' }, false],
    ['one of several categories', { category: ['lighting', 'brakes'] }, true],
    ['the beginning of the VMRS code', { vmrs: '013' }, true],
    ['VMRS without dashes', { vmrs: '013004' }, true],
    ['VMRS that ends within a group', { vmrs: '013-0' }, true],
    ['another VMRS system', { vmrs: '034' }, false],
    ['VMRS from its middle', { vmrs: '004' }, false],
    ['the brand in capitals', { brand: 'GUNITE' }, true],
    ['another brand', { brand: 'Webb' }, false],
    ['a SKU pattern', { sku: 'gu-*' }, true],
    ['a SKU pattern with two stars', { sku: '*36*AX' }, true],
    ['a SKU without a star that is only its beginning', { sku: 'GU-' }, false],
    ['a dot, which is no wildcard', { sku: 'GU.3600AX' }, false],
    ['one of several conditions', { condition: ['reman', 'new'] }, true],
    ['a cost on the lower edge', { cost: { from: '97.40', below: '100' } }, true],
    ['a cost on the upper edge', { cost: { from: '25', below: '97.4' } }, false],
    ['all of several', { brand: 'gunite', category: 'brakes', cost: { below: '100' } }, true],
    ['all but one of several', { brand: 'gunite', category: 'lighting', cost: { below: '100' } }, false],
  ])('judges %s', (_, when, expected) => {
    expect(matches(when, DRUM)).toBe(expected);
  });

  it.each<[string, Condition]>([
    ['category', { category: 'brakes' }],
    ['VMRS code', { vmrs: '' }],
    ['condition', { condition: ['new', 'reman', 'used'] }],
    ['cost', { cost: {} }],
  ])('matches no unknown %s', (_, when) => {
    expect(matches(when, NOTHING_KNOWN)).toBe(false);
  });

  it('takes a cost of 0 as unknown, not as cheap', () => {
    expect(matches({ cost: { below: '25' } }, { ...DRUM, cost: new Big(0) })).toBe(false);
  });

  it('fits SKU patterns as a plain reading of the pattern does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    // Pieces that repeat their own beginnings are where a search goes wrong.
    const piece = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 2, maxLength: 5 });
    const pattern = fc.oneof(
      text,
      piece.map((letters) => `*${letters}*`),
    );
    fc.assert(
      fc.property(pattern, text, (pattern, sku) => {
        expect(matches({ sku: pattern }, { ...DRUM, sku })).toBe(fitsPlainly(pattern, sku));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['many stars', `${'a*'.repeat(20_000)}b`],
    ['a long piece that fails at its beginning', `*b${'a'.repeat(50_000)}*`],
    ['a long piece that fails in its middle', `*${'a'.repeat(50_000)}b${'a'.repeat(50_000)}*`],
    ['a long piece that fails at its end', `*${'a'.repeat(50_000)}b*`],
  ])('needs no more than a moment for %s', (_, pattern) => {
    const started = performance.now();
    expect(matches({ sku: pattern }, { ...DRUM, sku: 'a'.repeat(200_000) })).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('covers', () => {
  it.each<[string, Condition, Condition, boolean]>([
    ['no condition: anything', {}, { brand: 'Gunite' }, true],
    ['a condition: not what has none', { brand: 'Gunite' }, {}, false],
    ['more brands: one of them', { brand: ['Gunite', 'Webb'] }, { brand: 'WEBB' }, true],
    ['one brand: not several', { brand: 'Webb' }, { brand: ['Gunite', 'Webb'] }, false],
    ['a shorter VMRS beginning: a longer one', { vmrs: '013' }, { vmrs: '013-004' }, true],
    ['a longer VMRS beginning: not a shorter one', { vmrs: '013-004' }, { vmrs: '013' }, false],
    ['a wide pattern: a narrow one', { sku: 'GU-*' }, { sku: 'gu-36*X' }, true],
    ['a narrow pattern: not a wide one', { sku: 'GU-36*X' }, { sku: 'GU-*' }, false],
    ['the pattern of everything: no pattern', { sku: '*' }, {}, true],
    [
      'a wide cost band: a narrow one',
      { cost: { below: '100' } },
      { cost: { from: '5', below: '100' } },
      true,
    ],
    ['neighbouring cost bands', { cost: { below: '25' } }, { cost: { from: '25', below: '100' } }, false],
    ['an open cost band: not an unknown cost', { cost: {} }, {}, false],
    ['a cost from 0: any known cost', { cost: { from: '0' } }, { cost: { below: '5' } }, true],
    ['a cost without end: not one with an end', { cost: { below: '25' } }, { cost: { from: '1' } }, false],
    ['a negative start: itself', { cost: { from: '-5' } }, { cost: { from: '-5' } }, true],
    ['every condition: not an unknown one', { condition: ['new', 'reman', 'used'] }, {}, false],
    ['a category: not any', { category: 'brakes' }, { brand: 'Webb' }, false],
    ['a VMRS beginning: not any', { vmrs: '013' }, { brand: 'Webb' }, false],
    ['a SKU pattern: not any', { sku: 'GU-*' }, { brand: 'Webb' }, false],
    ['an empty SKU: not any', { sku: '' }, {}, false],
  ])('says for %s', (_, earlier, later, expected) => {
    expect(covers(earlier, later)).toBe(expected);
  });

  it('is never wrong: what the later one matches, the earlier one does', () => {
    let covered = 0;
    fc.assert(
      fc.property(twoConditions, someFacts, ([earlier, later], facts) => {
        if (!covers(earlier, later) || !matches(later, facts)) return;
        covered++;
        expect(matches(earlier, facts)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(covered).toBeGreaterThan(200);
  });

  it('covers itself', () => {
    fc.assert(
      fc.property(twoConditions, ([, when]) => {
        expect(covers(when, when)).toBe(true);
      }),
    );
  });
});

/** The meaning of a pattern, as slow as it may be. */
function fitsPlainly(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*'))
    return fitsPlainly(rest, text) || (text !== '' && fitsPlainly(pattern, text.slice(1)));
  return text.startsWith(pattern.charAt(0)) && fitsPlainly(rest, text.slice(1));
}

// Few letters, so that conditions and parts often meet.
const short = (letters: string[]) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 3 });
const some = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));
const cents = fc.integer({ min: 0, max: 4 }).map(String);
const kinds: fc.Arbitrary<Condition>[] = [
  fc.record({ category: some(short(['a', 'B'])) }),
  fc.record({ vmrs: some(short(['0', '1', '-'])) }),
  fc.record({ brand: some(short(['a', 'B'])) }),
  fc.record({ sku: some(short(['a', 'b', '*'])) }),
  fc.record({ condition: some(fc.constantFrom('new', 'reman', 'used')) }),
  fc.record({ cost: fc.record({ from: cents, below: cents }, { requiredKeys: [] }) }),
];
/** Two that ask for the same, the later one sometimes for more: others never cover one another. */
const twoConditions = fc
  .tuple(fc.oneof(...kinds.map((kind) => fc.tuple(kind, kind))), fc.option(fc.oneof(...kinds)))
  .map(([[earlier, later], more]): [Condition, Condition] => [earlier, { ...more, ...later }]);
const someFacts: fc.Arbitrary<PartFacts> = fc.record({
  category: fc.option(short(['A', 'b'])),
  vmrs: fc.option(short(['0', '1', '-'])),
  brand: short(['A', 'b']),
  sku: short(['a', 'B']),
  condition: fc.option(fc.constantFrom('new', 'reman', 'used')),
  cost: fc.option(fc.integer({ min: 0, max: 5 }).map((n) => new Big(n))),
});
