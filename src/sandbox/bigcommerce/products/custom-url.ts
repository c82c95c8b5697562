import type { Database } from '../../database.ts';
import { duplicate, invalid } from '../errors.ts';
import type { CustomUrlInput } from './product-input.ts';

const LONGEST = 255;

/**
 * A given URL must be free (else 409); without one, a free one is made from the name
 * (docs/facts/bigcommerce-catalog.md#field-limits).
 */
export function urlFor(
  db: Database,
  productId: number,
  name: string,
  given: CustomUrlInput | undefined,
): string {
  if (!given) return freeUrl(db, productId, name);
  const url = given.url.startsWith('/') ? given.url : `/${given.url}`;
  if (url.length > LONGEST) throw invalid({ custom_url: `must not be longer than ${LONGEST} characters` });
  if (!/^[\x21-\x7e]+$/.test(url)) throw invalid({ custom_url: 'must use Latin letters, without spaces' });
  if (isTaken(db, productId, url)) throw duplicate('custom_url', 'custom_url');
  return url;
}

function freeUrl(db: Database, productId: number, name: string): string {
  const slug = slugOf(name) || 'product';
  for (let n = 1; ; n++) {
    const url = n === 1 ? `/${slug}/` : `/${slug}-${n}/`;
    if (!isTaken(db, productId, url)) return url;
  }
}

/** URLs are one space for products and categories. */
function isTaken(db: Database, productId: number, url: string): boolean {
  const key = url.toLowerCase();
  if (db.get('SELECT id FROM products WHERE url_key = ? AND id <> ?', key, productId)) return true;
  return db.get('SELECT id FROM categories WHERE url_key = ?', key) !== undefined;
}

export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 240);
}
