import type { Engine } from '../catalog/engine/engine.ts';
import { DEFAULT_PLACES, type Places, placesAt } from '../catalog/engine/places.ts';
import { ExitCode, TtpdError } from '../common/errors.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import type { Rules } from '../rules/schema.ts';

/** Where the rules have ttpd write, in the order in which it fills the locations. */
export function placesOf({ stock: { location, locations } }: Pick<Rules, 'stock'>): Places {
  const mapped = locations === undefined || Array.isArray(locations) ? [] : Object.values(locations);
  const [first, ...others] = new Set(mapped.length > 0 ? mapped : location === undefined ? [] : [location]);
  return first === undefined ? DEFAULT_PLACES : placesAt(first, ...others);
}

/**
 * That stock can be written where it is to be, before anything is. A token that may not look at locations says nothing.
 * @throws TtpdError LOCATION_UNUSABLE (exit 2)
 */
export async function requireLocations({ store, places, drain: signal }: Engine): Promise<void> {
  const there = new Map<number, boolean>();
  try {
    for await (const page of store.inventory.locations(signal))
      for (const { id, isEnabled } of page) there.set(id, isEnabled);
  } catch (error) {
    if (error instanceof ServiceError && error.status === 403) return;
    throw error;
  }
  for (const location of places.locations)
    if (there.get(location) !== true)
      throw new TtpdError(
        'LOCATION_UNUSABLE',
        `Stock is to be written at the store's location ${location}, which ${there.has(location) ? 'is disabled' : 'is not there'}.`,
        {
          hint: `The store's locations: ${[...there].map(([id, isEnabled]) => `${id}${isEnabled ? '' : ' (disabled)'}`).join(', ')}. "stock" in ttpd.yaml says which to use: location, or locations.`,
          exitCode: ExitCode.Usage,
        },
      );
}
