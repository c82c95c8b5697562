import { readFileSync, statSync } from 'node:fs';
import { Big } from 'big.js';
import { z } from 'zod';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import { nearest } from '../common/nearest.ts';
import { printable } from '../common/printable.ts';
import { readDocument } from '../rules/document.ts';
import { type LocatedFinding, pathText } from '../rules/finding.ts';
import { convertLength, convertWeight } from '../rules/units.ts';
import { DELIMITERS, ENCODINGS } from './csv-row.ts';
import { ttpd } from './formats/ttpd.ts';
import { refuse } from './refuse.ts';
import { unreadable } from './source.ts';

/** Fields that a map may name: those of ttpd's own columns. */
export const MAP_FIELDS = (ttpd.columns.product ?? []).map(({ field }) => field);

/** A map of sixty columns has some 5 kB. */
const LARGEST_FILE = 256 * 1024;

const COLUMN = 'the header or number of a column';
const header = z.union([z.string().min(1), z.int().positive()], { error: COLUMN });
const source = z.union(
  [
    header,
    z.strictObject({
      /** A header, or the number of a column from 1. */
      column: header,
      /** Of weights and lengths whose cells have none. */
      unit: z.string().optional(),
    }),
  ],
  { error: COLUMN },
);
const choice = <T extends string>(values: readonly [T, ...T[]]) =>
  z.enum(values, { error: `one of ${values.map((value) => JSON.stringify(value)).join(', ')}` });

const ColumnMap = z.strictObject({
  /** `false`: the first line is a row, and columns are named by their number. */
  header: z.boolean({ error: 'true or false' }).default(true),
  delimiter: choice(DELIMITERS).optional(),
  encoding: choice(ENCODINGS).optional(),
  decimal: choice(['.', ',']).optional(),
  /** Before each SKU: two suppliers may number their parts alike. */
  skuPrefix: z.string({ error: 'text in quotes' }).optional(),
  /** Field → column. */
  columns: z.record(z.string(), source, { error: 'fields, each with its column' }),
  /** Fields that are the same in every row, in words as they would stand in a cell. */
  set: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean()], { error: 'a value' }).transform(String),
      {
        error: 'fields, each with its value',
      },
    )
    .default({}),
});
export type ColumnMap = z.output<typeof ColumnMap>;

const KEYS = [...Object.keys(ColumnMap.shape), 'column', 'unit'];
const LENGTHS = ['width', 'height', 'depth'];

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

  if (document.value !== undefined) {
    for (const issue of parsed.error?.issues ?? []) sayIssue(issue, say);
    checkFields(document.value, say);
  }
  if (found.length === 0 && parsed.success) return parsed.data;
  throw invalid(file, found);
}

function invalid(file: string, found: readonly LocatedFinding[]): TtpdError {
  const problems = found
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, path, message }): Problem => {
      const where = path.length > 0 ? `${pathText(path)}: ` : '';
      return {
        code: 'CSV_MAP_INVALID',
        severity: 'error',
        line,
        column: pathText(path),
        message: printable(`${file}:${line}:${column} ${where}${message}`),
      };
    });
  const lines = problems.map(({ message }) => message).join('\n');
  return new TtpdError('CSV_MAP_INVALID', `${file} is no map of columns.\n${lines}`, {
    hint: 'docs/csv.md explains the keys.',
    exitCode: ExitCode.Usage,
    problems,
  });
}

type Say = (path: (string | number)[], at: 'key' | 'value', message: string) => void;

function sayIssue(issue: z.core.$ZodIssue, say: Say): void {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code !== 'unrecognized_keys') say(path, 'value', issue.message);
  else for (const key of issue.keys) say([...path, key], 'key', unknown('key', key, KEYS));
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const [near] = nearest(name, known, 1);
  return near ? `unknown ${what}, did you mean ${near}?` : `unknown ${what}`;
}

/** Of a map that may be wrong in other ways too. */
function checkFields(map: unknown, say: Say): void {
  const columns = sectionOf(map, 'columns');
  for (const [name, section] of Object.entries({ columns, set: sectionOf(map, 'set') }))
    for (const field of Object.keys(section ?? {}))
      if (!MAP_FIELDS.includes(field)) say([name, field], 'key', unknown('field', field, MAP_FIELDS));
  for (const [field, from] of Object.entries(columns ?? {})) checkUnit(field, from, say);
  if (columns && !('sku' in columns) && !('productId' in columns)) say(['columns'], 'key', 'sku is missing');
}

function checkUnit(field: string, from: unknown, say: Say): void {
  if (typeof from !== 'object' || from === null || !('unit' in from) || typeof from.unit !== 'string') return;
  const convert = field === 'weight' ? convertWeight : LENGTHS.includes(field) ? convertLength : undefined;
  const path = ['columns', field, 'unit'];
  if (!convert) say(path, 'key', 'only weight, width, height and depth have a unit');
  else if (!convert(new Big(1), from.unit, field === 'weight' ? 'lb' : 'in'))
    say(path, 'value', `not known; ${field === 'weight' ? 'lb, oz, kg, g' : 'in, ft, mm, cm, m'} are`);
}

function sectionOf(map: unknown, name: string): object | undefined {
  const section =
    typeof map === 'object' && map !== null && Object.entries(map).find(([key]) => key === name)?.[1];
  return typeof section === 'object' && section !== null ? section : undefined;
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
