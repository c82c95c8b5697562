import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../common/errors.ts';
import { findRulesFile } from '../rules/find.ts';
import type { Rules } from '../rules/schema.ts';
import { type Paths, resolvePaths } from '../settings/paths.ts';
import { findProfile, type Profile, readConfig } from '../settings/profiles.ts';
import type { Origin } from '../settings/resolve.ts';
import {
  environmentLayer,
  type Layer,
  profileLayer,
  resolveSettings,
  type Settings,
} from '../settings/resolve.ts';

/** Where settings and rules are looked for. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  /** Where `ttpd.yaml` is looked for, upwards. */
  cwd: string;
}

export interface ResolvedSettings {
  paths: Paths;
  profile: Profile;
  settings: Settings;
  origins: Origin[];
}

export interface RulesInForce {
  rules: Rules;
  /** `null`: no file, the defaults. */
  file: string | null;
  warnings: Problem[];
}

/** given → environment → ttpd.yaml → profile → default; which profile is itself such a setting. */
export async function resolveAll(around: Surroundings, given: Layer): Promise<ResolvedSettings> {
  const paths = resolvePaths(around.env);
  const config = await readConfig(paths.config);
  const typed = [given, environmentLayer(around.env)];
  const outer = [...typed, await fileLayer(around, resolveSettings(typed).settings.config)];
  const { settings: first, origins: from } = resolveSettings(outer);
  const isDefault = from.find(({ key }) => key === 'profile')?.origin === 'default';
  const name = (isDefault ? config.defaultProfile : undefined) ?? first.profile;
  const profile = findProfile(name, config, around.env);
  const ofConfig: Layer = {
    values: isDefault ? { profile: config.defaultProfile } : {},
    name: () => 'config.json',
  };
  const ofProfile = profileLayer(name, profile.settings);
  return { paths, profile, ...resolveSettings([...outer, ofConfig, ofProfile]) };
}

/**
 * What `settings` says in ttpd.yaml. Reading rules takes a while, so a file without that section is not read for it; one
 * with it must be right as a whole.
 */
async function fileLayer(around: Surroundings, config: string | undefined): Promise<Layer> {
  const file = rulesFile(around, config);
  const hasSettings = file !== undefined && /^["']?settings["']?[ \t]*:/m.test(textOf(file));
  const name = () => (file === undefined ? 'ttpd.yaml' : path.basename(file));
  if (!hasSettings) return { values: {}, name };
  const { loadRules } = await import('../rules/load.ts');
  return { values: loadRules(file).rules.settings, name };
}

/** Bytes; as `loadRules`, which is too heavy to be loaded for this. */
const LARGEST_RULES = 1024 * 1024;

function rulesFile({ cwd }: Surroundings, config: string | undefined): string | undefined {
  return config === undefined ? findRulesFile(cwd) : path.resolve(cwd, config);
}

/** Nothing of a file that cannot be read, or is too large for rules: whoever needs them says why. */
function textOf(file: string): string {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= LARGEST_RULES ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

/** `ttpd.yaml`, or the defaults where there is none. */
export async function readRules(around: Surroundings, config: string | undefined): Promise<RulesInForce> {
  const { loadRules } = await import('../rules/load.ts');
  const file = rulesFile(around, config);
  if (file !== undefined) return loadRules(file);
  const { Rules } = await import('../rules/schema.ts');
  return { rules: Rules.parse({}), file: null, warnings: [] };
}
