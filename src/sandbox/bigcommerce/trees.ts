import { Hono } from 'hono';
import type { Database } from '../database.ts';
import type { World } from '../world.ts';
import type { CategoryRow } from './category-input.ts';
import { notFound } from './errors.ts';
import { refuseOthers } from './filters.ts';
import { idList } from './paging.ts';

const TREE = { id: 1, name: 'Default catalog tree', channels: [1] };

/** The store's one category tree (docs/facts/bigcommerce-catalog.md#categories). */
export function treeRoutes({ db }: World): Hono {
  return new Hono()
    .get('/', (c) => {
      const query = c.req.query();
      const names = ['id:in', 'channel_id:in'];
      refuseOthers(query, names);
      // The tree and its channel are both number 1.
      const wanted = names.every((name) => idList(name, query[name] ?? '1').includes(1));
      return c.json({ data: wanted ? [TREE] : [], meta: {} });
    })
    .get('/:id{[0-9]+}/categories', (c) => {
      // Not `depth`: whether it counts from nought or from one is not documented.
      refuseOthers(c.req.query(), []);
      if (Number(c.req.param('id')) !== TREE.id) throw notFound('category tree');
      return c.json({ data: nodes(db, 0, 0, []), meta: {} });
    });
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

function nodes(db: Database, parentId: number, depth: number, path: readonly number[]): Node[] {
  const rows = db.all<CategoryRow>('SELECT * FROM categories WHERE parent_id = ? ORDER BY id', parentId);
  return rows.map(({ id, name, url, doc }) => ({
    id,
    parent_id: parentId,
    depth,
    path: [...path, id],
    name,
    is_visible: JSON.parse(doc).is_visible ?? true,
    url,
    children: nodes(db, id, depth + 1, [...path, id]),
  }));
}
