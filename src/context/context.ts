import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Clock, systemClock } from '../common/clock.ts';
import type { Problem } from '../common/errors.ts';
import type { Emit } from '../common/events.ts';
import { newId } from '../common/ids.ts';
import { createRedactor, type Redactor } from '../http/watch/redact.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { findRulesFile } from '../rules/find.ts';
import type { Rules } from '../rules/schema.ts';
import { type Paths, resolvePaths } from '../settings/paths.ts';
import { findProfile, type Profile, readConfig } from '../settings/profiles.ts';
import type { Origin } from '../settings/resolve.ts';
import {
  environmentLayer,
  flagLayer,
  type Layer,
  profileLayer,
  resolveSettings,
  type Settings,
} from '../settings/resolve.ts';
import { createPrompts, type Prompts } from '../terminal/prompts.ts';
import { createTheme, type Theme } from '../terminal/theme.ts';
import type { View } from '../terminal/view.ts';
import { columnsOf } from '../terminal/width.ts';
import type { Services } from './connect.ts';
import type { Host } from './host.ts';
import { listenForStop, type StopSignal } from './stop-signal.ts';

/** Made once a command: settings, clients, ledger, view, and the signal to stop. */
export interface Context {
  host: Host;
  clock: Clock;
  command: string;
  /** Of this run: in the ledger, the audit log and the result. */
  runId: string;
  profile: Profile;
  /** What the ledger and the lock know the store by. */
  storeKey: string;
  settings: Settings;
  origins: Origin[];
  paths: Paths;
  view: View;
  /** For text on stdout. */
  theme: Theme;
  /** Of stdout, where it is a terminal. */
  columns: number | undefined;
  prompts: Prompts;
  emit: Emit;
  redactor: Redactor;
  stop: StopSignal;
  /** Opened on first use, closed with the context. */
  ledger(): Promise<Ledger>;
  services(): Promise<Services>;
  /** `ttpd.yaml`, or the defaults where there is none. */
  rules(): Promise<RulesInForce>;
  close(): Promise<void>;
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

/** flag → environment → ttpd.yaml → profile → default; which profile is itself such a setting. */
export async function resolveAll(host: Host, flags: Layer['values']): Promise<ResolvedSettings> {
  const paths = resolvePaths(host.env);
  const config = await readConfig(paths.config);
  const typed = [flagLayer(flags), environmentLayer(host.env)];
  const outer = [...typed, await fileLayer(host, resolveSettings(typed).settings.config)];
  const { settings: first, origins: from } = resolveSettings(outer);
  const isDefault = from.find(({ key }) => key === 'profile')?.origin === 'default';
  const name = (isDefault ? config.defaultProfile : undefined) ?? first.profile;
  const profile = findProfile(name, config, host.env);
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
async function fileLayer(host: Host, config: string | undefined): Promise<Layer> {
  const file = rulesFile(host, config);
  const hasSettings = file !== undefined && /^["']?settings["']?[ \t]*:/m.test(textOf(file));
  const name = () => (file === undefined ? 'ttpd.yaml' : path.basename(file));
  if (!hasSettings) return { values: {}, name };
  const { loadRules } = await import('../rules/load.ts');
  return { values: loadRules(file).rules.settings, name };
}

/** Bytes; as `loadRules`, which is too heavy to be loaded for this. */
const LARGEST_RULES = 1024 * 1024;

function rulesFile(host: Host, config: string | undefined): string | undefined {
  return config === undefined ? findRulesFile(host.cwd) : path.resolve(host.cwd, config);
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

export function createContext(
  host: Host,
  { command, view, resolved }: { command: string; view: View; resolved: ResolvedSettings },
): Context {
  const { profile, settings, paths } = resolved;
  const clock = systemClock;
  const redactor = createRedactor();
  const runId = newId(clock.date());
  const emit: Emit = (event) => view.event(event);
  const stop = listenForStop(
    () => view.say('Stopping: finishing what is under way. Press Ctrl-C again to leave at once.'),
    () => view.close(),
  );
  let ledger: Promise<Ledger> | undefined;
  let services: Promise<Services> | undefined;
  let rules: Promise<RulesInForce> | undefined;
  return {
    host,
    clock,
    command,
    runId,
    ...resolved,
    storeKey: profile.kind === 'sandbox' ? 'sandbox' : (profile.bigcommerce.storeHash ?? profile.name),
    view,
    theme: createTheme(host.streams.stdout, host.env, settings.noColor),
    columns: columnsOf(host.streams.stdout),
    prompts: createPrompts(host.streams, host.env, settings.noInput),
    emit,
    redactor,
    stop,
    ledger() {
      ledger ??= import('../ledger/ledger.ts').then(({ openLedger }) => openLedger(paths.state, clock));
      return ledger;
    },
    services() {
      services ??= import('./connect.ts').then(({ connect }) =>
        connect({ env: host.env, profile, settings, paths, runId, redactor, emit, clock }),
      );
      return services;
    },
    rules() {
      rules ??= readRules(host, settings.config);
      return rules;
    },
    async close() {
      stop.close();
      await (await services?.catch(() => undefined))?.close();
      await (await ledger?.catch(() => undefined))?.close();
    },
  };
}

async function readRules(host: Host, config: string | undefined): Promise<RulesInForce> {
  const { loadRules } = await import('../rules/load.ts');
  const file = rulesFile(host, config);
  if (file !== undefined) return loadRules(file);
  const { Rules } = await import('../rules/schema.ts');
  return { rules: Rules.parse({}), file: null, warnings: [] };
}
