/** The words that are answered where a token lacks the scope. */
export const MISSING_SCOPE = "You don't have a required scope to access the endpoint";

/** The first that fits says which scope a path asks for (docs/facts/bigcommerce-api.md#accounts); others ask for none. */
const NEEDED: readonly [path: RegExp, scope: string][] = [
  [/^\/v2\/(?:store|tax_classes)\b/, 'store_v2_information'],
  [/^\/v2\/order/, 'store_v2_orders'],
  [/^\/v3\/orders\/\d+\/(?:transactions|payment_actions)\b/, 'store_v2_transactions'],
  [/^\/v3\/orders\b/, 'store_v2_orders'],
  [/^\/v3\/(?:catalog|pricelists)\b/, 'store_v2_products'],
  [/^\/v3\/inventory\/locations(?:\/metafields|\/\d+\/metafields)?(?:\/\d+)?$/, 'store_locations'],
  [/^\/v3\/inventory\b/, 'store_inventory'],
  [/^\/v3\/channels\b/, 'store_channel_settings'],
];

/** Whether an account may do that: writing needs the scope, reading takes its `_read_only` too. */
export function isAllowed(scopes: 'all' | readonly string[], method: string, path: string): boolean {
  if (scopes === 'all') return true;
  const scope = NEEDED.find(([pattern]) => pattern.test(path))?.[1];
  if (scope === undefined || scopes.includes(scope)) return true;
  return method === 'GET' && scopes.includes(`${scope}_read_only`);
}
