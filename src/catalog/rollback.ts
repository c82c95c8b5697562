import { ExitCode, TtpdError } from '../common/errors.ts';
import type { PlanSummary } from '../common/events.ts';
import type { Engine } from './engine/engine.ts';
import { apply, NOTHING_APPLIED, type SyncOutcome } from './runs.ts';
import { planUndo, type UndoRequest } from './undo/undo-plan.ts';

/**
 * Plans what takes a plan back, and applies it once `approve` has let it through. Rows of the old plan that never had
 * their end are given up then: `resume` must not write again what was just taken back. Without `approve` it is a dry run.
 * @throws TtpdError NOTHING_WRITTEN (exit 2)
 */
export async function rollback(
  engine: Engine,
  request: UndoRequest,
  approve?: (plan: PlanSummary) => Promise<void>,
): Promise<SyncOutcome> {
  if (request.plan.status === 'open')
    throw new TtpdError(
      'NOTHING_WRITTEN',
      `The plan ${request.plan.id} was never applied: it wrote nothing.`,
      {
        next: ['ttpd runs list'],
        exitCode: ExitCode.Usage,
      },
    );
  const { summary, taxonomy } = await planUndo(engine, request);
  if (!approve) return { plan: summary, applied: NOTHING_APPLIED, problems: [], exitCode: ExitCode.Done };
  await approve(summary);
  const { ledger } = engine;
  const { plan } = request;
  // In this order: a kill between the two leaves nothing that `resume` would take up by itself.
  if (plan.status !== 'applied') {
    await ledger.operations.abandon(plan.id, 'ROLLED_BACK', `Taken back by the plan ${summary.id}.`);
    await ledger.plans.setStatus(plan.id, 'applied');
  }
  return apply(engine, summary.id, { taxonomy, isUndo: true });
}
