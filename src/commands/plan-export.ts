import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Operation } from '../ledger/operations.ts';
import { shownRow } from './plan-rows-text.ts';

const COLUMNS = ['kind', 'sku', 'name', 'field', 'before', 'after', 'code', 'reason', 'state'];

/** Streams a plan and says how many lines it wrote. A CSV has a line a field, NDJSON a line a row. */
export async function exportRows(
  rows: AsyncIterable<Operation>,
  format: 'csv' | 'ndjson',
  target: NodeJS.WritableStream,
  /** stdout stays open: it is the process's. */
  end: boolean,
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
      ? [Readable.from(counted(jsonLines(rows))), target]
      : [
          Readable.from(counted(csvLines(rows))),
          // A spreadsheet runs cells that begin with = + - @: foreign text gets a quote in front.
          stringify({ header: true, columns: COLUMNS, escape_formulas: true }),
          target,
        ];
  await pipeline(steps, { end }).catch((error: NodeJS.ErrnoException) => {
    // `ttpd plan export | head` has seen enough.
    if (end || error.code !== 'EPIPE') throw error;
  });
  return written;
}

async function* jsonLines(rows: AsyncIterable<Operation>) {
  for await (const row of rows) yield `${JSON.stringify(shownRow(row))}\n`;
}

async function* csvLines(rows: AsyncIterable<Operation>) {
  for await (const { kind, sku, name, before, after, code, reason, state } of rows) {
    const fields = Object.keys(after);
    for (const field of fields.length > 0 ? fields : [''])
      yield {
        kind,
        sku,
        name,
        field,
        before: cell(before[field]),
        after: cell(after[field]),
        code,
        reason,
        state,
      };
  }
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
