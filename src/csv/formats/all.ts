import type { FormatName } from '../csv-row.ts';
import type { Format } from '../format.ts';
import { bigcommerce } from './bigcommerce.ts';
import { google } from './google.ts';
import { legacy } from './legacy.ts';
import { shopify } from './shopify.ts';
import { ttpd } from './ttpd.ts';
import { woocommerce } from './woocommerce.ts';

/** Formats with a header of their own; `supplier` is made from a map. */
export const FORMAT_TABLES: readonly Format[] = [ttpd, bigcommerce, legacy, shopify, woocommerce, google];

export function formatNamed(name: FormatName): Format | undefined {
  return FORMAT_TABLES.find((format) => format.name === name);
}
