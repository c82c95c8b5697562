import { Hono } from 'hono';
import type { Database } from '../database.ts';
import { isObject } from '../json.ts';
import { jsonBody } from '../json-body.ts';
import type { World } from '../world.ts';
import type { CategoryRow } from './category-input.ts';
import { badJson, invalid, notFound, storeRefusal } from './errors.ts';
import { idIn } from './filter-kinds.ts';
import { type Filters, readFilters, refuseOthers } from './filters.ts';

const MOST_TREES = 50;

interface TreeRow {
  id: number;
  name: string;
  channel_id: number | null;
}

const DELETE_FILTERS: Filters = { 'id:in': idIn('id') };
const FILTERS: Filters = { ...DELETE_FILTERS, 'channel_id:in': idIn('channel_id') };

/** The store's category trees, one a channel at most (docs/facts/bigcommerce-catalog.md#categories). */
export function treeRoutes({ db }: World): Hono {
  return new Hono()
    .get('/', (c) => {
      const where = readFilters(c.req.query(), FILTERS);
      // In no order that is documented, and the default tree is not the first.
      const rows = db.all<TreeRow>(`SELECT * FROM trees ${where.sql} ORDER BY name, id`, ...where.values);
      return c.json({ data: rows.map(show), meta: {} });
    })
    .put('/', async (c) => {
      const items = await jsonBody(c, badJson);
      if (!Array.isArray(items) || items.length === 0) throw invalid({ body: 'error.expected.array' });
      if (items.length > MOST_TREES) {
        const title = `The request payload is too large. The maximum trees allowed in the array is ${MOST_TREES}.`;
        throw storeRefusal(413, title);
      }
      const ids = db.transaction(() => items.map((item) => saveTree(db, item)));
      const data = ids.map((id) => show(find(db, id)));
      return c.json({ data, meta: { total: data.length, success: data.length, failed: 0 } });
    })
    .delete('/', (c) => {
      const where = readFilters(c.req.query(), DELETE_FILTERS);
      if (where.isEmpty)
        throw storeRefusal(422, 'A filter is required', { 'id:in': 'Please provide a filter.' });
      db.transaction(() => {
        for (const { id } of db.all<TreeRow>(`SELECT * FROM trees ${where.sql}`, ...where.values)) {
          const own = 'SELECT id FROM categories WHERE tree_id = ?';
          db.run(`DELETE FROM product_categories WHERE category_id IN (${own})`, id);
          db.run('DELETE FROM categories WHERE tree_id = ?', id);
          db.run('DELETE FROM trees WHERE id = ?', id);
        }
      });
      return c.body(null, 204);
    })
    .get('/:id{[0-9]+}/categories', (c) => {
      // Not `depth`: whether it counts from nought or from one is not documented.
      refuseOthers(c.req.query(), []);
      const { id } = find(db, Number(c.req.param('id')));
      return c.json({ data: nodes(db, id, 0, 0, []), meta: {} });
    });
}

export function insertTree(db: Database, name: string, channelId: number): number {
  return db.insert('INSERT INTO trees (name, channel_id) VALUES (?, ?)', name, channelId);
}

function find(db: Database, id: number): TreeRow {
  const row = db.get<TreeRow>('SELECT * FROM trees WHERE id = ?', id);
  if (!row) throw notFound('category tree');
  return row;
}

/** A new tree names its one channel; an old one keeps the channel that it has (category-trees spec). */
function saveTree(db: Database, item: unknown): number {
  if (!isObject(item)) throw invalid({ body: 'error.expected.object' });
  const { id, name, channels } = item;
  if (name !== undefined && (typeof name !== 'string' || name === ''))
    throw invalid({ name: 'must be a text' });
  if (id !== undefined) {
    const before = find(db, Number(id));
    if (channels !== undefined) throw invalid({ channels: 'cannot be changed' });
    db.run('UPDATE trees SET name = ? WHERE id = ?', name ?? before.name, before.id);
    return before.id;
  }
  if (name === undefined) throw invalid({ name: 'is required' });
  const [channel] = Array.isArray(channels) && channels.length === 1 ? channels : [];
  if (!Number.isInteger(channel)) throw invalid({ channels: 'must have one channel' });
  if (!db.get('SELECT id FROM channels WHERE id = ?', Number(channel)))
    throw storeRefusal(422, 'The Channel was not valid.', { channels: `Channel ${channel} does not exist` });
  if (db.get('SELECT id FROM trees WHERE channel_id = ?', Number(channel)))
    throw storeRefusal(422, 'The Channel was not valid.', { channels: `Channel ${channel} has a tree` });
  return insertTree(db, name, Number(channel));
}

function show({ id, name, channel_id }: TreeRow) {
  return { id, name, channels: channel_id === null ? [] : [channel_id] };
}

interface Node {
  id: number;
  parent_id: number;
  depth: number;
  path: number[];
  name: string;
  is_visible: boolean;
  url: string;
  children: Node[];
}

function nodes(
  db: Database,
  treeId: number,
  parentId: number,
  depth: number,
  path: readonly number[],
): Node[] {
  const sql = 'SELECT * FROM categories WHERE tree_id = ? AND parent_id = ? ORDER BY id';
  return db.all<CategoryRow>(sql, treeId, parentId).map(({ id, name, url, doc }) => ({
    id,
    parent_id: parentId,
    depth,
    path: [...path, id],
    name,
    is_visible: JSON.parse(doc).is_visible ?? true,
    url,
    children: nodes(db, treeId, id, depth + 1, [...path, id]),
  }));
}
