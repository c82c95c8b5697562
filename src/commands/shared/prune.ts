import { removeOffenders } from '../../catalog/guards/offenders.ts';
import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { count } from '../../terminal/plurals.ts';
import type { Period } from './parsers.ts';

interface PruneFlags {
  keep: Period;
  dryRun: boolean;
}

/** Plans of this store that nobody can go on with, and that no younger run would need to be taken back. */
export async function prunePlans(context: Context, flags: PruneFlags): Promise<Outcome> {
  const ledger = await context.ledger();
  const ids = await ledger.plans.old(context.storeKey, oldest(context, flags.keep));
  if (!flags.dryRun)
    for (const id of ids) {
      await ledger.plans.remove(id);
      await removeOffenders(ledger, id);
    }
  return outcome('plan', ids, flags);
}

/** Runs of this store, but none whose plan is still to be finished. */
export async function pruneRuns(context: Context, flags: PruneFlags): Promise<Outcome> {
  const ledger = await context.ledger();
  const ids = await ledger.runs.old(context.storeKey, oldest(context, flags.keep));
  if (!flags.dryRun) await ledger.runs.remove(ids);
  return outcome('run', ids, flags);
}

function oldest({ clock }: Context, { ms }: Period): Date {
  return new Date(clock.date().getTime() - ms);
}

function outcome(what: string, ids: readonly string[], { keep, dryRun }: PruneFlags): Outcome {
  const many = count(ids.length, what);
  const text =
    ids.length === 0
      ? `No ${what} is older than ${keep.written} and done with.`
      : `${dryRun ? 'Would remove' : 'Removed'} ${many} older than ${keep.written}.`;
  return {
    exitCode: ExitCode.Done,
    result: { pruned: dryRun ? 0 : ids.length, ids, keep: keep.written, dryRun },
    text,
  };
}
