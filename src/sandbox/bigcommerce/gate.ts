import type { Context, MiddlewareHandler } from 'hono';
import { endpointName } from '../endpoint.ts';
import type { FaultSite } from '../faults/inject.ts';
import type { HttpEnv } from '../http-env.ts';
import type { WindowState } from '../limits/store-window.ts';
import { Overlaps } from '../overlaps.ts';
import { Refusal } from '../refusal.ts';
import { STORE_HASH, type World } from '../world.ts';
import { storeRefusal } from './errors.ts';
import { v2Refusal } from './orders/v2.ts';
import { isAllowed, MISSING_SCOPE } from './scopes.ts';

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

/**
 * The quota's headers on every answer and the 429 (docs/facts/bigcommerce-api.md#rate-limits), then who is let in, in
 * the order that was measured: a route that is not there is told to anybody (docs/facts/bigcommerce-api.md#statuses).
 */
export function storeAdmission(
  world: World,
  isRouted: (method: string, path: string) => boolean,
): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { method, path: whole } = c.req;
    const path = storePath(c);
    const state = world.storeWindow.take(world.settings, performance.now());
    for (const [name, value] of Object.entries(rateHeaders(state))) c.header(name, value);
    if (!state.allowed) throw tooFast(state.resetMs);
    const allowed = METHODS.filter((each) => isRouted(each, whole));
    if (allowed.length === 0) throw unrouted(method, path);
    const account = accountOf(c, world.settings);
    c.set('client', account.client);
    if (!allowed.includes(method))
      throw refusalAt(path, 405, `${method} is not allowed here`, { Allow: allowed.join(', ') });
    if (!isAllowed(account.scopes, method, path)) throw refusalAt(path, 403, MISSING_SCOPE);
    refuseOtherTypes(c, path);
    await next();
  };
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/** A refusal in the shape of the version that was asked. */
function refusalAt(
  path: string,
  status: number,
  title: string,
  headers: Record<string, string> = {},
): Refusal {
  const { body } = path.startsWith('/v2') ? v2Refusal(status, title) : storeRefusal(status, title);
  return new Refusal(status, body, headers);
}

/** Measured words, and what is meant by them here: much of BigCommerce's API is not in the sandbox. */
function unrouted(method: string, path: string): Refusal {
  return refusalAt(
    path,
    404,
    `The route is not found, check the URL (${method} ${path} is not in this sandbox)`,
  );
}

/** Another store's hash: whatever the token, it is not one of that store's. */
export function foreignStore(): Refusal {
  return storeRefusal(403, MISSING_SCOPE);
}

/** @throws Refusal 401, as plain text where there is no token at all (docs/facts/bigcommerce-api.md#statuses) */
function accountOf(c: Context, { accounts }: World['settings']) {
  const token = c.req.header('X-Auth-Token');
  const plain = { 'Content-Type': 'text/plain; charset=utf-8' };
  if (token === undefined) throw new Refusal(401, 'X-Auth-Token header is required', plain);
  if (token.trim() === '') throw new Refusal(401, 'X-Auth-Token header should have correct format', plain);
  const account = Object.hasOwn(accounts, token) ? accounts[token] : undefined;
  if (!account) throw storeRefusal(401, 'Unauthorized');
  return account;
}

/** 406 and 415: JSON is what is spoken (docs/facts/bigcommerce-api.md#requests). */
function refuseOtherTypes(c: Context, path: string): void {
  const { accept = '*/*', 'content-type': type = '' } = c.req.header();
  if (!/json|\*\/\*|application\/\*/i.test(accept)) throw refusalAt(path, 406, 'Not Acceptable');
  const { 'content-length': length = '0', 'transfer-encoding': chunks } = c.req.header();
  const hasBody = length !== '0' || chunks !== undefined;
  if (hasBody && !/[/+]json\b/i.test(type)) throw refusalAt(path, 415, 'Unsupported Media Type');
}

/**
 * A 429 by fault says to come back after a second, with `429=ms` after so long, and with `429=0` nothing at all: so
 * answers the platform's own protection, without any of the quota's headers
 * (docs/facts/bigcommerce-api.md#rate-limits).
 */
export function storeFaults({ settings }: World): FaultSite {
  return {
    service: 'bc',
    pathOf: storePath,
    refusal: ({ status, value }, path) => {
      if (status === 429) return value === 0 ? overloaded() : tooFast(value ?? 1000);
      if (settings.edgeErrors === 'html' && status >= 502 && status <= 504) return edgePage(status);
      return refusalAt(path, status, status === 403 ? MISSING_SCOPE : `Injected fault ${status}`);
    },
  };
}

/** What stands in front of the service answers for it, as a page (docs/facts/bigcommerce-api.md#statuses: seen). */
function edgePage(status: number): Refusal {
  const page = `<html>\r\n<head><title>${status}</title></head>\r\n<body><center><h1>${status}</h1></center></body>\r\n</html>\r\n`;
  const noQuota = Object.fromEntries(QUOTA_HEADERS.map((name) => [name, '']));
  return new Refusal(status, page, { ...noQuota, 'Content-Type': 'text/html' });
}

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
  return new Refusal(429, TOO_FAST, Object.fromEntries(QUOTA_HEADERS.map((name) => [name, ''])));
}

const QUOTA_HEADERS = Object.keys(
  rateHeaders({ allowed: false, quota: 0, left: 0, windowMs: 0, resetMs: 0 }),
);
