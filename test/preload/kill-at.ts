/**
 * Loaded into ttpd with `node --import`: ends the process with SIGKILL at its n-th commit to the ledger, just before or
 * just after it. The product has no hook for it. Without KILL_AT it writes how many commits there were to KILL_COUNT.
 */
import { writeFileSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';

const { KILL_AT, KILL_WHEN, KILL_COUNT } = process.env;
const killAt = Number(KILL_AT ?? 0);
const databases = new WeakMap<StatementSync, { database: DatabaseSync; sql: string }>();
let commits = 0;

const prepare = DatabaseSync.prototype.prepare;
DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql, ...rest) {
  const statement = prepare.call(this, sql, ...rest);
  databases.set(statement, { database: this, sql });
  return statement;
};

for (const name of ['run', 'all'] as const) {
  const original = StatementSync.prototype[name] as (...values: unknown[]) => unknown;
  Object.assign(StatementSync.prototype, {
    [name](this: StatementSync, ...values: unknown[]) {
      if (!isCommit(this)) return original.apply(this, values);
      commits += 1;
      if (commits === killAt && KILL_WHEN === 'before') process.kill(process.pid, 'SIGKILL');
      const result = original.apply(this, values);
      if (commits === killAt) process.kill(process.pid, 'SIGKILL');
      return result;
    },
  });
}

if (KILL_COUNT) process.on('exit', () => writeFileSync(KILL_COUNT, String(commits)));

/** A transaction's end, or a statement that is one by itself. Temporary tables are no journal. */
function isCommit(statement: StatementSync): boolean {
  const { database, sql } = databases.get(statement) ?? {};
  if (!database || !sql || /^[a-z ]+ "?(store_product|claim|finding)\b|temp table/.test(sql)) return false;
  if (/^commit/i.test(sql)) return true;
  return /^(insert|update|delete|replace)/i.test(sql) && !database.isTransaction;
}
