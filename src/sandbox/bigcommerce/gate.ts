import type { Context, MiddlewareHandler } from 'hono';
import { endpointName } from '../endpoint.ts';
import type { FaultSite } from '../faults/inject.ts';
import type { HttpEnv } from '../http-env.ts';
import type { WindowState } from '../limits/store-window.ts';
import { Overlaps } from '../overlaps.ts';
import { Refusal } from '../refusal.ts';
import { ACCESS_TOKEN, STORE_HASH, type World } from '../world.ts';
import { storeRefusal } from './errors.ts';
import { v2Refusal } from './orders/v2.ts';

export const STORE_PREFIX = `/stores/${STORE_HASH}`;

/** Counts what arrives and what it is answered with. */
export function storeGate(world: World): MiddlewareHandler<HttpEnv> {
  const overlaps = new Overlaps(world.stats);
  return async (c, next) => {
    const path = storePath(c);
    world.stats.arrived('bigcommerce', endpointName(c.req.method, path), performance.now());
    const leave = overlaps.enter(c.req.method, path);
    await next();
    leave();
    world.stats.answered('bigcommerce', c.get('isCut') ? 0 : c.res.status);
  };
}

/** The quota's headers on every answer, the 429 and the 401 (docs/facts/bigcommerce-api.md#rate-limits). */
export function storeAdmission(world: World): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const state = world.storeWindow.take(world.settings, performance.now());
    for (const [name, value] of Object.entries(rateHeaders(state))) c.header(name, value);
    if (!state.allowed) throw tooFast(state.resetMs);
    if (c.req.header('X-Auth-Token') !== ACCESS_TOKEN) throw storeRefusal(401, 'Unauthorized');
    await next();
  };
}

/**
 * A 429 by fault says to come back after a second, with `429=ms` after so long, and with `429=0` nothing at all: so
 * answers the platform's own protection, without any of the quota's headers
 * (docs/facts/bigcommerce-api.md#rate-limits).
 */
export const storeFaults: FaultSite = {
  service: 'bc',
  pathOf: storePath,
  refusal: ({ status, value }, path) =>
    status === 429
      ? value === 0
        ? overloaded()
        : tooFast(value ?? 1000)
      : path.startsWith('/v2')
        ? v2Refusal(status, `Injected fault ${status}`)
        : storeRefusal(status, `Injected fault ${status}`),
};

function storePath(c: Context): string {
  return c.req.path.slice(STORE_PREFIX.length);
}

function rateHeaders({ left, quota, windowMs, resetMs }: WindowState): Record<string, string> {
  return {
    'X-Rate-Limit-Requests-Left': String(left),
    'X-Rate-Limit-Requests-Quota': String(quota),
    'X-Rate-Limit-Time-Window-Ms': String(windowMs),
    'X-Rate-Limit-Time-Reset-Ms': String(resetMs),
  };
}

const TOO_FAST = {
  status: 429,
  title: 'Too many requests',
  type: '/api-docs/getting-started/api-status-codes',
  errors: {},
};

/** The documented body; `X-Retry-After` is in seconds (docs/facts/bigcommerce-api.md#rate-limits). */
function tooFast(resetMs: number): Refusal {
  return new Refusal(429, TOO_FAST, {
    'X-Retry-After': String(Math.ceil(resetMs / 1000)),
    'X-Rate-Limit-Time-Reset-Ms': String(resetMs),
  });
}

function overloaded(): Refusal {
  const headers = Object.keys(rateHeaders({ allowed: false, quota: 0, left: 0, windowMs: 0, resetMs: 0 }));
  return new Refusal(429, TOO_FAST, Object.fromEntries(headers.map((name) => [name, ''])));
}
