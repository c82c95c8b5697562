import { stopping } from '../../catalog/guards/verdict.ts';
import { savedPlan } from '../../catalog/plan/saved-plan.ts';
import { ExitCode } from '../../common/errors.ts';
import { withoutUndefined } from '../../common/without-undefined.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { Operation } from '../../ledger/journal/operation.ts';
import { rowsToWrite } from '../../library/outcome.ts';
import { findPlanOrNewest } from '../../library/saved-plan.ts';
import { planDetails, shownRow } from './report.ts';

/** A plan in pieces and money, what its guards say, and its rows field by field. */
export async function showPlan(
  context: Context,
  id: string | undefined,
  {
    limit,
    kind,
    state,
    detailedExitcode,
  }: {
    limit: number;
    kind?: Operation['kind'];
    state?: Operation['state'];
    detailedExitcode?: boolean;
  },
): Promise<Outcome> {
  const plan = await findPlanOrNewest(context, id);
  const ledger = await context.ledger();
  const { summary, review, guards } = await savedPlan({ ledger, storeKey: plan.store }, plan.id);
  const { origin } = plan;
  const owners = plan.facts?.owners ?? {};
  const filter = withoutUndefined({ kinds: kind && [kind], states: state && [state] });
  const rows: Operation[] = [];
  let more = false;
  for await (const row of ledger.operations.iterate(plan.id, filter)) {
    if (rows.length === limit) {
      more = true;
      break;
    }
    rows.push(row);
  }
  const work = rowsToWrite(summary);
  const isGuarded = plan.status === 'open' && stopping(guards).length > 0;
  const status = isGuarded ? 'stopped by guards' : plan.status;
  return {
    exitCode: detailedExitcode && work > 0 ? ExitCode.Differences : ExitCode.Done,
    result: {
      plan: summary,
      review,
      guards,
      status: plan.status,
      hash: plan.hash,
      createdAt: plan.createdAt,
      selection: plan.selection,
      rows: rows.map((row) => shownRow(row, owners, origin)),
      more,
    },
    text: planDetails({ summary, review, guards, owners, origin, status, rows, more, limit }, context.theme),
  };
}
