import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import type { Host } from '../host.ts';
import type { Outcome } from '../run-feature.ts';
import { SETTINGS, type SettingDefinition, type SettingKey } from '../settings/settings.ts';

/**
 * Turns a feature call into a commander action. Everything heavy is loaded when it runs, so that `--help` and
 * `--version` load none of it.
 */
export function action(
  host: Host,
  feature: (context: Context, command: Command) => Promise<Outcome>,
): (this: Command, ...args: unknown[]) => Promise<void> {
  return async function run(this: Command) {
    const { runFeature } = await import('../run-feature.ts');
    host.exitCode = await runFeature(host, {
      command: commandName(this),
      flags: flagValues(this),
      feature: (context) => feature(context, this),
    });
  };
}

/** `plan show`, without the program's own name. */
function commandName(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${commandName(parent)} ${command.name()}` : command.name();
}

/** Settings given as flags. Defaults are not commander's business here: the environment and the profile come first. */
function flagValues(command: Command): Partial<Record<SettingKey, unknown>> {
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const { key, flags } of SETTINGS as readonly (SettingDefinition & { key: SettingKey })[]) {
    const option = new Option(flags);
    if (command.getOptionValueSource(option.attributeName()) !== 'cli') continue;
    const value: unknown = command.getOptionValue(option.attributeName());
    values[key] = option.negate ? value === false : value;
  }
  return values;
}
