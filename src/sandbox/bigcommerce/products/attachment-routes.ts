import { type Context, Hono } from 'hono';
import { isObject, type JsonObject } from '../../json.ts';
import { jsonBody } from '../../json-body.ts';
import type { Store, World } from '../../world.ts';
import { badJson, invalid, missing, notFound } from '../errors.ts';
import { chooseFields, FIELD_CONTROLS, readFieldChoice } from '../field-choice.ts';
import { refuseOthers } from '../filters.ts';
import { PAGE_CONTROLS, paged, readPage } from '../paging.ts';
import { check, type Rule } from '../rules.ts';
import {
  addBulkPrice,
  addCustomField,
  addImage,
  addVideo,
  changeCustomField,
  changeImage,
  changeVideo,
} from './attachments.ts';
import { keptPair } from './kept.ts';
import {
  type BulkPriceInput,
  bulkPriceRules,
  type CustomFieldInput,
  customFieldRules,
  type ImageInput,
  imageRules,
  type VideoInput,
  videoRules,
} from './product-input.ts';
import { bulkPricesOf, customFieldsOf, imagesOf, videosOf } from './relations.ts';

interface Attachment {
  path: string;
  table: 'custom_fields' | 'images' | 'bulk_pricing_rules' | 'videos';
  what: string;
  rules: Readonly<Record<string, Rule>>;
  required: readonly string[];
  list: (store: Store, productId: number) => { id?: unknown }[];
  add: (store: Store, productId: number, body: JsonObject) => number;
  change?: (store: Store, productId: number, id: number, body: JsonObject) => void;
}

/**
 * Custom fields, images and quantity prices of one product: one shape of routes for all
 * (docs/facts/bigcommerce-catalog.md).
 */
export function attachmentRoutes(world: World): Hono {
  const routes = new Hono();
  for (const attachment of ATTACHMENTS) routes.route('/', routesOf(world, attachment));
  return routes;
}

// The rules have established the types that are asserted below.
const ATTACHMENTS: readonly Attachment[] = [
  {
    path: 'custom-fields',
    table: 'custom_fields',
    what: 'custom field',
    rules: customFieldRules,
    required: ['name', 'value'],
    list: ({ db }, productId) => customFieldsOf(db, productId),
    add: (store, productId, body) =>
      addCustomField(store.db, productId, keptPair(store.settings, body as unknown as CustomFieldInput)),
    change: (store, productId, id, body) =>
      changeCustomField(store.db, productId, id, keptPair(store.settings, body as Partial<CustomFieldInput>)),
  },
  {
    path: 'images',
    table: 'images',
    what: 'product image',
    rules: imageRules,
    required: ['image_url'],
    list: imagesOf,
    add: (store, productId, body) => addImage(store, productId, body as unknown as ImageInput),
    change: (store, productId, id, body) => changeImage(store, productId, id, body),
  },
  {
    path: 'bulk-pricing-rules',
    table: 'bulk_pricing_rules',
    what: 'bulk pricing rule',
    rules: bulkPriceRules,
    required: ['quantity_min', 'quantity_max', 'type', 'amount'],
    list: ({ db }, productId) => bulkPricesOf(db, productId),
    add: ({ db }, productId, body) => addBulkPrice(db, productId, body as unknown as BulkPriceInput),
  },
  {
    path: 'videos',
    table: 'videos',
    what: 'product video',
    rules: videoRules,
    required: ['video_id'],
    list: ({ db }, productId) => videosOf(db, productId),
    add: ({ db }, productId, body) => addVideo(db, productId, body as unknown as VideoInput),
    change: ({ db }, productId, id, body) => changeVideo(db, productId, id, body),
  },
];

function routesOf(world: World, { path, table, what, rules, required, list, add, change }: Attachment): Hono {
  const { db } = world;
  const productOf = (c: Context): number => {
    const id = Number(c.req.param('product'));
    if (!db.get('SELECT id FROM products WHERE id = ?', id)) throw notFound('product');
    return id;
  };
  const find = (productId: number, id: number) => {
    const found = list(world, productId).find((item) => item.id === id);
    if (!found) throw notFound(what);
    return found;
  };
  const touch = (productId: number) =>
    db.run('UPDATE products SET modified = ? WHERE id = ?', Date.now(), productId);
  const base = `/:product{[0-9]+}/${path}`;
  const one = `${base}/:id{[0-9]+}`;

  const routes = new Hono()
    .get(base, (c) => {
      const query = c.req.query();
      refuseOthers(query, [...PAGE_CONTROLS, ...FIELD_CONTROLS]);
      const page = readPage(query);
      const choice = readFieldChoice(query);
      const all = list(world, productOf(c));
      const shown = all.slice(page.offset, page.offset + page.limit);
      const data = shown.map((item) => chooseFields(item, choice));
      return c.json(paged(data, all.length, page, query));
    })
    .post(base, async (c) => {
      const body = await readBody(c, rules, required);
      const productId = productOf(c);
      const id = db.transaction(() => {
        touch(productId);
        return add(world, productId, body);
      });
      return c.json({ data: find(productId, id), meta: {} });
    })
    .get(one, (c) => {
      const query = c.req.query();
      refuseOthers(query, FIELD_CONTROLS);
      const item = find(productOf(c), Number(c.req.param('id')));
      return c.json({ data: chooseFields(item, readFieldChoice(query)), meta: {} });
    })
    .delete(one, (c) => {
      const [productId, id] = [productOf(c), Number(c.req.param('id'))];
      db.transaction(() => {
        touch(productId);
        if (db.run(`DELETE FROM ${table} WHERE id = ? AND product_id = ?`, id, productId) === 0)
          throw notFound(what);
      });
      return c.body(null, 204);
    });
  if (!change) return routes;
  return routes.put(one, async (c) => {
    const body = await readBody(c, rules, []);
    const [productId, id] = [productOf(c), Number(c.req.param('id'))];
    db.transaction(() => {
      touch(productId);
      change(world, productId, id, body);
    });
    return c.json({ data: find(productId, id), meta: {} });
  });
}

async function readBody(
  c: Context,
  rules: Readonly<Record<string, Rule>>,
  required: readonly string[],
): Promise<JsonObject> {
  const body = await jsonBody(c, badJson);
  if (!isObject(body)) throw invalid({ body: 'error.expected.object' });
  const absent = required.filter((field) => body[field] === undefined);
  if (absent.length > 0) throw missing(absent);
  const errors = check(body, rules, [
    'image_file',
    'url_zoom',
    'url_standard',
    'url_thumbnail',
    'url_tiny',
    'date_modified',
  ]);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return body;
}
