import { createHash } from 'node:crypto';
import type { Rules } from './schema.ts';
import { showsDetails } from './text.ts';

/**
 * The rules that work on a part's details, as a short hash: when they change, details that were compared before must be
 * read again, and only then. Each costs the supplier a call.
 */
export function detailsKey({
  text,
  customFields: { attributes, interchange },
  metafields,
}: Pick<Rules, 'text' | 'customFields' | 'metafields'>): string {
  const templates = Object.entries(text).filter(([, source]) => source !== undefined && showsDetails(source));
  const shaping = JSON.stringify([templates, attributes, interchange, metafields]);
  return createHash('sha256').update(shaping).digest('hex').slice(0, 8);
}
