import { type Problem, TtpdError } from '../common/errors.ts';
import { printable } from '../common/printable.ts';
import type { Theme } from './theme.ts';
import { wrapWords } from './width.ts';

const INDENT = '       ';

/**
 * For people: what happened, what to do about it, what to type next. Our own bugs look different, and say so.
 * Sentences are broken at words to fit `columns`; commands never are, they are there to be copied.
 */
export function errorText(error: unknown, theme: Theme, columns?: number): string {
  if (error instanceof TtpdError) {
    const [message = '', ...mistakes] =
      error.problems.length > 0 ? error.message.split('\n') : [error.message];
    return [
      wrapWords(
        `${theme.bad('Error')}  ${printable(message)} ${theme.dim(`[${error.code}]`)}`,
        columns,
        INDENT,
      ),
      // A mistake a line, which editors take for the place that it names.
      ...mistakes.map((mistake) => wrapWords(`  ${printable(mistake)}`, columns, INDENT)),
      ...(error.hint ? [wrapWords(INDENT + printable(error.hint), columns, INDENT)] : []),
      ...error.next.map((command) => INDENT + theme.strong(printable(command))),
    ].join('\n');
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${theme.bad('This is a bug in ttpd.')} Please report it with the lines below.\n${stack
    .split('\n')
    .map(printable)
    .join('\n')}`;
}

/** One problem a line: severity, where, sentence. A terminal's line is broken at words. */
export function problemText(problem: Problem, theme: Theme, columns?: number): string {
  const mark = { error: theme.bad('error'), warning: theme.warn('warning'), info: theme.dim('info') };
  const line = problem.line === undefined ? [] : [`line ${problem.line}`];
  const places = [...line, problem.column ?? [], problem.sku ?? []].flat().map(printable);
  const where = places.length > 0 ? ` ${places.join(' · ')}` : '';
  const text = `  ${mark[problem.severity]}${where}  ${printable(problem.message)} ${theme.dim(`[${problem.code}]`)}`;
  return wrapWords(text, columns, '    ');
}
