import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { SETTINGS, type SettingDefinition, type SettingKey } from '../../settings/settings.ts';

/**
 * Turns a feature call into a commander action. Everything heavy is loaded when it runs, so that `--help` and
 * `--version` load none of it.
 */
export function action<Args extends unknown[]>(
  host: Host,
  feature: (context: Context, ...args: Args) => Promise<Outcome>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    // Commander hands over the arguments, the flags, and last the command itself.
    const command = args.at(-1) as CommandUnknownOpts;
    const { runFeature } = await import('../../context/run-feature.ts');
    host.exitCode = await runFeature(host, {
      command: commandName(command),
      flags: flagValues(command),
      feature: (context) => feature(context, ...args),
    });
  };
}

/** `plan show`, without the program's own name. */
function commandName(command: CommandUnknownOpts): string {
  const { parent } = command;
  return parent?.parent ? `${commandName(parent)} ${command.name()}` : command.name();
}

/** Settings given as flags. Defaults are not commander's business here: the environment and the profile come first. */
function flagValues(command: CommandUnknownOpts): Partial<Record<SettingKey, unknown>> {
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const { key, flags } of SETTINGS as readonly (SettingDefinition & { key: SettingKey })[]) {
    const option = new Option(flags);
    if (command.getOptionValueSource(option.attributeName()) !== 'cli') continue;
    const value: unknown = command.getOptionValue(option.attributeName());
    values[key] = option.negate ? value === false : value;
  }
  return values;
}
