import type { Database } from '../database.ts';
import { isObject, type JsonObject } from '../json.ts';
import { slugOf } from './products/custom-url.ts';
import { check, flag, integer, listOf, oneOf, text } from './rules.ts';

export interface CategoryRow {
  id: number;
  tree_id: number;
  parent_id: number;
  name: string;
  url: string;
  doc: string;
}

const DEEPEST = 8;

const RULES = {
  category_id: integer(1, 2 ** 31),
  name: text(50, 1),
  tree_id: integer(1, 2 ** 31),
  parent_id: integer(0, 2 ** 31),
  url: (value: unknown) =>
    isObject(value) && typeof value.path === 'string' ? text(255, 1)(value.path) : 'path is required',
  description: text(65_535),
  views: integer(0, 2 ** 31),
  sort_order: integer(-(2 ** 31), 2 ** 31 - 1),
  page_title: text(255),
  meta_keywords: listOf(text(65_535)),
  meta_description: text(65_535),
  layout_file: text(50),
  image_url: text(255),
  is_visible: flag,
  search_keywords: text(255),
  default_product_sort: oneOf(
    'use_store_settings',
    'featured',
    'newest',
    'best_selling',
    'alpha_asc',
    'alpha_desc',
    'avg_customer_review',
    'price_asc',
    'price_desc',
  ),
};

/**
 * What is wrong with one item, or `undefined`: items fail one by one (docs/facts/bigcommerce-catalog.md#categories,
 * 207).
 */
export function faultOf(item: unknown, isNew: boolean): string | undefined {
  if (!isObject(item)) return 'error.expected.object';
  const [wrong] = Object.entries(check(item, RULES, ['category_uuid']));
  if (wrong) return `${wrong[0]} ${wrong[1]}`;
  if (!isNew) return item.category_id === undefined ? 'category_id is required' : undefined;
  if (item.name === undefined) return 'name is required';
  if (item.tree_id === undefined && !item.parent_id) return 'tree_id or parent_id is required';
  return undefined;
}

/** The tree that a category belongs to: its own, its parent's, or the one that is named; or what is wrong with that. */
function treeOf(db: Database, before: CategoryRow | undefined, item: JsonObject): number | string {
  const parentId = Number(item.parent_id ?? before?.parent_id ?? 0);
  const parent = db.get<{ tree_id: number }>('SELECT tree_id FROM categories WHERE id = ?', parentId);
  const tree = before?.tree_id ?? (item.tree_id === undefined ? parent?.tree_id : Number(item.tree_id));
  if (tree === undefined) return `parent_id ${parentId} does not exist`;
  if (item.tree_id !== undefined && Number(item.tree_id) !== tree) return 'tree_id cannot be changed';
  if (!db.get('SELECT id FROM trees WHERE id = ?', tree)) return 'tree_id does not exist';
  return parent && parent.tree_id !== tree ? `parent_id ${parentId} belongs to another tree` : tree;
}

/** The parent's depth plus one; `undefined` when the parent does not exist. */
function depthBelow(db: Database, parentId: number): number | undefined {
  let depth = 1;
  for (let id = parentId; id !== 0; depth++) {
    const parent = db.get<{ parent_id: number }>('SELECT parent_id FROM categories WHERE id = ?', id);
    if (!parent) return undefined;
    id = parent.parent_id;
  }
  return depth;
}

/** Saves one category, new with id 0; the answer is its id, or what is wrong with it. */
export function saveCategory(
  db: Database,
  before: CategoryRow | undefined,
  item: JsonObject,
): number | string {
  const name = String(item.name ?? before?.name);
  const parentId = Number(item.parent_id ?? before?.parent_id ?? 0);
  const id = before?.id ?? 0;
  const depth = depthBelow(db, parentId);
  if (depth === undefined) return `parent_id ${parentId} does not exist`;
  if (depth > DEEPEST) return `categories are at most ${DEEPEST} levels deep`;
  const tree = treeOf(db, before, item);
  if (typeof tree === 'string') return tree;
  const key = name.toLowerCase();
  const siblings =
    'SELECT id FROM categories WHERE tree_id = ? AND parent_id = ? AND name_key = ? AND id <> ?';
  if (db.get(siblings, tree, parentId, key, id))
    return `The category with the name: '${name}' already exists.`;
  const url = urlOf(db, { tree, id, item, before, name, parentId });
  if (url === undefined) return 'The category url is a duplicate';
  const {
    category_id: _i,
    category_uuid: _u,
    name: _n,
    tree_id: _t,
    parent_id: _p,
    url: given,
    ...rest
  } = item;
  const doc = JSON.stringify({
    ...JSON.parse(before?.doc ?? '{}'),
    ...rest,
    ...(given ? { custom_url: true } : {}),
  });
  const values = [parentId, name, key, url, urlKey(tree, url), doc];
  if (!before) {
    const columns = 'tree_id, parent_id, name, name_key, url, url_key, doc';
    return db.insert(`INSERT INTO categories (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`, tree, ...values);
  }
  const set = 'parent_id = ?, name = ?, name_key = ?, url = ?, url_key = ?, doc = ?';
  db.run(`UPDATE categories SET ${set} WHERE id = ?`, ...values, id);
  return id;
}

/** Each tree is another storefront's, with addresses of its own. */
function urlKey(tree: number, url: string): string {
  return tree === 1 ? url.toLowerCase() : `${tree}:${url.toLowerCase()}`;
}

interface Addressed {
  tree: number;
  id: number;
  item: JsonObject;
  before: CategoryRow | undefined;
  name: string;
  parentId: number;
}

function urlOf(db: Database, { tree, id, item, before, name, parentId }: Addressed): string | undefined {
  const isTaken = (url: string) =>
    db.get('SELECT id FROM categories WHERE url_key = ? AND id <> ?', urlKey(tree, url), id) !== undefined ||
    db.get('SELECT id FROM products WHERE url_key = ?', url.toLowerCase()) !== undefined;
  if (isObject(item.url)) {
    const path = String(item.url.path);
    return isTaken(path) ? undefined : path;
  }
  if (before) return before.url;
  const parent = db.get<{ url: string }>('SELECT url FROM categories WHERE id = ?', parentId)?.url ?? '/';
  const base = `${parent.endsWith('/') ? parent : `${parent}/`}${slugOf(name) || 'category'}`.slice(0, 240);
  for (let n = 1; ; n++) {
    const url = n === 1 ? `${base}/` : `${base}-${n}/`;
    if (!isTaken(url)) return url;
  }
}
