import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';

interface RollbackFlags {
  dryRun?: boolean;
  deleteCreated?: boolean;
}

export function rollbackCommand(host: Host): CommandUnknownOpts {
  return new Command('rollback')
    .description('Take back what a run wrote, but for what was changed since')
    .argument('<run>', "the run's or its plan's id")
    .option('-n, --dry-run', 'make the plan and write nothing')
    .option('--delete-created', 'delete the products that the run created, instead of hiding them')
    .addHelpText(
      'after',
      `
Examples:
  ttpd rollback 261123-k7q2m --dry-run   what would be restored, and what would stay
  ttpd rollback 261123-k7q2m`,
    )
    .action(action(host, (context, run, flags) => runRollback(context, run, flags)));
}

async function runRollback(context: Context, id: string, flags: RollbackFlags): Promise<Outcome> {
  const { findRunsPlan, requireSameStore } = await import('../shared/saved-plan.ts');
  const { rollback } = await import('../../catalog/rollback.ts');
  const { rollbackReport } = await import('./report.ts');
  const { runWrite } = await import('../shared/write-run.ts');
  const plan = await findRunsPlan(context, id);
  requireSameStore(context, plan);
  return runWrite(context, {
    dryRun: flags.dryRun === true,
    feature: (engine, _store, approve) =>
      rollback(engine, { plan, deleteCreated: flags.deleteCreated === true }, approve),
    report: (engine, result, text) => rollbackReport(engine, { of: plan.id, result, text }),
  });
}
