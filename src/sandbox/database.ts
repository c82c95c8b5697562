import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { LATER_COLUMNS, SCHEMA } from './schema.ts';

/** SQLite with every statement prepared once. */
export class Database {
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(sqlite: DatabaseSync) {
    this.#sqlite = sqlite;
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  iterate<Row>(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#statement(sql).iterate(...values) as Iterable<Row>;
  }

  /** The number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /** The new row's id. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).lastInsertRowid);
  }

  /** All or nothing. Immediate, so that a second process on the same folder waits rather than fails half-way. */
  transaction<T>(work: () => T): T {
    if (this.#sqlite.isTransaction) return work();
    this.#sqlite.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      this.#sqlite.exec('ROLLBACK');
      throw error;
    }
  }

  /** A part of a transaction that is undone alone. */
  savepoint<T>(work: () => T): T {
    this.#sqlite.exec('SAVEPOINT item');
    try {
      const result = work();
      this.#sqlite.exec('RELEASE item');
      return result;
    } catch (error) {
      this.#sqlite.exec('ROLLBACK TO item; RELEASE item');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#sqlite.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function addLaterColumns(sqlite: DatabaseSync): void {
  for (const [table, column, type] of LATER_COLUMNS) {
    const columns = sqlite.prepare('SELECT name FROM pragma_table_info(?)').all(table);
    if (columns.length > 0 && !columns.some(({ name }) => name === column))
      sqlite.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  }
}

/** Opens the store in a folder of its own, which is made if need be. */
export function openDatabase(dataDir: string): Database {
  let sqlite: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = join(dataDir, 'sandbox.db');
    sqlite = new DatabaseSync(file, { timeout: 5000 });
    chmodSync(file, 0o600);
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
    sqlite.exec('BEGIN IMMEDIATE');
    addLaterColumns(sqlite);
    sqlite.exec(`${SCHEMA} COMMIT`);
    return new Database(sqlite);
  } catch (error) {
    if (sqlite?.isOpen) sqlite.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The sandbox cannot keep its data in ${dataDir}: ${reason}`);
  }
}
