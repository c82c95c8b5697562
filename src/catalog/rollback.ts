import { ExitCode, TtpdError } from '../common/errors.ts';
import type { Engine } from './engine/engine.ts';
import { type RunOptions, type RunOutcome, run } from './runs.ts';
import { planUndo, type UndoRequest } from './undo/undo-plan.ts';

/**
 * Plans what takes a plan back, and runs that. Rows of the old plan that never had their end are given up then:
 * `resume` must not write again what was just taken back.
 * @throws TtpdError NOTHING_WRITTEN (exit 2)
 */
export async function rollback(
  engine: Engine,
  request: UndoRequest,
  approve: RunOptions['approve'],
): Promise<RunOutcome> {
  const { ledger } = engine;
  const { id, status } = request.plan;
  if (status === 'open')
    throw new TtpdError('NOTHING_WRITTEN', `The plan ${id} was never applied: it wrote nothing.`, {
      next: ['ttpd runs list'],
      exitCode: ExitCode.Usage,
    });
  const undo = await planUndo(engine, request);
  return run(engine, undo, {
    approve,
    async begin() {
      if (status === 'applied') return;
      // In this order: a kill between the two leaves nothing that `resume` would take up by itself.
      await ledger.operations.abandon(id, 'ROLLED_BACK', `Taken back by the plan ${undo.plan.id}.`);
      await ledger.plans.setStatus(id, 'applied');
    },
  });
}
