/**
 * Loaded into ttpd with `node --import`: ends the process with SIGKILL before its n-th statement to SQLite. Without
 * KILL_AT it writes how many there were to KILL_COUNT.
 */
import { writeFileSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';

const { KILL_AT, KILL_COUNT } = process.env;
const killAt = Number(KILL_AT ?? 0);
let statements = 0;

function counted<T extends object>(prototype: T, names: readonly (keyof T)[]): void {
  for (const name of names) {
    const original = prototype[name] as (...values: unknown[]) => unknown;
    Object.assign(prototype, {
      [name](this: T, ...values: unknown[]) {
        statements += 1;
        if (statements === killAt) process.kill(process.pid, 'SIGKILL');
        return original.apply(this, values);
      },
    });
  }
}
counted(DatabaseSync.prototype, ['exec', 'close']);
counted(StatementSync.prototype, ['run', 'all', 'get']);

if (KILL_COUNT) process.on('exit', () => writeFileSync(KILL_COUNT, String(statements)));
