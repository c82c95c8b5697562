import path from 'node:path';
import { type Clock, systemClock } from '../clock.ts';
import type { Problem } from '../errors.ts';
import type { Emit } from '../events.ts';
import { createRedactor, type Redactor } from '../http/redact.ts';
import { newId } from '../ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Rules } from '../rules/schema.ts';
import { type Paths, resolvePaths } from '../settings/paths.ts';
import { findProfile, type Profile, readConfig } from '../settings/profiles.ts';
import {
  environmentLayer,
  flagLayer,
  type Layer,
  type Origin,
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

/** flag → environment → profile → default; which profile is itself such a setting. */
export async function resolveAll(host: Host, flags: Layer['values']): Promise<ResolvedSettings> {
  const paths = resolvePaths(host.env);
  const config = await readConfig(paths.config);
  const outer = [flagLayer(flags), environmentLayer(host.env)];
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
  const { findRulesFile, loadRules } = await import('../rules/load.ts');
  const file = config === undefined ? findRulesFile(host.cwd) : path.resolve(host.cwd, config);
  if (file !== undefined) return loadRules(file);
  const { Rules } = await import('../rules/schema.ts');
  return { rules: Rules.parse({}), file: null, warnings: [] };
}
