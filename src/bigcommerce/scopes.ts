import type { HttpRequest, Send } from '../http/send/send.ts';

/**
 * What an API account must be allowed to do for each path, as the control panel names it
 * (docs/facts/bigcommerce-api.md#accounts): the first that fits counts.
 */
const SCOPES: readonly [prefix: string, name: string][] = [
  ['/v2/store', 'Information & settings'],
  ['/v3/inventory/locations', 'Store locations'],
  ['/v3/inventory', 'Store inventory'],
  ['/v3/catalog', 'Products'],
  ['/v3/pricelists', 'Products'],
  ['/v3/channels', 'Channel settings'],
  ['/v2/orders', 'Orders'],
  ['/v3/orders', 'Orders'],
];

/** Names the missing permission in the hint of a 403. */
export function withScopes(send: Send): Send {
  return (request) => {
    const scope = scopeOf(request);
    return send(scope === undefined ? request : { scope, ...request });
  };
}

function scopeOf({ method, path }: HttpRequest): string | undefined {
  const name = SCOPES.find(([prefix]) => path.startsWith(prefix))?.[1];
  return name && `${name}: ${method === 'GET' ? 'read-only' : 'modify'}`;
}
