import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type SqliteDatabase, SqliteDialect } from 'kysely';

/** Lists of values give a statement a length of list: so many are kept prepared, and the least used goes first. */
const PREPARED = 100;

/**
 * Lets kysely drive Node's built-in SQLite: it asks for the few calls that better-sqlite3 has. A statement is prepared
 * once, not at every execution.
 *
 * A transaction takes the write lock when it begins. SQLite's own way, at the first write, fails at once where another
 * process has written since the first read, however long one is ready to wait.
 * @param trouble turns SQLite's error into ours
 */
export function nodeSqliteDialect(
  database: DatabaseSync,
  trouble: (error: unknown) => unknown,
): SqliteDialect {
  const prepared = new Map<string, StatementSync>();
  function attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw trouble(error);
    }
  }
  function prepare(sql: string): StatementSync {
    const statement = prepared.get(sql) ?? attempt(() => database.prepare(sql));
    prepared.delete(sql);
    prepared.set(sql, statement);
    for (const oldest of prepared.keys()) {
      if (prepared.size <= PREPARED) break;
      prepared.delete(oldest);
    }
    return statement;
  }
  const adapted: SqliteDatabase = {
    close: () => database.close(),
    prepare(sql) {
      const statement = prepare(sql === 'begin' ? 'begin immediate' : sql);
      const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => attempt(() => statement.all(...values(parameters))),
        run(parameters) {
          // On a full disk SQLite has rolled back by itself; kysely's own rollback must not hide why.
          if (sql === 'rollback' && !database.isTransaction) return { changes: 0, lastInsertRowid: 0 };
          return attempt(() => statement.run(...values(parameters)));
        },
        iterate: (parameters) => attempt(() => statement.iterate(...values(parameters))),
      };
    },
  };
  return new SqliteDialect({ database: adapted });
}
