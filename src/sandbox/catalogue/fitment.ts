import { between, hash, pick, SALT, unit } from './hash.ts';
import type { Kind } from './kinds/kind.ts';
import { MODELS, type Model, vehicleId } from './vehicles.ts';

export type WireFitment =
  | {
      type: 'vehicle';
      vehicle_id: string;
      year: number;
      make: string;
      model: string;
      engine: string;
      note: string | null;
    }
  | { type: 'component'; make: string; model: string; note: string | null }
  | { type: 'universal'; note: string };

/** Many heavy-duty parts fit an axle or a brake rather than a truck (docs/facts/parts-domain.md#fitment). */
export function fitmentOf(index: number, kind: Kind): WireFitment[] {
  if (kind.universal) return [{ type: 'universal', note: 'Fits all makes; check dimensions' }];
  if (kind.components) {
    const [make = '', ...model] = pick(kind.components, index, SALT.fits).split(' ');
    return [
      {
        type: 'component',
        make,
        model: model.join(' '),
        note: unit(index, SALT.years) < 0.2 ? 'Drive axle' : null,
      },
    ];
  }
  // 4 % say nothing about what they fit.
  if (unit(index, SALT.fits) < 0.04) return [];
  return spansOf(index).flatMap(({ model, from, to, engine }) =>
    Array.from({ length: to - from + 1 }, (_, n) => ({
      type: 'vehicle' as const,
      vehicle_id: vehicleId(from + n, model, engine),
      year: from + n,
      make: model.make,
      model: model.model,
      engine,
      note: null,
    })),
  );
}

interface Span {
  model: Model;
  from: number;
  to: number;
  engine: string;
}

function spansOf(index: number): Span[] {
  const first = hash(index, SALT.fits + 500) % MODELS.length;
  return Array.from({ length: between(1, 3, index, SALT.years) }, (_, n) => {
    const model = MODELS[(first + n * 4) % MODELS.length] as Model;
    const from = between(model.from, model.to, index, SALT.years + 200 + n);
    const to = Math.min(model.to, from + between(0, 4, index, SALT.years + 300 + n));
    return { model, from, to, engine: pick(model.engines, index, SALT.years + 400 + n) };
  });
}

/** The same answer as searching `fitmentOf`, without making the list: for scans of the whole catalogue. */
export function fitsVehicle(index: number, kind: Kind, id: string): boolean {
  if (kind.universal || kind.components || unit(index, SALT.fits) < 0.04) return false;
  const year = Number.parseInt(id, 10);
  return spansOf(index).some(
    ({ model, from, to, engine }) => from <= year && year <= to && vehicleId(year, model, engine) === id,
  );
}
