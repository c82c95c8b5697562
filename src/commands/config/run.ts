import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { ExitCode } from '../../common/errors.ts';
import { writeFileWhole } from '../../common/files/write-file.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { starterRules } from '../../rules/starter.ts';
import { configFile } from '../../settings/profiles.ts';
import { table } from '../../terminal/table.ts';

export async function listSettings(context: Context, showOrigin = false): Promise<Outcome> {
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
const SCHEMA = path.join(
  path.dirname(findPackageJSON(import.meta.url) ?? '.'),
  'docs/schemas/ttpd.yaml.json',
);

export async function initRules(context: Context, out: string): Promise<Outcome> {
  const file = path.resolve(context.host.cwd, out);
  await writeFileWhole(file, [starterRules(SCHEMA)], { overwrite: false });
  return {
    exitCode: ExitCode.Done,
    result: { file },
    text: `Wrote ${file}. Nothing in it is switched on yet; try it with   ttpd rules coverage --category brakes`,
  };
}

export async function showPaths({ paths }: Context): Promise<Outcome> {
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
