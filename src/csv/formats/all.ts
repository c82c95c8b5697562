import type { FormatName } from '../csv-row.ts';
import type { Format } from '../format.ts';
import { bigcommerce } from './bigcommerce.ts';
import { ttpd } from './ttpd.ts';

/** Formats with a header of their own; `supplier` is made from a map. */
export const FORMAT_TABLES: readonly Format[] = [ttpd, bigcommerce];

export function formatNamed(name: FormatName): Format | undefined {
  return FORMAT_TABLES.find((format) => format.name === name);
}
