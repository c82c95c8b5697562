import { z } from 'zod';
import type { Fitment, PartDetails } from '../../supplier.ts';
import { isRecord, object, readable, requiredText, text, whole } from './values.ts';

const vehicleFit = object({
  type: z.literal('vehicle'),
  vehicle_id: text,
  year: whole,
  make: requiredText,
  model: requiredText,
  engine: text,
  note: text,
}).transform(
  (row): Fitment => ({
    kind: 'vehicle',
    vehicleId: row.vehicle_id,
    year: row.year,
    make: row.make,
    model: row.model,
    engine: row.engine,
    note: row.note,
  }),
);

const componentFit = object({
  type: z.literal('component'),
  make: requiredText,
  model: requiredText,
  note: text,
}).transform((row): Fitment => ({ kind: 'component', make: row.make, model: row.model, note: row.note }));

const universalFit = object({ type: z.literal('universal'), note: text }).transform(
  (row): Fitment => ({ kind: 'universal', note: row.note }),
);

const KEYS = ['images', 'attributes', 'fitment', 'interchange'] as const;

/** `undefined` when the answer has none of the four keys: search rows do not, and "not sent" is not "has none". */
export const details = z.unknown().transform((row): PartDetails | undefined => {
  if (!isRecord(row) || !KEYS.some((key) => key in row)) return undefined;
  const { kit_contents: kit, ...four } = lists.parse(row);
  return kit.length > 0 ? { ...four, kit } : four;
});

const lists = object({
  images: readable(object({ url: requiredText, description: text })),
  attributes: readable(object({ name: requiredText, value: requiredText })),
  fitment: readable(z.union([vehicleFit, componentFit, universalFit])),
  interchange: readable(
    object({ brand: requiredText, part_number: requiredText, note: text }).transform((row) => ({
      brand: row.brand,
      partNumber: row.part_number,
      note: row.note,
    })),
  ),
  kit_contents: readable(
    object({ brand: text, part_number: requiredText, name: text, quantity: whole }).transform((row) => ({
      brand: row.brand,
      partNumber: row.part_number,
      name: row.name,
      quantity: row.quantity,
    })),
  ),
});
