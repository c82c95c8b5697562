import { allOf } from '../../bigcommerce/pages.ts';
import { ServiceError } from '../../http/errors/service-error.ts';
import type { Engine } from '../engine/engine.ts';
import type { Taxonomy } from './taxonomy.ts';

/**
 * The channels that a new product is put on: those of ttpd.yaml, else the default one. None where the store has but one:
 * there a product is sold as soon as it is made. A token that may not look at channels leaves it to the category trees,
 * of which each belongs to one.
 */
export async function channelsOfNew(
  { store, places, drain: signal }: Pick<Engine, 'store' | 'places' | 'drain'>,
  { channels: withTree }: Pick<Taxonomy, 'channels'>,
): Promise<number[]> {
  if (places.channels) return [...places.channels];
  const all = await allOf(store.channels.list(signal)).then(
    (channels) => channels.map(({ id }) => id),
    (error: unknown) => {
      if (error instanceof ServiceError && error.status === 403) return withTree;
      throw error;
    },
  );
  if (all.length < 2) return [];
  return [Math.min(...(withTree.length > 0 ? withTree : all))];
}
