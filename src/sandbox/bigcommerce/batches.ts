import { Refusal } from '../refusal.ts';
import type { Store } from '../world.ts';

/**
 * Saves the items of a batch one after the other. What a bad one does to the rest is not stated
 * (docs/facts/bigcommerce-catalog.md#batches), so it is a setting: nothing is saved then, or all the others are.
 */
export function saveBatch<T>(
  { db, settings }: Store,
  items: readonly unknown[],
  save: (item: unknown) => T,
): { saved: T[]; refused: Refusal[] } {
  const saved: T[] = [];
  const refused: Refusal[] = [];
  const saveOne = (item: unknown) => {
    try {
      saved.push(db.savepoint(() => save(item)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(error);
    }
  };
  try {
    db.transaction(() => {
      for (const item of items) saveOne(item);
      if (refused[0] && settings.batches === 'whole') throw refused[0];
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  return { saved, refused };
}
