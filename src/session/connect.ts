import path from 'node:path';
import { type BigCommerce, createBigCommerce } from '../bigcommerce/bigcommerce.ts';
import { ExitCode, TtpdError } from '../common/errors.ts';
import type { Emit } from '../common/events.ts';
import { createPartsApi } from '../finditparts/parts-api/parts-api.ts';
import type { Supplier } from '../finditparts/supplier.ts';
import { SERVICE_NAMES } from '../http/errors/service-error.ts';
import {
  bigCommerceLimits,
  FINDITPARTS_PRODUCTION,
  FINDITPARTS_TEST,
  type ServiceLimits,
} from '../http/limits/service-limits.ts';
import { createServiceHttp } from '../http/service-http.ts';
import { createAuditLog } from '../http/watch/audit.ts';
import type { HttpEvent } from '../http/watch/events.ts';
import { createMeters, type MeterReading } from '../http/watch/meters.ts';
import { secretSource } from '../settings/secrets.ts';
import type { ConnectOptions, Endpoints } from './endpoints.ts';
import { openSandbox } from './open-sandbox.ts';

/** Both sides, connected. */
export interface Services {
  supplier: Supplier;
  store: BigCommerce;
  /** Attempts so far, by service and endpoint. */
  calls(): Calls;
  close(): Promise<void>;
}

/** Part of the JSON result: stable. */
export interface Calls {
  finditparts: ServiceCalls;
  bigcommerce: ServiceCalls;
  /** Answers of 429 from both. */
  rateLimited: number;
}

interface ServiceCalls {
  total: number;
  byEndpoint: Record<string, number>;
}

export async function connect(options: ConnectOptions): Promise<Services> {
  const { settings, paths, runId, redactor, emit, clock } = options;
  const meters = createMeters();
  // Before the sandbox is started: where this fails, nothing is left running.
  const audit = createAuditLog({ file: path.join(paths.logs, 'audit.jsonl'), run: runId, redactor, clock });
  const endpoints = await endpointsFor(options).catch(async (error: unknown) => {
    await audit.close();
    throw error;
  });
  const shared = {
    clock,
    redactor,
    audit,
    meters,
    timeoutMs: settings.timeout * 1_000,
    events: (event: HttpEvent) => report(event, emit, settings.verbose),
    proxyEnv: options.env,
  };
  const finditparts = createServiceHttp({
    ...shared,
    service: 'finditparts',
    baseUrl: endpoints.finditparts.baseUrl,
    auth: { header: 'X-API-Key', secret: endpoints.finditparts.secret },
    limits: ceiling(endpoints.finditparts.limits, settings.rate),
  });
  const bigcommerce = createServiceHttp({
    ...shared,
    service: 'bigcommerce',
    baseUrl: endpoints.bigcommerce.baseUrl,
    auth: { header: 'X-Auth-Token', secret: endpoints.bigcommerce.secret },
    limits: ceiling(endpoints.bigcommerce.limits, settings.rate),
  });
  const reportQuota = () => {
    const quota = bigcommerce.quota();
    if (quota) emit({ type: 'quota', service: 'bigcommerce', ...quota });
  };
  return {
    supplier: createPartsApi({
      send: finditparts.send,
      capabilities: endpoints.finditparts.capabilities,
      timeZone: settings.timeZone,
    }),
    store: createBigCommerce({
      async send(request) {
        const answer = await bigcommerce.send(request);
        reportQuota();
        return answer;
      },
    }),
    calls() {
      const [parts, store] = [finditparts.meters(), bigcommerce.meters()];
      return {
        finditparts: serviceCalls(parts.endpoints),
        bigcommerce: serviceCalls(store.endpoints),
        rateLimited: parts.totals.rateLimited + store.totals.rateLimited,
      };
    },
    async close() {
      await Promise.all([finditparts.close(), bigcommerce.close(), audit.close()]);
      await endpoints.close();
    },
  };
}

async function endpointsFor(options: ConnectOptions): Promise<Endpoints> {
  return options.profile.kind === 'sandbox' ? openSandbox(options) : liveEndpoints(options);
}

/** @throws TtpdError NOT_SIGNED_IN (exit 5) when the store is not named */
function liveEndpoints({ profile, settings, env }: ConnectOptions): Endpoints {
  const { storeHash, apiHost, accessToken } = profile.bigcommerce;
  if (!storeHash)
    throw new TtpdError('NOT_SIGNED_IN', `The profile ${profile.name} names no store.`, {
      hint: 'Set BIGCOMMERCE_STORE_HASH (the part after "stores/" in the API path), or put it into the profile.',
      next: ['ttpd config path'],
      exitCode: ExitCode.Unauthorized,
    });
  return {
    finditparts: {
      baseUrl: profile.finditparts.baseUrl,
      secret: secretSource(profile.finditparts.apiKey, 'The FinditParts API key', env),
      limits: profile.kind === 'test' ? FINDITPARTS_TEST : FINDITPARTS_PRODUCTION,
      capabilities: profile.finditparts.capabilities,
    },
    bigcommerce: {
      baseUrl: `${apiHost}/stores/${encodeURIComponent(storeHash)}`,
      secret: secretSource(accessToken, 'The BigCommerce access token', env),
      limits: bigCommerceLimits(settings.quota),
    },
    close: async () => {},
  };
}

function ceiling(limits: ServiceLimits, rate: number | undefined): ServiceLimits {
  return rate === undefined ? limits : { ...limits, ceilingPerSecond: rate };
}

function serviceCalls(endpoints: readonly (MeterReading & { endpoint: string })[]): ServiceCalls {
  const byEndpoint = Object.fromEntries(
    endpoints
      .map(({ endpoint, attempts }) => [endpoint, attempts] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
  return { total: Object.values(byEndpoint).reduce((sum, n) => sum + n, 0), byEndpoint };
}

/** Shorter pauses are the pace, and no news. */
const PAUSE_WORTH_SAYING_MS = 2_000;

function report(event: HttpEvent, emit: Emit, verbose: boolean): void {
  const name = SERVICE_NAMES[event.service];
  if (event.type === 'paused' && event.ms >= PAUSE_WORTH_SAYING_MS) {
    const left = event.quota ? ` (${event.quota.left} of ${event.quota.quota} requests left)` : '';
    const reason = {
      'rate-limited': `${name} asked to wait${left}`,
      quota: `${name}'s quota is used up${left}`,
      pace: `the requests that ${name} takes in a minute are spent`,
      breaker: `${name} does not answer`,
    }[event.reason];
    emit({ type: 'paused', service: event.service, ms: event.ms, reason });
  }
  if (event.type === 'retry' && verbose)
    emit({
      type: 'note',
      message: `${name}: ${event.endpoint} failed with ${event.status ?? event.code}, attempt ${event.attempt} follows`,
    });
}
