import type { PlanSummary } from '../events.ts';
import type { Operation } from '../ledger/operations.ts';
import { printable } from '../printable.ts';
import type { Theme } from '../terminal/theme.ts';
import { planLine } from './sync-report.ts';

/** A plan's row in the JSON result. Stable. */
export function shownRow({
  kind,
  sku,
  name,
  productId,
  before,
  after,
  code,
  reason,
  state,
  error,
}: Operation) {
  return { kind, sku, name, productId, before, after, code, reason, state, error };
}

const MARKS: Record<Operation['kind'], string> = {
  create: '+',
  update: '~',
  stock: '#',
  hide: '-',
  metafields: '=',
  related: '>',
  conflict: '!',
  skip: '·',
};

const VALUE_WIDTH = 48;

export interface PlanDetails {
  summary: PlanSummary;
  status: string;
  rows: readonly Operation[];
  more: boolean;
  limit: number;
}

/** A heading, then each row with what it changes: field, before → after. */
export function planDetails({ summary, status, rows, more, limit }: PlanDetails, theme: Theme): string {
  return [
    `${planLine(summary, theme)}   ${theme.dim(status)}`,
    ...rows.flatMap((row) => [heading(row, theme), ...lines(row, theme)]),
    ...(more
      ? [theme.dim(`… only the first ${limit} rows: --limit N shows more, ttpd plan export has all`)]
      : []),
  ].join('\n');
}

function heading({ kind, sku, name, state, code, reason, error }: Operation, theme: Theme): string {
  const ended = state === 'planned' || state === 'skipped' ? '' : theme.dim(` ${state}`);
  const why = reason ? theme.dim(`  ${printable(reason)} [${code}]`) : '';
  const failure = error ? theme.bad(`  ${printable(error.message)} [${error.code}]`) : '';
  return `${MARKS[kind]} ${theme.strong(printable(sku))}  ${printable(cut(name))}${ended}${why}${failure}`;
}

function lines({ kind, before, after }: Operation, theme: Theme): string[] {
  if (kind === 'skip') return [];
  const fields =
    kind === 'create' ? ['price', 'costPrice', 'stock', 'weight', 'categories'] : Object.keys(after);
  return fields
    .filter((field) => field in after)
    .map((field) => {
      const was = kind === 'create' ? '' : `${theme.dim(show(before[field]))} → `;
      return `    ${field.padEnd(14)} ${was}${show(after[field])}`;
    });
}

function show(value: unknown): string {
  if (value === undefined || value === null) return '–';
  const text = Array.isArray(value)
    ? value.map((entry: unknown) => (Array.isArray(entry) ? entry.join(' / ') : String(entry))).join('; ')
    : String(value);
  return printable(cut(text));
}

function cut(text: string): string {
  return text.length <= VALUE_WIDTH ? text : `${text.slice(0, VALUE_WIDTH - 1)}…`;
}
