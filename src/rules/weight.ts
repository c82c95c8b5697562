import { Big } from 'big.js';
import { ExitCode, TtpdError } from '../common/errors.ts';
import type { Measure, Part } from '../finditparts/supplier.ts';
import type { PartFacts } from './facts.ts';
import { matches } from './match.ts';
import type { Rules } from './schema.ts';
import { convertLength, convertWeight } from './units.ts';

export type Weight =
  | {
      kind: 'known';
      /** In the store's unit. */
      weight: Big;
      from: 'supplier' | 'default';
      /** Which of `weight.defaults` it is, from 0. */
      rule?: number;
    }
  | { kind: 'missing'; policy: 'hold' | 'hide' }
  | { kind: 'unknown-unit'; unit: string };

/**
 * BigCommerce needs a weight and prices shipping by it, so none, or one of nothing, is the rules' to decide. A weight in
 * a unit that nobody knows is not replaced by a default: the supplier did give one.
 */
export function weightOf(rules: Rules['weight'], facts: PartFacts, part: Part, storeUnit: string): Weight {
  if (part.weight?.value.gt(0)) return inStoreUnit(part.weight, storeUnit, { from: 'supplier' }, rules);
  const rule = rules.defaults.findIndex(({ when }) => matches(when, facts));
  const text = rules.defaults[rule]?.weight;
  return text === undefined
    ? { kind: 'missing', policy: rules.missing }
    : inStoreUnit(parseMeasure(text), storeUnit, { from: 'default', rule }, rules);
}

/** Heavier than `weight.freightOver`. The weight is in the store's unit. */
export function shipsByFreight(rules: Rules['weight'], weight: Big, storeUnit: string): boolean {
  if (rules.freightOver === undefined) return false;
  const limit = parseMeasure(rules.freightOver);
  const inStore = convertWeight(limit.value, limit.unit, storeUnit);
  if (inStore) return weight.gt(inStore);
  throw new TtpdError(
    'UNKNOWN_UNIT',
    `"weight.freightOver" is ${rules.freightOver}, which no unit is known for.`,
    {
      hint: 'Write it in lb, kg, oz or g.',
      exitCode: ExitCode.Usage,
    },
  );
}

/** A side is longer than `weight.freightLongerThan`. A side in a unit that nobody knows is not. */
export function tooLongForParcels(
  { freightLongerThan }: Rules['weight'],
  { dimensions: size }: Part,
): boolean {
  if (freightLongerThan === undefined || !size) return false;
  const limit = parseMeasure(freightLongerThan);
  const most = convertLength(limit.value, limit.unit, 'mm');
  return [size.length, size.width, size.height].some((side) => {
    const inMm = side && convertLength(side, size.unit, 'mm');
    return most && inMm?.gt(most);
  });
}

/** Of a length in the rules: `96 in`. */
export function lengthTextProblem(text: string): string | undefined {
  const { value, unit } = parseMeasure(text);
  if (!convertLength(value, unit, 'mm')) return `"${unit}" is no unit of length; write in, ft, mm, cm or m.`;
  return value.gt(0) ? undefined : 'A length is more than zero.';
}

/** Of a weight in the rules: `12 lb`. For errors before any call is made. */
export function weightTextProblem(text: string): string | undefined {
  const { value, unit } = parseMeasure(text);
  if (!convertWeight(value, unit, 'g')) return `"${unit}" is no unit of weight; write lb, kg, oz or g.`;
  return value.gt(0) ? undefined : 'A weight is more than zero.';
}

/** The schema has made sure of its form. */
function parseMeasure(text: string): Measure {
  const [, value = '0', unit = ''] = /^([\d.]+) ?([A-Za-z]+)$/.exec(text) ?? [];
  return { value: new Big(value), unit };
}

function inStoreUnit(
  { value, unit }: Measure,
  storeUnit: string,
  origin: { from: 'supplier' | 'default'; rule?: number },
  { missing }: Rules['weight'],
): Weight {
  const weight = convertWeight(value, unit, storeUnit);
  if (!weight) return { kind: 'unknown-unit', unit };
  // Less than the store can express would be written as 0.
  return weight.gt(0) ? { kind: 'known', weight, ...origin } : { kind: 'missing', policy: missing };
}
