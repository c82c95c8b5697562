/** Where in the store ttpd writes. */
export interface Places {
  /** The locations whose stock is ttpd's, in the order in which they are filled; at least one. */
  locations: readonly [number, ...number[]];
  /**
   * The channels that new products are put on, and in whose category tree, the first one's, their categories are; absent:
   * the default channel.
   */
  channels?: readonly [number, ...number[]] | undefined;
  /** The tax that is in the store's prices and not in its costs: `20%`. */
  includedTax?: string | undefined;
  /** A level that is written with its product is the only one (docs/facts/bigcommerce-inventory.md#locations). */
  isOnlyDefault: boolean;
}

/** BigCommerce's default location (docs/facts/bigcommerce-inventory.md#locations). */
const DEFAULT_LOCATION = 1;

export const DEFAULT_PLACES: Places = { locations: [DEFAULT_LOCATION], isOnlyDefault: true };

export function placesAt(...locations: Places['locations']): Places {
  return { locations, isOnlyDefault: locations.length === 1 && locations[0] === DEFAULT_LOCATION };
}
