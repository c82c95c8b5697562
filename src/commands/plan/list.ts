import { stopping } from '../../catalog/guards/verdict.ts';
import { trippedGuards } from '../../catalog/plan/saved-plan.ts';
import { ExitCode } from '../../common/errors.ts';
import type { PlanSummary } from '../../common/events.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { FIELD_GROUPS } from '../../product/table.ts';
import { table } from '../../terminal/table.ts';

/** Columns, those that can be spared on a narrow terminal last; a kind that no plan has is left out. */
const KINDS = [
  'create',
  'update',
  'hide',
  'delete',
  'stock',
  'skip',
  'conflict',
  'metafields',
  'related',
] as const;

/** `category brakes · limit 5`, `3 skus`, `rollback 261123-k7q2m`: what a plan was made for. */
export function selectionText(selection: unknown): string {
  return Object.entries(selection ?? {})
    .filter(([key, value]) => key !== 'groups' || value.length < FIELD_GROUPS.length)
    .map(([key, value]) => {
      if (key === 'groups') return `only ${String(value)}`;
      if (Array.isArray(value)) return `${value.length} ${key}`;
      return value === true ? key : `${key} ${String(value)}`;
    })
    .join(' · ');
}

export async function listPlans(context: Context, limit: number): Promise<Outcome> {
  const ledger = await context.ledger();
  const plans = await ledger.plans.list({ store: context.storeKey, limit });
  const rows = await Promise.all(
    plans.map(async (plan) => ({
      ...(await ledger.plans.summary(plan)),
      createdAt: plan.createdAt,
      status: plan.status,
      guards: stopping(trippedGuards(plan, [])).map(({ guard }) => guard),
      selection: plan.selection,
    })),
  );
  const text =
    rows.length === 0
      ? 'No plans yet. Make one with   ttpd sync --category brakes --dry-run'
      : table(
          rows,
          [
            { title: 'plan', value: (row) => row.id, whole: true },
            {
              title: 'made',
              value: (row) => row.createdAt.slice(0, 16).replace('T', ' '),
              whole: true,
              spare: 1,
            },
            {
              title: 'status',
              value: (row) => (row.guards.length > 0 && row.status === 'open' ? 'guarded' : row.status),
              whole: true,
            },
            ...KINDS.filter((kind) => rows.some((row) => row[kind] > 0)).map((kind, spare) => ({
              title: kind,
              value: (row: PlanSummary) => row[kind],
              align: 'right' as const,
              spare: spare + 2,
            })),
            { title: 'for', value: (row) => selectionText(row.selection), width: 40, whole: true },
          ],
          context.columns,
        );
  return { exitCode: ExitCode.Done, result: { plans: rows }, text };
}
