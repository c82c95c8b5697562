import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { rollBack } from '../../library/rollback.ts';
import { askToWrite, runWrite } from '../shared/write-run.ts';
import { keptAndLost } from './report.ts';

interface RollbackFlags {
  dryRun?: boolean;
  deleteCreated?: boolean;
}

export async function runRollback(
  context: Context,
  id: string,
  { dryRun = false, deleteCreated }: RollbackFlags,
): Promise<Outcome> {
  const approve = dryRun ? undefined : askToWrite(context);
  const outcome = await runWrite(context, { dryRun }, () =>
    rollBack(context, id, { deleteCreated, approve }),
  );
  return { ...outcome, text: [...keptAndLost(outcome.result), outcome.text].join('\n') };
}
