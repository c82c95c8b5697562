import type { Problem } from '../../../common/errors.ts';
import type { ProductRow } from '../../../csv/csv-row.ts';

/** `column` is a field's name; `line` the one of a variant's own record. */
type More = Pick<Problem, 'column' | 'value' | 'hint' | 'line'>;

/** What is said of one row. One error, and the row is not written. */
export interface Report {
  problems: Problem[];
  error(code: string, message: string, more?: More): void;
  warning(code: string, message: string, more?: More): void;
}

export function reportOn({ line, sku }: Pick<ProductRow, 'line' | 'sku'>): Report {
  const problems: Problem[] = [];
  const say = (severity: Problem['severity'], code: string, message: string, more: More = {}) => {
    problems.push({ code, severity, message, line, ...(sku === '' ? {} : { sku }), ...more });
  };
  return {
    problems,
    error: (...said) => say('error', ...said),
    warning: (...said) => say('warning', ...said),
  };
}

export function isRejected({ problems }: Report): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
