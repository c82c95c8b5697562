import { type Clock, systemClock } from '../common/clock.ts';
import type { Emit } from '../common/events.ts';
import { newId } from '../common/ids.ts';
import { createRedactor, type Redactor } from '../http/watch/redact.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Paths } from '../settings/paths.ts';
import type { Profile } from '../settings/profiles.ts';
import type { Settings } from '../settings/resolve.ts';
import type { Services } from './connect.ts';
import { type ResolvedSettings, type RulesInForce, readRules, type Surroundings } from './resolve.ts';
import type { StopSignal } from './stop.ts';

/** What work on one store needs: settings, clients, ledger, rules and the signals to stop. It shows nothing. */
export interface Session {
  clock: Clock;
  /** What is done, as the command line calls it: for the ledger and the lock. */
  command: string;
  /** Of this run: in the ledger, the audit log and the result. */
  runId: string;
  profile: Profile;
  /** What the ledger and the lock know the store by. */
  storeKey: string;
  settings: Settings;
  paths: Paths;
  emit: Emit;
  redactor: Redactor;
  stop: StopSignal;
  /** Opened on first use, closed with the session. */
  ledger(): Promise<Ledger>;
  services(): Promise<Services>;
  /** `ttpd.yaml`, or the defaults where there is none. */
  rules(): Promise<RulesInForce>;
  close(): Promise<void>;
}

export interface SessionOptions {
  command: string;
  around: Surroundings;
  resolved: Omit<ResolvedSettings, 'origins'>;
  emit: Emit;
  stop: StopSignal;
}

export function createSession({ command, around, resolved, emit, stop }: SessionOptions): Session {
  const { profile, settings, paths } = resolved;
  const clock = systemClock;
  const redactor = createRedactor();
  const runId = newId(clock.date());
  let ledger: Promise<Ledger> | undefined;
  let services: Promise<Services> | undefined;
  let rules: Promise<RulesInForce> | undefined;
  return {
    clock,
    command,
    runId,
    profile,
    storeKey: profile.kind === 'sandbox' ? 'sandbox' : (profile.bigcommerce.storeHash ?? profile.name),
    settings,
    paths,
    emit,
    redactor,
    stop,
    ledger() {
      ledger ??= import('../ledger/ledger.ts').then(({ openLedger }) => openLedger(paths.state, clock));
      return ledger;
    },
    services() {
      services ??= import('./connect.ts').then(({ connect }) =>
        connect({ env: around.env, profile, settings, paths, runId, redactor, emit, clock }),
      );
      return services;
    },
    rules() {
      rules ??= readRules(around, settings.config);
      return rules;
    },
    async close() {
      await (await services?.catch(() => undefined))?.close();
      await (await ledger?.catch(() => undefined))?.close();
    },
  };
}
