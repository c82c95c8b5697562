import { ExitCode, type Problem, TtpdError } from '../../../common/errors.ts';
import type { ProductReader, ProductRow } from '../../../csv/csv-row.ts';
import { createLimits } from './limits.ts';

/** What the whole file came to, and what the store must be read for. */
export interface CheckedFile {
  products: number;
  hasStock: boolean;
  /** Errors by row, for the rejects file, and warnings; every error, in the file's order. */
  problems: Problem[];
}

export interface CheckOptions {
  /** Rows with errors that are still passed over. */
  maxErrors: number;
  onRow?: (row: ProductRow) => void | Promise<void>;
  onProgress?: (products: number) => void;
  signal: AbortSignal;
}

/** Warnings beyond these are counted by nobody: each error is kept, since its row goes into the rejects file. */
const WARNINGS_KEPT = 1_000;
const PROGRESS_EVERY = 500;

/**
 * Reads a file to its end before anything is written, and says what the store would refuse. All problems are collected, up to `maxErrors`.
 * @throws TtpdError TOO_MANY_ERRORS (exit 2), and what the reader throws
 */
export async function checkFile(reader: ProductReader, options: CheckOptions): Promise<CheckedFile> {
  const checked: CheckedFile = { products: 0, hasStock: false, problems: [] };
  let errors = 0;
  let warnings = 0;
  const onProblem = (problem: Problem) => {
    if (problem.severity === 'error') errors += 1;
    else if (++warnings > WARNINGS_KEPT) return;
    checked.problems.push(problem);
    if (errors > options.maxErrors) throw tooManyErrors(checked.problems, options.maxErrors);
  };
  const limitsOf = createLimits();
  for await (const row of reader.rows(onProblem)) {
    options.signal.throwIfAborted();
    const said = limitsOf(row);
    for (const problem of said) onProblem(withHeader(reader, problem));
    if (said.some(({ severity }) => severity === 'error')) continue;
    checked.products += 1;
    checked.hasStock ||= row.stock !== undefined;
    await options.onRow?.(row);
    if (checked.products % PROGRESS_EVERY === 0) options.onProgress?.(checked.products);
  }
  return checked;
}

/** People know a field by the file's own header. */
export function withHeader(reader: ProductReader, problem: Problem): Problem {
  const header = problem.column && reader.headerOf(problem.column);
  return header ? { ...problem, column: header } : problem;
}

const NAMED = 5;

/** @param most 0: the first is one too many */
export function tooManyErrors(problems: readonly Problem[], most: number): TtpdError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const named = errors.slice(0, NAMED).map(({ line, column, message, code }) => {
    const where = [line === undefined ? [] : `line ${line}`, column ?? []].flat().join(', ');
    return `${where === '' ? '' : `${where}: `}${message} [${code}]`;
  });
  const isFirst = most === 0;
  return new TtpdError(
    isFirst ? 'ROW_INVALID' : 'TOO_MANY_ERRORS',
    `${isFirst ? 'The file has a row with an error' : `More than ${most.toLocaleString('en-US')} errors in the file`}, and nothing was written: ${named.join('; ')}`,
    {
      hint: isFirst
        ? 'Correct it; without --fail-fast the good rows are written and the others set apart.'
        : 'Is it the right file and format? --max-errors N allows more.',
      exitCode: ExitCode.Usage,
    },
  );
}
