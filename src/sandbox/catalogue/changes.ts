import type { Database } from '../database.ts';
import { isObject, type JsonObject } from '../json.ts';

export interface Change {
  patch: JsonObject;
  /** The newest repricing when a price was set by hand: only later ones act on it. */
  rules: number;
}

interface Rule {
  id: number;
  factor: number;
  category: string | null;
  at: number;
}

/** What tests changed on the generated catalogue. Kept in memory too; re-read when another process has written. */
export class Changes {
  readonly #db: Database;
  #parts = new Map<number, Change>();
  #rules: Rule[] = [];
  #dataVersion = -1;
  /** Goes up with every change: what was computed under another number is stale. */
  version = 0;
  /** A part was taken away or moved to another category, so places no longer follow from arithmetic. */
  moved = false;

  constructor(db: Database) {
    this.#db = db;
  }

  refresh(): void {
    const version = this.#db.get<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0;
    if (version !== this.#dataVersion) this.#load();
    this.#dataVersion = version;
  }

  part(index: number): Change | undefined {
    return this.#parts.get(index);
  }

  /** What repricing makes of a price: the product of the rules for its category after rule `since`. */
  factor(category: string, since = 0): number {
    return this.#for(category)
      .filter((rule) => rule.id > since)
      .reduce((factor, rule) => factor * rule.factor, 1);
  }

  /** When a category was last repriced, in milliseconds, or 0. */
  repricedAt(category: string): number {
    return Math.max(0, ...this.#for(category).map((rule) => rule.at));
  }

  patch(index: number, patch: JsonObject): void {
    const before = this.part(index);
    const merged = mergePatch(before?.patch ?? {}, patch);
    const rules = 'price' in patch ? (this.#rules.at(-1)?.id ?? 0) : (before?.rules ?? 0);
    this.#db.run(
      'INSERT OR REPLACE INTO part_changes VALUES (?, ?, ?)',
      index,
      JSON.stringify(merged),
      rules,
    );
    this.#parts.set(index, { patch: merged, rules });
    this.moved ||= 'removed' in merged || 'category' in merged;
    this.version += 1;
  }

  reprice(factor: number, category: string | null): void {
    const at = Date.now();
    const sql = 'INSERT INTO reprices (factor, category, at) VALUES (?, ?, ?)';
    const id = this.#db.insert(sql, factor, category, at);
    this.#rules.push({ id, factor, category, at });
    this.version += 1;
  }

  clear(): void {
    this.#db.run('DELETE FROM part_changes');
    this.#db.run('DELETE FROM reprices');
    this.#load();
  }

  #for(category: string): Rule[] {
    return this.#rules.filter((rule) => rule.category === null || rule.category === category);
  }

  #load(): void {
    const rows = this.#db.all<{ part: number; patch: string; rules: number }>('SELECT * FROM part_changes');
    this.#parts = new Map(rows.map(({ part, patch, rules }) => [part, { patch: JSON.parse(patch), rules }]));
    this.#rules = this.#db.all<Rule>('SELECT * FROM reprices ORDER BY id');
    this.moved = [...this.#parts.values()].some(({ patch }) => 'removed' in patch || 'category' in patch);
    this.version += 1;
  }
}

/** Later fields win; price and stock are merged one level deep, so that one amount can be set alone. */
function mergePatch(base: JsonObject, patch: JsonObject): JsonObject {
  const merged: JsonObject = { ...base, ...patch };
  for (const field of ['price', 'inventory']) {
    const [before, after] = [base[field], patch[field]];
    if (isObject(before) && isObject(after)) merged[field] = { ...before, ...after };
  }
  return merged;
}
