import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';

export function configCommand(host: Host): CommandUnknownOpts {
  const config = new Command('config').description('Settings in force, and where they come from');
  config
    .command('list')
    .description('Every setting and its value')
    .option('--show-origin', 'say where each value comes from')
    .action(action(host, (context, { showOrigin }) => listSettings(context, showOrigin === true)));
  config
    .command('init')
    .description('Write a commented ttpd.yaml into this folder')
    .option('--out <file>', 'another file; it must not be there yet', 'ttpd.yaml')
    .action(action(host, (context, { out }) => initRules(context, out)));
  config
    .command('path')
    .description('Where settings, the ledger and logs are')
    .action(action(host, showPaths));
  return config;
}

async function listSettings(context: Context, showOrigin = false): Promise<Outcome> {
  const { table } = await import('../../terminal/table.ts');
  const { profile, origins } = context;
  const variables: Record<string, string | undefined> = {
    'bigcommerce.storeHash': profile.fromEnvironment.storeHash,
    'bigcommerce.apiHost': profile.fromEnvironment.apiHost,
  };
  const rows = [
    ...origins.map(({ key, value, origin }) => ({ key, value: value ?? null, origin })),
    ...Object.entries({
      'finditparts.baseUrl': profile.finditparts.baseUrl,
      'finditparts.apiKey': profile.finditparts.apiKey,
      'bigcommerce.storeHash': profile.bigcommerce.storeHash ?? null,
      'bigcommerce.accessToken': profile.bigcommerce.accessToken,
      'bigcommerce.apiHost': profile.bigcommerce.apiHost,
    }).map(([key, value]) => ({
      key,
      value: profile.kind === 'sandbox' ? 'sandbox' : value,
      origin: (profile.kind === 'sandbox' ? undefined : variables[key]) ?? `profile ${profile.name}`,
    })),
  ];
  const text = table(
    rows,
    [
      { title: 'setting', value: (row) => row.key, whole: true },
      { title: 'value', value: (row) => (row.value === null ? null : String(row.value)) },
      ...(showOrigin ? [{ title: 'from', value: (row: (typeof rows)[number]) => row.origin }] : []),
    ],
    context.columns,
  );
  return { exitCode: ExitCode.Done, result: { settings: rows }, text };
}

/** The schema beside the docs of this version, for editors. */
const SCHEMA = new URL('../docs/schemas/ttpd.yaml.json', import.meta.url);

async function initRules(context: Context, out: string): Promise<Outcome> {
  const { starterRules } = await import('../../rules/starter.ts');
  const { writeFileWhole } = await import('../../common/files/write-file.ts');
  const file = path.resolve(context.host.cwd, out);
  await writeFileWhole(file, [starterRules(fileURLToPath(SCHEMA))], { overwrite: false });
  return {
    exitCode: ExitCode.Done,
    result: { file },
    text: `Wrote ${file}. Nothing in it is switched on yet; try it with   ttpd rules coverage --category brakes`,
  };
}

async function showPaths({ paths }: Context): Promise<Outcome> {
  const { configFile } = await import('../../settings/profiles.ts');
  const result = {
    config: configFile(paths.config),
    ledger: `${paths.state}/ledger.db`,
    sandbox: `${paths.state}/sandbox`,
    audit: `${paths.logs}/audit.jsonl`,
  };
  const text = Object.entries(result)
    .map(([what, where]) => `${what.padEnd(8)} ${where}`)
    .join('\n');
  return { exitCode: ExitCode.Done, result, text };
}
