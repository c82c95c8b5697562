import type { Database } from '../../database.ts';
import { findOrMakeBrand } from '../brands.ts';
import { storeRefusal } from '../errors.ts';
import type { ProductInput } from './product-input.ts';

/** Bad references are 409, not 422 (docs/facts/bigcommerce-api.md#statuses). */
export function checkCategories(db: Database, ids: readonly number[]): void {
  const known = db.all<{ id: number }>(
    'SELECT id FROM categories WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  );
  const found = new Set(known.map(({ id }) => id));
  const unknown = ids.filter((id) => !found.has(id));
  if (unknown.length === 0) return;
  const title = `Invalid category(s): ${unknown.join(', ')}`;
  throw storeRefusal(409, title, { categories: title });
}

/** The brand a write asks for: by id, or by a name that is found without case or made; `undefined` = as it was. */
export function brandIdFor(db: Database, { fields, brandName }: ProductInput): number | undefined {
  if (brandName !== undefined) return brandName.trim() === '' ? 0 : findOrMakeBrand(db, brandName.trim());
  const { brand_id: id } = fields;
  if (id !== undefined && id !== 0 && !db.get('SELECT id FROM brands WHERE id = ?', id)) {
    throw storeRefusal(409, `Invalid brand id: ${id}`, { brand_id: `Invalid brand id: ${id}` });
  }
  return id;
}

export function replaceCategories(db: Database, productId: number, ids: readonly number[]): void {
  db.run('DELETE FROM product_categories WHERE product_id = ?', productId);
  for (const id of new Set(ids)) db.run('INSERT INTO product_categories VALUES (?, ?)', productId, id);
}
