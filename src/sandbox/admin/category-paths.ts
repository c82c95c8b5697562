import type { Database } from '../database.ts';

interface Row {
  id: number;
  parent_id: number;
  name: string;
}

/** Every category's path from the top: `Brakes/Brake Drums`. */
export function pathsOf(db: Database): Map<number, string> {
  const rows = db.all<Row>('SELECT id, parent_id, name FROM categories');
  const byId = new Map(rows.map((row) => [row.id, row]));
  const path = ({ parent_id, name }: Row): string => {
    const parent = byId.get(parent_id);
    return parent ? `${path(parent)}/${name}` : name;
  };
  return new Map(rows.map((row) => [row.id, path(row)]));
}
