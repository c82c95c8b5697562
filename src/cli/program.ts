import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { applyCommand } from '../commands/apply/command.ts';
import { configCommand } from '../commands/config/command.ts';
import { csvCommand } from '../commands/csv/command.ts';
import { exportCsvCommand } from '../commands/export-csv/command.ts';
import { importCsvCommand } from '../commands/import-csv/command.ts';
import { ledgerCommand } from '../commands/ledger/command.ts';
import { orderCommand } from '../commands/order/command.ts';
import { planCommand } from '../commands/plan/command.ts';
import { reconcileCommand } from '../commands/reconcile/command.ts';
import { resumeCommand } from '../commands/resume/command.ts';
import { retryCommand } from '../commands/retry/command.ts';
import { rollbackCommand } from '../commands/rollback/command.ts';
import { rulesCommand } from '../commands/rules/command.ts';
import { runsCommand } from '../commands/runs/command.ts';
import { sandboxCommand } from '../commands/sandbox/command.ts';
import { searchCommand } from '../commands/search/command.ts';
import { showCommand } from '../commands/show/command.ts';
import { syncCommand } from '../commands/sync/command.ts';
import { version } from '../common/version.ts';
import type { Host } from '../context/host.ts';
import { environmentName, SETTINGS, type SettingDefinition } from '../settings/settings.ts';

/** The command tree. Definitions only: what a command does is loaded when it runs. */
export function createProgram(host: Host): CommandUnknownOpts {
  const program = new Command('ttpd')
    .description('Keeps a BigCommerce store in step with the FinditParts heavy-duty parts catalogue.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput(outputOf(host))
    .showHelpAfterError('Run it with --help to see what it takes.')
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nWithout a profile everything runs on the built-in sandbox. Try:  ttpd sync --category brakes',
    );
  const commands = [
    searchCommand(host),
    showCommand(host),
    syncCommand(host),
    importCsvCommand(host),
    exportCsvCommand(host),
    csvCommand(host),
    applyCommand(host),
    planCommand(host),
    reconcileCommand(host),
    resumeCommand(host),
    retryCommand(host),
    rollbackCommand(host),
    runsCommand(host),
    orderCommand(host),
    rulesCommand(host),
    ledgerCommand(host),
    configCommand(host),
    sandboxCommand(host),
  ];
  for (const command of commands) program.addCommand(withSettings(command, host));
  return program;
}

function outputOf({ streams }: Host) {
  return {
    writeOut: (text: string) => streams.stdout.write(text),
    writeErr: (text: string) => streams.stderr.write(text),
  };
}

/** Global settings are options of every command, so that they stand where people type them: after the command. */
function withSettings(command: CommandUnknownOpts, host: Host): CommandUnknownOpts {
  // `addCommand` hands nothing down.
  command.exitOverride().configureOutput(outputOf(host));
  if (command.commands.length > 0) {
    for (const sub of command.commands) withSettings(sub, host);
    return command;
  }
  for (const definition of SETTINGS as readonly SettingDefinition[]) {
    const option = new Option(
      definition.flags,
      `${definition.description} [${environmentName(definition.key)}]`,
    );
    option.helpGroup('Everywhere:');
    command.addOption(option);
  }
  return command;
}
