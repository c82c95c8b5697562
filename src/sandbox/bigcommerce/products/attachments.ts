import type { Database } from '../../database.ts';
import type { Store } from '../../world.ts';
import { invalid, notFound, storeRefusal } from '../errors.ts';
import { isFetchable } from './pictures.ts';
import type { BulkPriceInput, CustomFieldInput, ImageInput, VideoInput } from './product-input.ts';

const MOST_CUSTOM_FIELDS = 200;
const MOST_IMAGES = 1000;

/**
 * Adds a custom field: the pair of name and value is unique in the product, 200 at most
 * (docs/facts/bigcommerce-catalog.md#custom-fields).
 */
export function addCustomField(db: Database, productId: number, { name, value }: CustomFieldInput): number {
  if (countOf(db, 'custom_fields', productId) >= MOST_CUSTOM_FIELDS) {
    throw invalid({ custom_fields: `a product has ${MOST_CUSTOM_FIELDS} custom fields at most` });
  }
  refuseSamePair(db, productId, name, value, 0);
  return db.insert(
    'INSERT INTO custom_fields (product_id, name, value) VALUES (?, ?, ?)',
    productId,
    name,
    value,
  );
}

export function changeCustomField(
  db: Database,
  productId: number,
  id: number,
  { name, value }: Partial<CustomFieldInput>,
): void {
  const before = db.get<{ name: string; value: string }>(
    'SELECT name, value FROM custom_fields WHERE id = ? AND product_id = ?',
    id,
    productId,
  );
  if (!before) throw notFound('custom field');
  const after = { name: name ?? before.name, value: value ?? before.value };
  refuseSamePair(db, productId, after.name, after.value, id);
  db.run('UPDATE custom_fields SET name = ?, value = ? WHERE id = ?', after.name, after.value, id);
}

/** A product write changes the fields it names by id and adds the others; none is removed (products spec). */
export function writeCustomFields(
  db: Database,
  productId: number,
  inputs: readonly CustomFieldInput[],
): void {
  for (const input of inputs) {
    if (input.id === undefined) addCustomField(db, productId, input);
    else changeCustomField(db, productId, input.id, input);
  }
}

/** @throws Refusal 400 when the picture cannot be fetched (docs/facts/bigcommerce-catalog.md#images) */
export function addImage({ db, settings }: Store, productId: number, image: ImageInput): number {
  const count = countOf(db, 'images', productId);
  if (count >= MOST_IMAGES) throw invalid({ images: `a product has ${MOST_IMAGES} images at most` });
  if (!isFetchable(settings, image.image_url)) throw unfetched(image.image_url);
  const isThumbnail = image.is_thumbnail ?? count === 0;
  if (isThumbnail) db.run('UPDATE images SET is_thumbnail = 0 WHERE product_id = ?', productId);
  return db.insert(
    `INSERT INTO images (product_id, image_url, description, is_thumbnail, sort_order, modified)
     VALUES (?, ?, ?, ?, ?, ?)`,
    productId,
    image.image_url,
    image.description ?? '',
    isThumbnail ? 1 : 0,
    image.sort_order ?? count,
    Date.now(),
  );
}

export function changeImage(
  { db, settings }: Store,
  productId: number,
  id: number,
  image: Partial<ImageInput>,
): void {
  if (image.image_url !== undefined && !isFetchable(settings, image.image_url))
    throw unfetched(image.image_url);
  const own = db.get('SELECT id FROM images WHERE id = ? AND product_id = ?', id, productId);
  if (!own) throw notFound('product image');
  if (image.is_thumbnail) db.run('UPDATE images SET is_thumbnail = 0 WHERE product_id = ?', productId);
  db.run(
    `UPDATE images SET image_url = coalesce(?, image_url), description = coalesce(?, description),
     is_thumbnail = coalesce(?, is_thumbnail), sort_order = coalesce(?, sort_order), modified = ? WHERE id = ?`,
    image.image_url ?? null,
    image.description ?? null,
    image.is_thumbnail === undefined ? null : Number(image.is_thumbnail),
    image.sort_order ?? null,
    Date.now(),
    id,
  );
}

/**
 * The images of a product's write. One that cannot be fetched refuses the product, without saying which it is
 * (docs/facts/bigcommerce-catalog.md#creating-products: seen).
 */
export function writeImages(store: Store, productId: number, images: readonly ImageInput[]): void {
  const isBad = ({ image_url }: Partial<ImageInput>) =>
    image_url !== undefined && !isFetchable(store.settings, image_url);
  if (images.some(isBad)) {
    const title = "The field 'image_url' is invalid.";
    throw storeRefusal(400, title, { image_url: title });
  }
  for (const image of images) {
    if (image.id === undefined) addImage(store, productId, image);
    else changeImage(store, productId, image.id, image);
  }
}

function unfetched(address: string) {
  const title = 'The requested resource could not be downloaded and may be invalid.';
  return storeRefusal(400, title, { image_url: address });
}

export function addVideo(db: Database, productId: number, video: VideoInput): number {
  const count = db.get<{ n: number }>('SELECT count(*) AS n FROM videos WHERE product_id = ?', productId)?.n;
  return db.insert(
    'INSERT INTO videos (product_id, video_id, type, title, description, sort_order) VALUES (?, ?, ?, ?, ?, ?)',
    productId,
    video.video_id,
    video.type ?? 'youtube',
    video.title ?? '',
    video.description ?? '',
    video.sort_order ?? count ?? 0,
  );
}

/** What a video shows is not changed: only how it is presented (products spec, PUT). */
export function changeVideo(db: Database, productId: number, id: number, video: Partial<VideoInput>): void {
  const own = db.get('SELECT id FROM videos WHERE id = ? AND product_id = ?', id, productId);
  if (!own) throw notFound('product video');
  db.run(
    `UPDATE videos SET title = coalesce(?, title), description = coalesce(?, description),
     sort_order = coalesce(?, sort_order) WHERE id = ?`,
    video.title ?? null,
    video.description ?? null,
    video.sort_order ?? null,
    id,
  );
}

export function writeVideos(db: Database, productId: number, videos: readonly VideoInput[]): void {
  for (const video of videos) {
    if (video.id === undefined) addVideo(db, productId, video);
    else changeVideo(db, productId, video.id, video);
  }
}

/** A product write replaces its quantity prices; ranges must not overlap (409 in the products spec). */
export function writeBulkPrices(db: Database, productId: number, rules: readonly BulkPriceInput[]): void {
  db.run('DELETE FROM bulk_pricing_rules WHERE product_id = ?', productId);
  for (const rule of rules) addBulkPrice(db, productId, rule);
}

export function addBulkPrice(db: Database, productId: number, rule: BulkPriceInput): number {
  const top = rule.quantity_max === 0 ? 2 ** 31 : rule.quantity_max;
  const clash = db.get(
    `SELECT id FROM bulk_pricing_rules WHERE product_id = ?
     AND quantity_min <= ? AND ? <= iif(quantity_max = 0, 2147483648, quantity_max)`,
    productId,
    top,
    rule.quantity_min,
  );
  if (clash || rule.quantity_min > top) {
    const title = 'The bulk pricing rules conflict';
    throw storeRefusal(409, title, { bulk_pricing_rules: title });
  }
  return db.insert(
    `INSERT INTO bulk_pricing_rules (product_id, quantity_min, quantity_max, type, amount) VALUES (?, ?, ?, ?, ?)`,
    productId,
    rule.quantity_min,
    rule.quantity_max,
    rule.type,
    Number(rule.amount),
  );
}

function refuseSamePair(db: Database, productId: number, name: string, value: string, except: number): void {
  const sql = 'SELECT id FROM custom_fields WHERE product_id = ? AND name = ? AND value = ? AND id <> ?';
  if (!db.get(sql, productId, name, value, except)) return;
  const title = 'The name-value pair of the custom field is a duplicate';
  throw storeRefusal(422, title, { custom_fields: title });
}

function countOf(db: Database, table: 'custom_fields' | 'images', productId: number): number {
  return db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE product_id = ?`, productId)?.n ?? 0;
}
