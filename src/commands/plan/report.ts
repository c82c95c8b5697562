import { explainRow } from '../../catalog/plan/explain.ts';
import type { PlanSummary } from '../../common/events.ts';
import { printable } from '../../common/printable.ts';
import type { Operation } from '../../ledger/journal/operation.ts';
import type { Origin, PlanReview, Tripped } from '../../ledger/journal/plan-notes.ts';
import type { Owners } from '../../product/fields.ts';
import { count } from '../../terminal/plurals.ts';
import type { Theme } from '../../terminal/theme.ts';
import { fieldValue } from '../shared/field-value.ts';
import { guardLines, planLine, reviewLines } from '../shared/run-report.ts';

/** A plan's row in the JSON result. Stable. */
export function shownRow(row: Operation, owners: Owners, origin: Origin) {
  const { kind, sku, name, productId, before, after, base, code, reason, state, error } = row;
  const fields = explainRow(row, owners, origin);
  return {
    kind,
    sku,
    name,
    productId,
    before,
    after,
    base,
    owners: Object.fromEntries(fields.map(({ field, owner }) => [field, owner])),
    reasons: Object.fromEntries(fields.map((each) => [each.field, each.reason])),
    code,
    reason,
    state,
    error,
  };
}

const MARKS: Record<Operation['kind'], string> = {
  create: '+',
  update: '~',
  stock: '#',
  hide: '-',
  metafields: '=',
  related: '>',
  delete: 'x',
  conflict: '!',
  skip: '·',
};

const VALUE_WIDTH = 48;

export interface PlanDetails {
  summary: PlanSummary;
  review: PlanReview;
  guards: readonly Tripped[];
  owners: Owners;
  origin: Origin;
  status: string;
  rows: readonly Operation[];
  more: boolean;
  limit: number;
}

/** A heading in pieces and money, what guards say, then each row with what it changes: field, before → after. */
export function planDetails(
  { summary, review, guards, owners, origin, status, rows, more, limit }: PlanDetails,
  theme: Theme,
): string {
  return [
    `${planLine(summary, theme)}   ${theme.dim(status)}`,
    ...reviewLines(review, theme),
    ...guards.flatMap((guard) => guardLines(guard, theme)),
    ...rows.flatMap((row) => [heading(row, theme), ...lines(row, owners, origin, theme)]),
    ...(more
      ? [theme.dim(`… more than ${count(limit, 'row')}: --limit N shows more, ttpd plan export has all`)]
      : []),
  ].join('\n');
}

function heading({ kind, sku, name, state, code, reason, error }: Operation, theme: Theme): string {
  const ended = state === 'planned' || state === 'skipped' ? '' : theme.dim(` ${state}`);
  const why = reason ? theme.dim(`  ${printable(reason)} [${code}]`) : '';
  const failure = error ? theme.bad(`  ${printable(error.message)} [${error.code}]`) : '';
  return `${MARKS[kind]} ${theme.strong(printable(sku))}  ${fieldValue(name, VALUE_WIDTH)}${ended}${why}${failure}`;
}

/** Of a new product, what a person decides by. */
const OF_NEW = ['price', 'costPrice', 'stock', 'weight', 'categories'] as const;

function lines(row: Operation, owners: Owners, origin: Origin, theme: Theme): string[] {
  const label = (field: string) => `    ${field.padEnd(14)} `;
  if (row.kind === 'create')
    return OF_NEW.filter((field) => field in row.after).map((field) => label(field) + show(row.after[field]));
  return explainRow(row, owners, origin).map(({ field, before, after, base, owner, reason }) => {
    const why = theme.dim(`  ${owner}: ${printable(reason)}`);
    return row.kind === 'conflict'
      ? `${label(field)}was ${show(base)}, supplier ${show(after)}, store ${show(before)}${why}`
      : `${label(field)}${theme.dim(show(before))} → ${show(after)}${why}`;
  });
}

function show(value: unknown): string {
  return fieldValue(value, VALUE_WIDTH);
}
