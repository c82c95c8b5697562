import type { Database } from './database.ts';

const DEFAULT_PARTS = 2000;
const MOST_PARTS = 10_000_000;

/** The size of the catalogue, kept with the data: another number on start changes the catalogue only. */
export function catalogueSize(db: Database): number {
  const row = db.get<{ value: string }>("SELECT value FROM meta WHERE key = 'parts'");
  return row ? Number(row.value) : DEFAULT_PARTS;
}

export function setCatalogueSize(db: Database, parts: number): void {
  if (!Number.isInteger(parts) || parts < 0 || parts > MOST_PARTS) {
    throw new Error(`The number of parts must be a whole number from 0 to ${MOST_PARTS}, not ${parts}`);
  }
  db.run(
    "INSERT INTO meta VALUES ('parts', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    String(parts),
  );
}
