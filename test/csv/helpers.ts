import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../src/common/errors.ts';
import type {
  FormatName,
  ProductReader,
  ProductRow,
  ReadOptions,
  WriteOptions,
} from '../../src/csv/csv-row.ts';
import { openProducts } from '../../src/csv/reader.ts';
import { writeProducts } from '../../src/csv/writer.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

export interface ReadResult {
  reader: ProductReader;
  rows: ProductRow[];
  problems: Problem[];
  file: string;
}

let files = 0;

export function fileWith(content: string | Buffer, name = 'parts.csv'): string {
  const file = path.join(tempFolder(), `${files++}-${name}`);
  writeFileSync(file, content);
  return file;
}

/** Everything a file has, from text or bytes. */
export async function readAll(content: string | Buffer, options: ReadOptions = {}): Promise<ReadResult> {
  const file = fileWith(content);
  const reader = await openProducts(file, options);
  const problems: Problem[] = [];
  const rows: ProductRow[] = [];
  for await (const row of reader.rows((problem) => problems.push(problem))) rows.push(row);
  return { reader, rows, problems, file };
}

export async function written(
  format: FormatName,
  rows: readonly ProductRow[],
  options: WriteOptions = {},
  problems: Problem[] = [],
): Promise<string> {
  async function* each() {
    yield* rows;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of writeProducts(format, each(), options, (it) => problems.push(it)))
    chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Lines differ between what was written by hand and what was read. */
export function withoutLines(rows: readonly ProductRow[]): unknown[] {
  return rows.map(({ line, ...row }) => ({
    ...row,
    ...(row.variants && { variants: row.variants.map(({ line: _, ...variant }) => variant) }),
  }));
}
