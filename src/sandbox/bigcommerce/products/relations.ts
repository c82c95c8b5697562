import type { Database } from '../../database.ts';
import type { Store } from '../../world.ts';
import { isoDate } from '../stored/product.ts';
import { fileOf } from './pictures.ts';

export interface ShownImage {
  id: number;
  product_id: number;
  is_thumbnail: boolean;
  sort_order: number;
  description: string;
  image_file: string;
  /** Only where the sandbox is told to answer it. */
  image_url?: string;
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

export function imagesOf({ db, settings }: Store, productId: number): ShownImage[] {
  const rows = db.all<ImageRow>(
    'SELECT * FROM images WHERE product_id = ? ORDER BY sort_order, id',
    productId,
  );
  if (settings.imageAnswers === 'documented') return rows.map((row) => showImage(row, row.modified));
  return rows.map((row) => ({ ...showImage(row, 0), image_url: row.image_url }));
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

/** The store makes its own sizes under its own names, of which `named` is the time (docs/facts/bigcommerce-catalog.md#images). */
function showImage(row: ImageRow, named: number): ShownImage {
  const { folder, name, extension } = fileOf(row.id, row.image_url, named);
  const seconds = Math.floor(named / 1000);
  const base = `https://cdn.sandbox-truck-parts.example/products/${row.product_id}/images/${row.id}/${name}.${seconds}`;
  const sized = (size: string) => `${base}.${size}.${extension}?c=2`;
  return {
    id: row.id,
    product_id: row.product_id,
    is_thumbnail: row.is_thumbnail === 1,
    sort_order: row.sort_order,
    description: row.description,
    image_file: `${folder}/${name}.${extension}`,
    url_zoom: sized('1280.1280'),
    url_standard: sized('386.513'),
    url_thumbnail: sized('220.290'),
    url_tiny: sized('44.58'),
    date_modified: isoDate(row.modified),
  };
}
