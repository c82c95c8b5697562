import { type Problem, TtpdError } from '../errors.ts';
import { printable } from '../printable.ts';
import type { Theme } from './theme.ts';

/** For people: what happened, what to do about it, what to type next. Our own bugs look different, and say so. */
export function errorText(error: unknown, theme: Theme): string {
  if (error instanceof TtpdError)
    return [
      `${theme.bad('Error')}  ${printable(error.message)} ${theme.dim(`[${error.code}]`)}`,
      ...(error.hint ? [`       ${printable(error.hint)}`] : []),
      ...error.next.map((command) => `       ${theme.strong(printable(command))}`),
    ].join('\n');
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${theme.bad('This is a bug in ttpd.')} Please report it with the lines below.\n${stack
    .split('\n')
    .map(printable)
    .join('\n')}`;
}

export function errorProblem(error: unknown): Problem {
  if (error instanceof TtpdError)
    return {
      code: error.code,
      message: error.message,
      severity: 'error',
      ...(error.hint ? { hint: error.hint } : {}),
    };
  return { code: 'BUG', message: error instanceof Error ? error.message : String(error), severity: 'error' };
}

/** One problem a line: severity, SKU, sentence. */
export function problemText(problem: Problem, theme: Theme): string {
  const mark = { error: theme.bad('error'), warning: theme.warn('warning'), info: theme.dim('info') };
  const where = problem.sku ? ` ${printable(problem.sku)}` : '';
  return `  ${mark[problem.severity]}${where}  ${printable(problem.message)} ${theme.dim(`[${problem.code}]`)}`;
}
