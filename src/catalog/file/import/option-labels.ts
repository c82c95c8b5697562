import type { VariantOption } from '../../../csv/csv-row.ts';

const COLOUR = String.raw`#[\da-f]{3,8}`;
/** Up to three colours, or the address of a picture (docs/facts/csv-formats.md#bigcommerces-current-format). */
const SWATCH = new RegExp(String.raw`\s*\[(?:${COLOUR}(?:\s*[,;|:]\s*${COLOUR})*|https?://[^\]]*)\]$`, 'i');

/** What the store calls an option's value. How a swatch is shown is no part of that; other brackets are text. */
export function labelOf({ type, value }: VariantOption): string {
  return (type?.toLowerCase() === 'swatch' ? value.replace(SWATCH, '') : value).trim();
}
