import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { DELIMITERS, type Delimiter } from '../../csv/csv-row.ts';

export function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It takes a whole number from 1.');
  return number;
}

const DAY_MS = 86_400_000;
const UNITS: Record<string, number> = { h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };

export interface Period {
  /** As typed: `90d`. */
  written: string;
  ms: number;
}

/** `90d`, `12h`, `4w`. */
function period(value: string): Period {
  const [, number, unit = ''] = /^(\d+)([hdw])$/.exec(value.trim()) ?? [];
  if (number === undefined)
    throw new InvalidArgumentError('It takes hours, days or weeks, such as 12h, 90d or 4w.');
  return { written: value.trim(), ms: Number(number) * (UNITS[unit] ?? 0) };
}

/** What a prune leaves. */
export function keepOption() {
  return new Option('--keep <time>', 'nothing younger goes: 90d, 12h, 4w')
    .argParser(period)
    .default(period('90d'), '90d');
}

/** `10,50,100`: rising, and the last is 100. */
export function percentages(value: string): number[] {
  const shares = value.split(',').map((share) => Number(share.trim().replace(/%$/, '')));
  const isRising = shares.every((share, i) => share > (shares[i - 1] ?? 0) && share <= 100);
  if (!isRising || shares.at(-1) !== 100)
    throw new InvalidArgumentError('It takes rising percentages that end with 100, such as 10,50,100.');
  return shares;
}

/** `,` `;` `|`, and TAB by name, since shells do not make it easy to type one. */
export function delimiter(value: string): Delimiter {
  const char = /^(tab|\\t)$/i.test(value) ? '\t' : value;
  const known = DELIMITERS.find((each) => each === char);
  if (known === undefined) throw new InvalidArgumentError('It is one of , ; | tab.');
  return known;
}

/** One of several order numbers on the command line. */
export function orderIds(value: string, before: number[] = []): number[] {
  return [...before, positiveInteger(value)];
}
