import { csvTable } from '../../common/files/csv-table.ts';
import { CLASSES, type Finding } from '../findings.ts';
import type { Report } from './report.ts';

const COLUMNS = [
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
] as const satisfies (keyof Finding)[];

/** A line a finding. A comparison that failed has a first line of class `could-not-compare`. */
export function csvReport(report: Report): AsyncIterable<string> {
  return csvTable(COLUMNS, rowsOf(report));
}

async function* rowsOf({ failure, findings }: Report) {
  if (failure) yield { class: 'could-not-compare', reason: `${failure.code}: ${failure.message}` };
  yield* findings(CLASSES);
}
