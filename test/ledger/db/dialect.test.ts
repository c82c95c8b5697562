import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { expect, it, onTestFinished, vi } from 'vitest';
import { nodeSqliteDialect } from '../../../src/ledger/db/dialect.ts';

it('keeps a hundred statements prepared, those that are used', async () => {
  const database = new DatabaseSync(':memory:');
  const prepare = vi.spyOn(database, 'prepare');
  const db = new Kysely<never>({ dialect: nodeSqliteDialect(database, (error) => error) });
  onTestFinished(() => db.destroy());
  const select = (n: number) => sql`select ${sql.lit(n)} as n`.execute(db);

  for (let n = 0; n < 150; n++) {
    await select(n);
    await select(0);
  }
  expect(prepare).toHaveBeenCalledTimes(150);

  await select(149);
  expect(prepare).toHaveBeenCalledTimes(150);
  await select(1);
  expect(prepare).toHaveBeenCalledTimes(151);
});
