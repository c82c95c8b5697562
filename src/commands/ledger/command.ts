import { statSync } from 'node:fs';
import path from 'node:path';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { ExitCode, type Problem } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { count } from '../../terminal/plurals.ts';
import { action } from '../shared/action.ts';

export function ledgerCommand(host: Host): CommandUnknownOpts {
  const ledger = new Command('ledger').description('The record of all that ttpd wrote');
  ledger
    .command('check')
    .description('See whether the file is whole and every plan in it is the one that was made')
    .action(action(host, (context) => check(context)));
  ledger
    .command('backup')
    .description('Copy it whole, also while a run is writing')
    .argument('<file>', 'the copy; it must not be there yet')
    .action(action(host, (context, file) => backup(context, file)));
  return ledger;
}

const ALL = Number.MAX_SAFE_INTEGER;

async function check(context: Context): Promise<Outcome> {
  const { hashPlan } = await import('../../catalog/plan/saved-plan.ts');
  const ledger = await context.ledger();
  ledger.requireSound('full');
  const plans = await ledger.plans.list({ limit: ALL });
  const problems: Problem[] = [];
  for (const { id, hash, status } of plans) {
    if (status === 'building' || (await hashPlan({ ledger }, id)) === hash) continue;
    const message = `The plan ${id} is not the one that was made: its rows were changed from outside.`;
    problems.push({ code: 'PLAN_CHANGED', severity: 'error', message, hint: 'It is not applied any more.' });
  }
  const runs = await ledger.runs.list({ limit: ALL });
  const bytes = statSync(ledger.file).size;
  const result = {
    file: ledger.file,
    bytes,
    plans: plans.length,
    runs: runs.length,
    sound: problems.length === 0,
  };
  const text = `${result.sound ? 'Sound' : 'Not sound'}: ${ledger.file}, ${count(plans.length, 'plan')}, ${count(runs.length, 'run')}, ${count(bytes, 'byte')}.`;
  return { exitCode: result.sound ? ExitCode.Done : ExitCode.Failed, result, problems, text };
}

async function backup(context: Context, to: string): Promise<Outcome> {
  const file = path.resolve(context.host.cwd, to);
  const ledger = await context.ledger();
  await ledger.backup(file);
  const bytes = statSync(file).size;
  return {
    exitCode: ExitCode.Done,
    result: { file, bytes },
    text: `Copied to ${file} (${count(bytes, 'byte')}). To go back to it while nothing runs: remove ${path.basename(ledger.file)}, -wal and -shm in ${path.dirname(ledger.file)} and put the copy there.`,
  };
}
