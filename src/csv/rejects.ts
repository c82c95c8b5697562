import { access } from 'node:fs/promises';
import type { Problem } from '../common/errors.ts';
import { writeFileWhole } from '../common/files/write-file.ts';
import { printable } from '../common/printable.ts';
import { neutralised, unwrap } from './cells.ts';
import { headerKey, REJECT_COLUMNS } from './header.ts';
import { createKinds, isBlank } from './kinds.ts';
import { toLines } from './lines.ts';
import { type Opened, recordsOf } from './recognise.ts';

/** `parts.csv.gz` → `parts.rejects.csv`, or a number more where an earlier one may hold somebody's corrections. */
export async function rejectsFileFor(file: string): Promise<string> {
  const stem = file.replace(/(\.(csv|tsv|txt|gz))+$/i, '');
  for (let n = 1; ; n++) {
    const name = `${stem}.rejects${n === 1 ? '' : `-${n}`}.csv`;
    if (!(await exists(name))) return name;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

interface Counted {
  records: number;
}

/** `ProductReader.writeRejects`. */
export async function writeRejects(
  opened: Opened,
  file: string,
  problems: readonly Problem[],
): Promise<number> {
  const byLine = problemsByLine(problems);
  if (byLine.size === 0) return 0;
  const counted: Counted = { records: 0 };
  const lines = toLines(rejected(opened, byLine, counted), opened.detected);
  await writeFileWhole(file, lines, { overwrite: true, what: 'the file of rejected rows' });
  return counted.records;
}

function problemsByLine(problems: readonly Problem[]): Map<number, Problem[]> {
  const byLine = new Map<number, Problem[]>();
  for (const problem of problems) {
    if (problem.severity !== 'error' || problem.line === undefined) continue;
    const same = byLine.get(problem.line);
    if (same) same.push(problem);
    else byLine.set(problem.line, [problem]);
  }
  return byLine;
}

/** The header, and every record of a product that has a problem: a variant alone could not be read again. */
async function* rejected(opened: Opened, byLine: ReadonlyMap<number, Problem[]>, counted: Counted) {
  const { columns } = opened.header;
  const old = new Set(columns.flatMap((column, i) => (isRejectColumn(column) ? [i] : [])));
  const original = (record: readonly string[]) => record.filter((_, i) => !old.has(i));
  const width = columns.length - old.size;
  const kindsOf = createKinds(opened.format, opened.header);

  if (opened.header.hasHeader) yield [...original(columns), ...REJECT_COLUMNS];
  let product: { line: number; record: readonly string[] }[] = [];
  function* taken() {
    if (product.some(({ line }) => byLine.has(line)))
      for (const { line, record } of product) {
        counted.records += 1;
        const cells = original(record).map(harmless);
        // The reasons stand in their columns even where cells are missing before them.
        while (cells.length < width) cells.push('');
        // What is too much comes last: nothing of the row is lost.
        yield [...cells.slice(0, width), ...reasons(line, byLine.get(line) ?? []), ...cells.slice(width)];
      }
    product = [];
  }
  for await (const { lines, records } of recordsOf(opened))
    for (const [i, record] of records.entries()) {
      if (isBlank(record)) continue;
      if (kindsOf(record).begins) yield* taken();
      product.push({ line: lines[i] ?? 0, record });
    }
  yield* taken();
}

const NUMBER = /^[-+]?[\d.,]+$/;

/** Read again, it says the same. `="00123"` is text already, and what begins with a quote loses one by itself. */
function harmless(cell: string): string {
  // Nothing runs in a number, and who corrects it finds it as it was.
  if (NUMBER.test(cell)) return cell;
  return cell.startsWith("'") || unwrap(cell, false) !== cell ? cell : neutralised(cell, false);
}

function isRejectColumn(column: string): boolean {
  return REJECT_COLUMNS.some((reject) => reject === headerKey(column));
}

function reasons(line: number, problems: readonly Problem[]): string[] {
  const codes = problems.map(({ code }) => code).join(' ');
  const texts = problems.map(({ message, hint }) => (hint ? `${message} ${hint}` : message)).join(' ');
  return [String(line), codes, neutralised(printable(texts), false)];
}
