/**
 * Words in a supplier's carrier → BigCommerce's shipping providers (docs/facts/bigcommerce-orders.md#shipments). First
 * match.
 */
const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/\bups\b|united parcel/i, 'ups'],
  [/fed\s?-?ex/i, 'fedex'],
  [/\busps\b|postal service|us mail/i, 'usps'],
  [/canada\s?post|postes canada/i, 'canadapost'],
  [/royal\s?mail/i, 'royalmail'],
  [/aus(tralia)?\s?post/i, 'auspost'],
  [/endicia/i, 'endicia'],
];

/**
 * The store's shipping provider for a carrier, by the settings first; empty where none is known: the customer then sees
 * the carrier's name and the number, without a link.
 */
export function providerOf(carrier: string | null, own: Record<string, string>): string {
  const name = carrier?.trim() ?? '';
  const set = Object.keys(own).find((key) => key.toLowerCase() === name.toLowerCase());
  if (set !== undefined) return own[set] ?? '';
  return PROVIDERS.find(([words]) => words.test(name))?.[1] ?? '';
}
