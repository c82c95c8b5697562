import type { Context, MiddlewareHandler } from 'hono';
import { endpointName } from '../endpoint.ts';
import type { FaultSite } from '../faults/inject.ts';
import type { HttpEnv } from '../http-env.ts';
import type { SupplierEndpoint } from '../limits/supplier-limits.ts';
import { API_KEY, type World } from '../world.ts';
import { supplierRefusal } from './errors.ts';

export const SUPPLIER_PREFIX = '/finditparts/v1';

/**
 * Counts, then checks the key, then the limits; each refusal in the supplier's words
 * (docs/facts/finditparts.md#parts-api).
 */
export function supplierGate(world: World): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const path = supplierPath(c);
    const now = performance.now();
    world.stats.arrived('finditparts', endpointName(c.req.method, path), now);
    await next();
    world.stats.answered('finditparts', c.get('isCut') ? 0 : c.res.status);
  };
}

export function supplierAdmission(world: World): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    if (c.req.header('X-API-Key') !== API_KEY) {
      throw supplierRefusal(401, 'invalid_api_key', 'The X-API-Key header is missing or wrong');
    }
    if (world.settings.plan !== 'unlimited') {
      const wait = world.supplierLimits.take(endpointOf(c.req.method, supplierPath(c)), performance.now());
      if (wait > 0) throw tooFast(wait);
    }
    await next();
  };
}

export const supplierFaults: FaultSite = {
  service: 'fp',
  pathOf: supplierPath,
  refusal: ({ status, value }) =>
    status === 429
      ? tooFast(value ?? 1000)
      : supplierRefusal(status, 'injected_fault', `Injected fault ${status}`),
};

function supplierPath(c: Context): string {
  return c.req.path.slice(SUPPLIER_PREFIX.length);
}

function tooFast(waitMs: number) {
  const seconds = String(Math.max(1, Math.ceil(waitMs / 1000)));
  return supplierRefusal(429, 'rate_limited', 'Too many requests', { 'Retry-After': seconds });
}

/**
 * The limit an endpoint falls under (docs/facts/finditparts.md#rate-limits). Prices count with details: they have no
 * line of their own.
 */
function endpointOf(method: string, path: string): SupplierEndpoint {
  if (path.startsWith('/orders')) return 'orders';
  if (method !== 'GET' || !path.startsWith('/parts/')) return 'other';
  if (path === '/parts/search') return 'search';
  return path.endsWith('/inventory') ? 'inventory' : 'details';
}
