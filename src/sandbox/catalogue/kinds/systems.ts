import { cab, exhaust, fuel } from './body.ts';
import { brakes } from './brakes.ts';
import { electrical, lighting } from './electrical.ts';
import type { Kind, System } from './kind.ts';
import { clutch, driveline, engine } from './powertrain.ts';
import { steering, suspension, wheelEnds } from './running-gear.ts';
import { airIntake, cooling, filters } from './service.ts';

/** The VMRS spine of docs/facts/parts-domain.md#vmrs; the shares add up to 100. */
export const SYSTEMS: readonly System[] = [
  brakes,
  wheelEnds,
  suspension,
  steering,
  driveline,
  clutch,
  engine,
  filters,
  airIntake,
  cooling,
  lighting,
  electrical,
  exhaust,
  fuel,
  cab,
];

/** Of all parts, the share whose kind satisfies `test`: turns "8 % of all" into a chance among those that can be. */
export function shareOf(test: (kind: Kind) => boolean): number {
  let share = 0;
  for (const system of SYSTEMS) {
    const slots = system.kinds.reduce((sum, kind) => sum + kind.share, 0);
    const hits = system.kinds.reduce((sum, kind) => sum + (test(kind) ? kind.share : 0), 0);
    share += (system.share / 100) * (hits / slots);
  }
  return share;
}
