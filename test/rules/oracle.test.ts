import { Big } from 'big.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { priceOf } from '../../src/rules/price.ts';
import { type OraclePart, type OracleRule, type OracleTerms, oraclePrice } from './oracle.ts';
import { type PriceInput, parsed, supplied } from './prices.ts';

// Few values each, so that rules and parts meet, and ends of bands, steps and floors are hit.
const BRANDS = ['Gunite', 'Webb', 'Meritor'];
const CATEGORIES = ['brakes', 'filters', 'wheel-end'];
const CODES = ['013-001-002', '013-001', '013', '044-002-001', '04'];
const SKUS = ['GU-3600A', 'GU-36', 'WB-*', 'GU-*A', '*', 'GU-3*0*'];
const CONDITIONS = ['new', 'reman', 'used'] as const;

const decimal = (min: number, max: number, places: number) =>
  fc.integer({ min, max }).map((n) => new Big(`${n}e-${places}`).toFixed());
const amount = fc.oneof(
  decimal(1, 400, 2),
  decimal(1, 90_000, 2),
  decimal(-20, 2_000_000, 4),
  fc.constantFrom('0', '5', '10', '19.99', '20', '100', '12.03', '146.2051', '186.43000000000001'),
);
const unknown = fc.constant(null);
const known = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: null, freq: 6 });

const anyPart: fc.Arbitrary<OraclePart> = fc.record({
  brand: fc.constantFrom(...BRANDS),
  category: known(...CATEGORIES),
  vmrs: known('013-001-002', '013-002-001', '044-002-001'),
  sku: fc.constantFrom('GU-3600A', 'WB-87994B', 'gu-3600a', 'ME-MDP97159'),
  condition: known(...CONDITIONS),
  cost: fc.oneof({ weight: 6, arbitrary: amount }, { weight: 1, arbitrary: unknown }),
  list: fc.oneof({ weight: 4, arbitrary: amount }, { weight: 1, arbitrary: unknown }),
  map: fc.oneof(amount, unknown),
});

const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });
const anyWhen = fc.record(
  {
    brand: some(['gunite', 'Webb', 'MERITOR', 'Nobody']),
    category: some(['BRAKES', 'filters']),
    vmrs: some(CODES),
    sku: some(SKUS),
    condition: some(CONDITIONS),
    cost: fc.record({ from: decimal(0, 60, 0), below: decimal(61, 500, 0) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const share = fc.integer({ min: 0, max: 990 }).map((n) => new Big(n).div(1_000).toFixed());
const direction = fc.constantFrom<('up' | 'down' | undefined)[]>('up', 'down', undefined);
const anyRound = fc.oneof(
  fc.record({ to: fc.constantFrom('5', '10', '0.05', '1', '100', '0.01', '0.25', '12.34'), direction }),
  fc.record({ ending: fc.constantFrom('.99', '.00', '.49', '.95', '.01'), direction }),
);
const anyFactor = fc.oneof(
  fc.record({}),
  fc.record({ markup: share }),
  fc.record({ multiply: decimal(1, 3_000, 3) }),
  fc.record({ margin: share }),
);
const anyRule: fc.Arbitrary<OracleRule> = fc
  .record(
    {
      when: anyWhen,
      from: fc.constantFrom<('cost' | 'list' | 'map')[]>('cost', 'cost', 'list', 'map'),
      add: decimal(-2_000, 2_000, 2),
      round: anyRound,
    },
    { requiredKeys: [] },
  )
  .chain((rule) => anyFactor.map((factor) => ({ ...rule, ...factor })));
const anyTerms: fc.Arbitrary<OracleTerms> = fc.record(
  {
    rules: fc
      .tuple(fc.array(anyRule, { maxLength: 3 }), fc.option(anyFactor, { nil: undefined }))
      .map(([rules, rest]) => (rest || rules.length === 0 ? [...rules, rest ?? {}] : rules)),
    floors: fc.record(
      { map: fc.boolean(), cost: fc.boolean(), margin: share },
      { requiredKeys: ['map', 'cost'] },
    ),
    ceiling: fc.constantFrom<('list' | 'none')[]>('list', 'none'),
  },
  { requiredKeys: ['floors', 'ceiling'] },
);

it('prices any part by any rules as docs/rules.md says', () => {
  let priced = 0;
  fc.assert(
    fc.property(anyTerms, anyPart, (terms, part) => {
      const wanted = oraclePrice(terms, part);
      if (wanted.cents !== null) priced++;
      expect(ours(terms, part)).toEqual(wanted);
    }),
    { numRuns: 20_000 },
  );
  // Agreeing about parts that are held would say little.
  expect(priced).toBeGreaterThan(4_000);
});

function ours({ rules, floors, ceiling }: OracleTerms, part: OraclePart) {
  const result = priceOf(
    parsed(yamlOf({ rules, floors, ceiling })),
    { ...part, cost: part.cost === null ? null : new Big(part.cost) },
    supplied({ cost: part.cost ?? undefined, list: part.list ?? undefined, map: part.map ?? undefined }),
    'USD',
  );
  const cents = result.kind === 'priced' ? BigInt(result.price.times(100).toFixed()) : null;
  const place =
    result.rule === null ? -1 : result.rule === 'list price' ? 0 : Number(result.rule.slice(5)) - 1;
  return { rule: place, cents };
}

function yamlOf({ rules, floors, ceiling }: OracleTerms): PriceInput {
  const percent = (text: string) => `${new Big(text).times(100).toFixed()}%`;
  return {
    ceiling,
    floors: { ...floors, margin: floors.margin && percent(floors.margin) },
    ...(rules && {
      rules: rules.map(({ markup, margin, ...rule }) => ({
        ...rule,
        ...(markup === undefined ? {} : { markup: percent(markup) }),
        ...(margin === undefined ? {} : { margin: percent(margin) }),
      })),
    }),
  } as PriceInput;
}
