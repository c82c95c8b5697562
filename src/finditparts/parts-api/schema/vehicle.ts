import type { Vehicle } from '../../supplier.ts';
import { object, requiredText, text, whole } from './values.ts';

/** docs/finditparts-parts-api.yaml, `GET /vehicles`. */
export const vehicle = object({
  id: requiredText,
  year: whole,
  make: requiredText,
  model: requiredText,
  submodel: text,
  engine: text,
}).transform((row): Vehicle => row);
