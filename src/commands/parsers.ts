import { InvalidArgumentError, Option } from '@commander-js/extra-typings';

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

/** One of several order numbers on the command line. */
export function orderIds(value: string, before: number[] = []): number[] {
  return [...before, positiveInteger(value)];
}
