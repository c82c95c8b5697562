import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { explainRow } from '../../catalog/plan/explain.ts';
import type { Origin } from '../../catalog/plan/origin.ts';
import type { Owners } from '../../catalog/product/fields.ts';
import { spreadsheetCell } from '../../common/spreadsheet-cell.ts';
import type { Operation } from '../../ledger/journal/operation.ts';
import { shownRow } from './report.ts';

const COLUMNS = [
  'kind',
  'sku',
  'name',
  'field',
  'before',
  'after',
  'base',
  'owner',
  'reason',
  'code',
  'state',
];

export interface Export {
  format: 'csv' | 'ndjson';
  target: NodeJS.WritableStream;
  /** stdout stays open: it is the process's. */
  end: boolean;
  owners: Owners;
  origin: Origin;
}

/** Streams a plan and says how many lines it wrote. A CSV has a line a field, NDJSON a line a row. */
export async function exportRows(
  rows: AsyncIterable<Operation>,
  { format, target, end, owners, origin }: Export,
): Promise<number> {
  let written = 0;
  async function* counted<T>(lines: AsyncIterable<T>) {
    for await (const line of lines) {
      written += 1;
      yield line;
    }
  }
  const steps =
    format === 'ndjson'
      ? [Readable.from(counted(jsonLines(rows, owners, origin))), target]
      : [
          Readable.from(counted(csvLines(rows, owners, origin))),
          stringify({ header: true, columns: COLUMNS, cast: { string: spreadsheetCell } }),
          target,
        ];
  await pipeline(steps, { end }).catch((error: NodeJS.ErrnoException) => {
    // `ttpd plan export | head` has seen enough.
    if (end || error.code !== 'EPIPE') throw error;
  });
  return written;
}

async function* jsonLines(rows: AsyncIterable<Operation>, owners: Owners, origin: Origin) {
  for await (const row of rows) yield `${JSON.stringify(shownRow(row, owners, origin))}\n`;
}

async function* csvLines(rows: AsyncIterable<Operation>, owners: Owners, origin: Origin) {
  for await (const row of rows) {
    const { kind, sku, name, code, state } = row;
    const fields = explainRow(row, owners, origin);
    if (fields.length === 0) yield { kind, sku, name, reason: row.reason, code, state };
    for (const { field, before, after, base, owner, reason } of fields)
      yield {
        kind,
        sku,
        name,
        field,
        before: cell(before),
        after: cell(after),
        base: cell(base),
        owner,
        reason,
        code,
        state,
      };
  }
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
