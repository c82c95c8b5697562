import { allOf } from '../bigcommerce/pages.ts';
import type { Engine } from '../catalog/engine/engine.ts';
import { DEFAULT_PLACES, type Places, placesAt } from '../catalog/engine/places.ts';
import { ExitCode, TtpdError } from '../common/errors.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import type { Rules } from '../rules/schema.ts';

/** Where the rules have ttpd write, in the order in which it fills the locations. */
export function placesOf({
  channels: named = [],
  price: { includedTax },
  stock: { location, locations },
}: Pick<Rules, 'channels' | 'price' | 'stock'>): Places {
  const mapped = locations === undefined || Array.isArray(locations) ? [] : Object.values(locations);
  const [first, ...others] = new Set(mapped.length > 0 ? mapped : location === undefined ? [] : [location]);
  const [channel, ...alsoOn] = new Set(named);
  const places = { ...(first === undefined ? DEFAULT_PLACES : placesAt(first, ...others)), includedTax };
  return channel === undefined ? places : { ...places, channels: [channel, ...alsoOn] };
}

/**
 * That what the rules name is there and open, before anything is written. Of what the token may not look at nothing is said.
 * @throws TtpdError LOCATION_UNUSABLE, CHANNEL_UNKNOWN (exit 2)
 */
export async function requirePlaces({ store, places, drain: signal }: Engine): Promise<void> {
  const locations = await visible(store.inventory.locations(signal));
  const isOpen = new Map(locations?.map(({ id, isEnabled }) => [id, isEnabled]));
  const closed = locations && places.locations.find((location) => isOpen.get(location) !== true);
  if (closed !== undefined)
    throw new TtpdError(
      'LOCATION_UNUSABLE',
      `Stock is to be written at the store's location ${closed}, which ${isOpen.has(closed) ? 'is disabled' : 'is not there'}.`,
      {
        hint: `The store's locations: ${[...isOpen].map(([id, isEnabled]) => `${id}${isEnabled ? '' : ' (disabled)'}`).join(', ')}. "stock" in ttpd.yaml says which to use: location, or locations.`,
        exitCode: ExitCode.Usage,
      },
    );
  const channels = places.channels && (await visible(store.channels.list(signal)));
  const unknown = channels && places.channels?.find((channel) => channels.every(({ id }) => id !== channel));
  if (unknown !== undefined)
    throw new TtpdError('CHANNEL_UNKNOWN', `The store has no channel ${unknown}, which ttpd.yaml names.`, {
      hint: `The store's channels: ${channels?.map(({ id, name }) => `${id} (${name})`).join(', ')}.`,
      exitCode: ExitCode.Usage,
    });
}

async function visible<T>(lists: AsyncIterable<T[]>): Promise<T[] | undefined> {
  return allOf(lists).catch((error: unknown) => {
    if (error instanceof ServiceError && error.status === 403) return undefined;
    throw error;
  });
}
