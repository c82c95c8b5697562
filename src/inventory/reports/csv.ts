import { stringify } from 'csv-stringify/sync';
import { CLASSES, type Finding } from '../findings.ts';
import type { Report } from './report.ts';

const COLUMNS: readonly (keyof Finding)[] = [
  'class',
  'sku',
  'name',
  'supplier',
  'store',
  'effect',
  'reason',
  'accepted',
  'partId',
  'productId',
];

/** A line a finding. A comparison that failed has a first line of class `could-not-compare`. */
export async function* csvReport({ failure, findings }: Report): AsyncIterable<string> {
  yield line([...COLUMNS]);
  if (failure) yield line(COLUMNS.map((column) => FAILED[column]?.(failure) ?? ''));
  for await (const found of findings(CLASSES)) yield line(COLUMNS.map((column) => found[column]));
}

const FAILED: Partial<Record<keyof Finding, (failure: { code: string; message: string }) => string>> = {
  class: () => 'could-not-compare',
  reason: ({ code, message }) => `${code}: ${message}`,
};

/** A spreadsheet runs cells that begin with = + - @: foreign text gets a quote in front. */
function line(cells: readonly unknown[]): string {
  return stringify([[...cells]], { escape_formulas: true });
}
