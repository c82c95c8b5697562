import type { SQLInputValue } from 'node:sqlite';

/** A WHERE clause in the making. Lists travel as one JSON value, so a statement is prepared once for any length. */
export class Conditions {
  readonly #parts: string[] = [];
  readonly values: SQLInputValue[] = [];

  add(sql: string, ...values: SQLInputValue[]): this {
    this.#parts.push(sql);
    this.values.push(...values);
    return this;
  }

  addIn(column: string, list: readonly (string | number)[]): this {
    return this.add(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(list));
  }

  addNotIn(column: string, list: readonly (string | number)[]): this {
    return this.add(`${column} NOT IN (SELECT value FROM json_each(?))`, JSON.stringify(list));
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  get sql(): string {
    return this.isEmpty ? '' : `WHERE ${this.#parts.join(' AND ')}`;
  }
}
