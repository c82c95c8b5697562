import { furnish } from './bigcommerce/furnished-store.ts';
import { PRESETS, type Preset } from './store-behaviour.ts';
import type { World } from './world.ts';

/** How long an awkward store shows an old level. */
const SLOW_STOCK_MS = 400;

/**
 * All of the store's habits at once. The awkward one also has a second channel, tree and location, is slow to show
 * stock, and loses answers.
 */
export function usePreset({ db, faults, settings }: World, preset: Preset): void {
  Object.assign(settings, PRESETS[preset], { preset });
  if (preset !== 'awkward') return;
  furnish(db);
  settings.stockDelayMs = SLOW_STOCK_MS;
  faults.arm('bc:lost-answer:2%');
}
