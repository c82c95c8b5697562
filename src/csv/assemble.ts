import type { Problem } from '../common/errors.ts';
import { printable } from '../common/printable.ts';
import { type CellContext, type Fields, readCell } from './columns.ts';
import type { ProductRow, ReadOptions, RowTotals } from './csv-row.ts';
import { CLEAR_TOKEN } from './csv-row.ts';
import { signsOf } from './decimal.ts';
import { type Format, type JoinContext, joinParts, type Kind, type Part } from './format.ts';
import type { BoundHeader } from './header.ts';
import { createKinds, isBlank } from './kinds.ts';
import { createLineIndex } from './line-index.ts';
import { createPassedOver } from './passed-over.ts';
import type { Doubt } from './quotes.ts';

/** As much of a cell as a message shows. */
const LONGEST_VALUE = 100;

interface Assembly {
  format: Format;
  header: BoundHeader;
  options: ReadOptions;
  onProblem: (problem: Problem) => void;
  /** Takes the good rows. */
  onRow: (row: ProductRow) => void;
}

/** Makes products of records: what belongs together, what is wrong with it, what is there twice. */
export function createAssembler({ format, header, options, onProblem, onRow }: Assembly) {
  const totals: RowTotals = { total: 0, valid: 0, invalid: 0, ignored: 0 };
  const width = header.columns.length;
  const seen = createLineIndex();
  const constants = format.constants ?? [];
  const kindsOf = createKinds(format, header);
  const join = format.join ?? joinParts;
  const passedOver = format.name === 'supplier' ? undefined : createPassedOver(header, format);
  let parts: Part[] = [];
  let records = 0;
  let problems: Problem[] = [];
  let warnings: Problem[] = [];
  let doubts: NonNullable<ProductRow['doubts']> = [];
  let line = 0;

  const context: CellContext = {
    decimal: options.decimal,
    currencySigns: options.currency === undefined ? undefined : signsOf(options.currency),
    weightUnit: options.weightUnit ?? 'lb',
    lengthUnit: options.lengthUnit ?? 'in',
    clearToken: options.clearToken ?? CLEAR_TOKEN,
    column: '',
    cell: '',
    fail: (...said) => ofCell('error', ...said),
    warn: (...said) => ofCell('warning', ...said),
    doubt: (name, ...said) => {
      const warning: Problem = { ...cellProblem(...said), severity: 'warning' };
      if (options.keepDoubts) doubts.push({ name, problem: warning });
      else warnings.push(warning);
    },
  };

  const joinContext: JoinContext = {
    skuFromHandle: options.skuFromHandle === true,
    has: (name) => header.indexOf(name) >= 0,
    passOver: (column, part, cell) => passedOver?.note(column, Number(part.fields.line), cell),
    fail: (part, message, hint) => {
      problems.push(problem('CSV_ROW_KIND', Number(part.fields.line), message, { hint }));
    },
    warn: (code, part, message, hint) => {
      warnings.push({ ...problem(code, Number(part.fields.line), message, { hint }), severity: 'warning' });
    },
  };

  function cellProblem(code: string, message: string, hint?: string): Problem {
    const { column, cell } = context;
    const value = printable(cell.slice(0, LONGEST_VALUE));
    return problem(code, line, `${column} ${message}.`, { column, value, hint });
  }

  function ofCell(severity: Problem['severity'], ...what: Parameters<typeof cellProblem>): undefined {
    const said = cellProblem(...what);
    if (severity === 'error') problems.push(said);
    else warnings.push({ ...said, severity });
  }

  function add(record: readonly string[], at: number, doubt?: Doubt) {
    if (isBlank(record)) return;
    const { kinds, begins } = kindsOf(record);
    if (begins) finish();
    line = at;
    totals.total += 1;
    records += 1;
    // Missing cells at the end are blank ones.
    if (record.length > width && !isPadded(record)) problems.push(ragged(record, header, at, doubt));
    else if (doubt) problems.push(misquoted(doubt, at));
    else if (typeof kinds === 'string') problems.push(problem('CSV_ROW_KIND', at, kinds));
    else {
      for (const kind of kinds) readPart(kind, record);
      passedOver?.look(record, kinds, at);
    }
  }

  function readPart(kind: Kind, record: readonly string[]) {
    const fields: Fields = new ReadFields() as Fields;
    fields.line = line;
    const bound = header.bindings[kind];
    if (bound) for (const { index, column } of bound) readCell(column, record[index] ?? '', fields, context);
    // What the file says of a product comes before what is said of all.
    for (const { column, text } of constants)
      if (fields[column.field] === undefined) readCell(column, text, fields, context);
    parts.push({ kind, fields });
  }

  function isPadded(record: readonly string[]): boolean {
    return record.slice(width).every((cell) => cell.trim() === '');
  }

  function finish() {
    if (records === 0) return;
    // What is to be ignored may be as wrong as it likes.
    if (parts[0]?.fields.command === 'IGNORE') {
      problems = [];
      warnings = [];
    }
    const row = problems.length === 0 ? product() : undefined;
    if (row && doubts.length > 0)
      row.doubts = doubts.map(({ name, problem: each }) => ({ name, problem: { ...each, sku: row.sku } }));
    // A format may keep it with the variants.
    const sku = row?.sku || parts.find(({ fields }) => fields.sku !== undefined)?.fields.sku;
    for (const each of [...warnings, ...problems])
      onProblem(typeof sku === 'string' ? { sku, ...each } : each);
    if (problems.length > 0) totals.invalid += records;
    else if (row) {
      totals.valid += records;
      onRow(row);
    } else totals.ignored += records;
    parts = [];
    problems = [];
    warnings = [];
    doubts = [];
    records = 0;
  }

  /** `undefined`: to be ignored, or wrong in a way that is among the problems. */
  function product(): ProductRow | undefined {
    const fields = join(parts, joinContext);
    if (problems.length > 0 || fields.command === 'IGNORE') return undefined;
    if (fields.sku === undefined && fields.productId === undefined) {
      const hint = format.skuHint ?? 'Write its SKU, or IGNORE into its Command column.';
      problems.push(
        problem('CSV_SKU_MISSING', Number(fields.line), 'The product has no SKU.', { column: 'SKU', hint }),
      );
      return undefined;
    }
    fields.sku ??= '';
    fields.command ??= 'MERGE';
    const row = fields as unknown as ProductRow;
    for (const variant of row.variants ?? []) {
      variant.line ||= row.line;
      variant.options ??= [];
    }
    const variantSkus = (row.variants ?? []).flatMap(({ sku, options }) =>
      options.length > 0 ? sku.toLowerCase() : [],
    );
    if (row.productId === undefined && variantSkus.includes(row.sku.toLowerCase())) row.sku = madeSku(row);
    checkTwice(row.sku, row.line);
    for (const variant of row.variants ?? [])
      if (variant.sku !== row.sku) checkTwice(variant.sku, variant.line);
    if (problems.length > 0) return undefined;
    if (row.command !== 'HIDE') return row;
    const { productId } = row;
    return { line: row.line, command: 'HIDE', sku: row.sku, ...(productId !== undefined && { productId }) };
  }

  /** The store takes no SKU twice, and a product with variants sells under theirs. */
  function madeSku({ sku, line }: ProductRow): string {
    const made = `${sku}-product`;
    const message = `A variant of the product has its SKU ${printable(sku)}; the product itself gets ${printable(made)}.`;
    warnings.push({
      ...problem('CSV_SKU_MADE', line, message, { column: 'SKU', value: sku }),
      severity: 'warning',
    });
    return made;
  }

  function checkTwice(sku: string | undefined, at: number) {
    if (sku === undefined || sku === '') return;
    // The store takes SKUs that differ in case only for the same.
    const before = seen.add(sku.toLowerCase(), at);
    if (before === undefined) return;
    problems.push(
      problem(
        'CSV_DUPLICATE_SKU',
        at,
        `The SKU ${printable(sku)} is in line ${before} and again in line ${at}.`,
        {
          column: 'SKU',
          value: sku,
          hint: 'Keep one of the two rows. SKUs that differ only in case are the same to the store.',
        },
      ),
    );
  }

  /** The last records, and what the whole file said in vain. */
  function end() {
    finish();
    for (const each of passedOver?.problems() ?? []) onProblem(each);
  }

  return { add, end, totals };
}

/** A class of their own: V8 learns how large such objects get, and filling them takes a third of the time. */
class ReadFields {}

export type Assembler = ReturnType<typeof createAssembler>;

function problem(
  code: string,
  line: number,
  message: string,
  { column, value, hint }: { column?: string; value?: string; hint?: string | undefined } = {},
): Problem {
  return {
    code,
    severity: 'error',
    line,
    message,
    ...(column !== undefined && { column }),
    ...(value !== undefined && { value }),
    ...(hint !== undefined && { hint }),
  };
}

function misquoted({ column, backslash }: Doubt, line: number): Problem {
  return problem(
    'CSV_QUOTE_DOUBTFUL',
    line,
    `The quote that opens in column ${column} seems not to be closed, or not where its cell ends.`,
    {
      hint: backslash
        ? 'Quotes are escaped with a backslash: double them instead, "16.5"" drum".'
        : 'Close it where the cell ends, and double the quotes that belong to the text: "16.5"" drum".',
    },
  );
}

function ragged(
  record: readonly string[],
  { columns, hasHeader }: BoundHeader,
  line: number,
  doubt: Doubt | undefined,
): Problem {
  return problem(
    'CSV_CELL_COUNT',
    line,
    `The row has ${record.length} cells, the ${hasHeader ? 'header' : 'first row'} ${columns.length}.`,
    {
      hint: doubt
        ? `A quote that opens in column ${doubt.column} seems not to be closed.`
        : 'Put quotes round cells that have the delimiter in them.',
    },
  );
}
