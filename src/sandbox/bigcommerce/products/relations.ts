import type { Database } from '../../database.ts';
import { isoDate } from './product.ts';

export interface ShownImage {
  id: number;
  product_id: number;
  is_thumbnail: boolean;
  sort_order: number;
  description: string;
  image_url: string;
  url_zoom: string;
  url_standard: string;
  url_thumbnail: string;
  url_tiny: string;
  date_modified: string;
}

interface ImageRow {
  id: number;
  product_id: number;
  image_url: string;
  description: string;
  is_thumbnail: number;
  sort_order: number;
  modified: number;
}

export function customFieldsOf(
  db: Database,
  productId: number,
): { id: number; name: string; value: string }[] {
  return db.all('SELECT id, name, value FROM custom_fields WHERE product_id = ? ORDER BY id', productId);
}

export function imagesOf(db: Database, productId: number): ShownImage[] {
  const rows = db.all<ImageRow>(
    'SELECT * FROM images WHERE product_id = ? ORDER BY sort_order, id',
    productId,
  );
  return rows.map(showImage);
}

export function videosOf(db: Database, productId: number): { id: number }[] {
  return db.all(
    `SELECT id, product_id, video_id, type, title, description, sort_order, '' AS length FROM videos
     WHERE product_id = ? ORDER BY sort_order, id`,
    productId,
  );
}

export function bulkPricesOf(db: Database, productId: number): Record<string, unknown>[] {
  return db.all(
    `SELECT id, quantity_min, quantity_max, type, amount FROM bulk_pricing_rules WHERE product_id = ?
     ORDER BY quantity_min`,
    productId,
  );
}

/** The store makes its own sizes; `image_url` stays what was given. */
function showImage(row: ImageRow): ShownImage {
  const base = `https://cdn.sandbox-truck-parts.example/products/${row.product_id}/images/${row.id}`;
  return {
    id: row.id,
    product_id: row.product_id,
    is_thumbnail: row.is_thumbnail === 1,
    sort_order: row.sort_order,
    description: row.description,
    image_url: row.image_url,
    url_zoom: `${base}.1280.1280.jpg`,
    url_standard: `${base}.386.513.jpg`,
    url_thumbnail: `${base}.220.290.jpg`,
    url_tiny: `${base}.44.58.jpg`,
    date_modified: isoDate(row.modified),
  };
}
