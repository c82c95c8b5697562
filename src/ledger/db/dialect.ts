import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type SqliteDatabase, SqliteDialect } from 'kysely';

/**
 * Lets kysely drive Node's built-in SQLite: it asks for the few calls that better-sqlite3 has. A statement is prepared
 * once, not at every execution.
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
  const adapted: SqliteDatabase = {
    close: () => database.close(),
    prepare(sql) {
      const statement = prepared.get(sql) ?? attempt(() => database.prepare(sql));
      prepared.set(sql, statement);
      const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => attempt(() => statement.all(...values(parameters))),
        run(parameters) {
          // On a full disk SQLite has rolled back by itself; kysely's own rollback must not hide why.
          if (sql === 'rollback' && !database.isTransaction) return { changes: 0, lastInsertRowid: 0 };
          return attempt(() => statement.run(...values(parameters)));
        },
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
  return new SqliteDialect({ database: adapted });
}
