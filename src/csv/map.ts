import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { nearest } from '../common/nearest.ts';
import { printable } from '../common/printable.ts';
import { readDocument } from '../rules/document.ts';
import { type LocatedFinding, pathText } from '../rules/finding.ts';
import { DELIMITERS, ENCODINGS } from './csv-row.ts';
import { ttpd } from './formats/ttpd.ts';
import { refuse } from './refuse.ts';
import { unreadable } from './source.ts';

/** Fields that a map may name: those of ttpd's own columns. */
export const MAP_FIELDS = (ttpd.columns.product ?? []).map(({ field }) => field);

/** A map of sixty columns has some 5 kB. */
const LARGEST_FILE = 256 * 1024;

const source = z.union([
  z.string().min(1),
  z.int().positive(),
  z.strictObject({
    /** A header, or the number of a column from 1. */
    column: z.union([z.string().min(1), z.int().positive()]),
    /** Of weights and lengths whose cells have none. */
    unit: z.string().optional(),
  }),
]);

const ColumnMap = z.strictObject({
  /** `false`: the first line is a row, and columns are named by their number. */
  header: z.boolean().default(true),
  delimiter: z.enum(DELIMITERS).optional(),
  encoding: z.enum(ENCODINGS).optional(),
  decimal: z.enum(['.', ',']).optional(),
  /** Before each SKU: two suppliers may number their parts alike. */
  skuPrefix: z.string().optional(),
  /** Field → column. */
  columns: z.record(z.string(), source),
  /** Fields that are the same in every row, in words as they would stand in a cell. */
  set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
});
export type ColumnMap = z.output<typeof ColumnMap>;

/** @throws TtpdError CSV_MAP_INVALID with every problem by line; FILE_NOT_FOUND, FILE_UNREADABLE */
export function loadMap(file: string): ColumnMap {
  return parseMap(readText(file), file);
}

export function parseMap(text: string, file: string): ColumnMap {
  const document = readDocument(text.replace(/^\uFEFF/, ''));
  const parsed = ColumnMap.safeParse(document.value);
  const found: LocatedFinding[] = [...document.findings];
  const say = (path: (string | number)[], at: 'key' | 'value', message: string) =>
    found.push({ severity: 'error', path, message, ...document.positionOf(path, at) });

  if (found.length === 0 && !parsed.success)
    for (const issue of parsed.error.issues) {
      const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
      if (issue.code === 'unrecognized_keys')
        for (const key of issue.keys) say([...path, key], 'key', 'unknown key');
      else
        say(
          path,
          'value',
          issue.code === 'invalid_union' ? 'the header or number of a column' : issue.message,
        );
    }
  if (parsed.success) checkFields(parsed.data, say);
  if (found.length === 0 && parsed.success) return parsed.data;
  const lines = found
    .sort((a, b) => a.line - b.line)
    .map(({ line, column, path, message }) =>
      printable(`${file}:${line}:${column} ${pathText(path)}: ${message}`),
    );
  throw refuse(
    'CSV_MAP_INVALID',
    `${file} is no map of columns.\n${lines.join('\n')}`,
    'docs/csv.md explains the keys.',
  );
}

type Say = (path: string[], at: 'key' | 'value', message: string) => void;

function checkFields(map: ColumnMap, say: Say): void {
  for (const section of ['columns', 'set'] as const)
    for (const field of Object.keys(map[section])) {
      if (MAP_FIELDS.includes(field)) continue;
      const [near] = nearest(field, MAP_FIELDS, 1);
      say([section, field], 'key', near ? `unknown field, did you mean ${near}?` : 'unknown field');
    }
  if (!('sku' in map.columns) && !('productId' in map.columns)) say(['columns'], 'key', 'sku is missing');
}

function readText(file: string): string {
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > LARGEST_FILE)
      throw refuse(
        'CSV_MAP_INVALID',
        `${file} is no map of columns.`,
        'Name the YAML file that maps the columns.',
      );
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}
