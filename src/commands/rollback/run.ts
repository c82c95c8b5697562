import { rollback } from '../../catalog/rollback.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { findRunsPlan, requireSameStore } from '../shared/saved-plan.ts';
import { runWrite } from '../shared/write-run.ts';
import { rollbackReport } from './report.ts';

interface RollbackFlags {
  dryRun?: boolean;
  deleteCreated?: boolean;
}

export async function runRollback(context: Context, id: string, flags: RollbackFlags): Promise<Outcome> {
  const plan = await findRunsPlan(context, id);
  requireSameStore(context, plan);
  return runWrite(context, {
    dryRun: flags.dryRun === true,
    feature: (engine, _store, approve) =>
      rollback(engine, { plan, deleteCreated: flags.deleteCreated === true }, approve),
    report: (engine, result, text) => rollbackReport(engine, { of: plan.id, result, text }),
  });
}
