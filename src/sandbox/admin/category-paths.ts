import type { Database } from '../database.ts';

interface Row {
  id: number;
  parent_id: number;
  name: string;
  tree: string | null;
}

/** Every category's path from the top: `Brakes/Brake Drums`; outside of the first tree, with its tree before it. */
export function pathsOf(db: Database): Map<number, string> {
  const rows = db.all<Row>(
    `SELECT c.id, c.parent_id, c.name, iif(t.id = 1, NULL, t.name) AS tree
     FROM categories c LEFT JOIN trees t ON t.id = c.tree_id`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const path = ({ parent_id, name, tree }: Row): string => {
    const parent = byId.get(parent_id);
    if (parent) return `${path(parent)}/${name}`;
    return tree === null ? name : `${tree}: ${name}`;
  };
  return new Map(rows.map((row) => [row.id, path(row)]));
}
