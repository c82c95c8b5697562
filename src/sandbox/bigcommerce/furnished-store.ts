import type { Database } from '../database.ts';
import { insertChannel } from './channels.ts';
import { insertLocation } from './inventory/locations.ts';
import { insertTree } from './trees.ts';

/** Categories that a truck parts store has anyway, so their names meet those of another tree. */
const NAMES = [
  'Shop All',
  'Brakes',
  'Electrical',
  'Engine',
  'Filters',
  'Lighting',
  'Suspension',
  'Wheel End',
];

/**
 * A second storefront, whose tree has categories of the same names, a second location and one that is disabled. Does
 * nothing to a store that has more than one channel.
 */
export function furnish(db: Database): void {
  db.transaction(() => {
    const channels = db.get<{ n: number }>('SELECT count(*) AS n FROM channels')?.n ?? 0;
    if (channels > 1) return;
    const channel = insertChannel(db, 'Counter', { type: 'storefront', platform: 'bigcommerce' });
    const tree = insertTree(db, 'Counter tree', channel);
    for (const name of NAMES) {
      const path = `/${name.toLowerCase().replaceAll(' ', '-')}/`;
      db.run(
        `INSERT INTO categories (tree_id, parent_id, name, name_key, url, url_key, doc)
         VALUES (?, 0, ?, ?, ?, ?, '{}')`,
        ...[tree, name, name.toLowerCase(), path, `${tree}:${path}`],
      );
    }
    insertLocation(db, 'WEST', { label: 'West depot' });
    insertLocation(db, 'CLOSED', { label: 'Closed depot', enabled: false });
  });
}
