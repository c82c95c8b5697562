import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import type { Operation } from '../../../src/ledger/journal/operation.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const NAME = '0010-custom-field-pairs';
const ROWS = 501;
const ESCAPED = String.raw`customField.A\=b=c`;

/** A ledger that an older version wrote, whose custom fields are known by name. */
async function olderLedger(): Promise<string> {
  const folder = tempFolder();
  await (await openLedger(folder, systemClock)).close();
  const database = new DatabaseSync(path.join(folder, 'ledger.db'));
  database.exec('begin');
  database.prepare('delete from kysely_migration where name >= ?').run(NAME);
  database
    .prepare(
      "insert into plan (id, store, profile, selection, created_at, status, hash, unchanged) values ('P', 's', 'p', '{}', '', 'applied', '', 0)",
    )
    .run();
  const operation = database.prepare(
    `insert into operation (plan_id, seq, kind, sku, sku_key, name, product_id, "before", "after", base, snapshot, undo, state, updated_at)
     values ('P', ?, 'update', ?, ?, '', 1, ?, ?, ?, ?, ?, 'done', '')`,
  );
  const snapshot = database.prepare(
    "insert into snapshot (store, sku_key, sku, product_id, fields, written_at) values ('s', ?, ?, 1, ?, '')",
  );
  const json = JSON.stringify;
  for (let seq = 1; seq <= ROWS; seq++) {
    const sku = `A-${seq}`;
    operation.run(
      ...[seq, sku, sku.toLowerCase()],
      json({ price: '1', 'customFields.Origin': 'CA', 'customFields.Gone': 'x' }),
      json({ price: '2', 'customFields.Origin': 'US', 'customFields.Gone': null, 'customFields.A=b': 'c' }),
      json({ 'customFields.Origin': 'MX' }),
      json({ fields: { 'customFields.Origin': 'US', 'customFields.Gone': null }, partUpdatedAt: null }),
      json({ base: { 'customFields.Origin': 'MX', 'customFields.A=b': null } }),
    );
    snapshot.run(
      sku.toLowerCase(),
      sku,
      json({ price: '2', 'customFields.Origin': 'US', 'customFields.A=b': 'c' }),
    );
  }
  database
    .prepare(
      "insert into observation (plan_id, code, sku_key, sku, name, detail) values ('P', 'AGREED', 'a-1', 'A-1', '', ?)",
    )
    .run(json({ 'customFields.Grade': '8' }));
  database.exec('commit');
  database.close();
  return folder;
}

it('knows the custom fields of an older ledger for pairs', async () => {
  const ledger = await openLedger(await olderLedger(), systemClock);
  onTestFinished(() => ledger.close());

  const rows: Operation[] = [];
  for await (const row of ledger.operations.iterate('P')) rows.push(row);
  expect(rows).toHaveLength(ROWS);
  for (const row of [rows[0], rows.at(-1)])
    expect(row).toMatchObject({
      before: {
        price: '1',
        'customField.Origin=CA': 'CA',
        'customField.Origin=US': null,
        'customField.Gone=x': 'x',
      },
      after: {
        price: '2',
        'customField.Origin=CA': null,
        'customField.Origin=US': 'US',
        'customField.Gone=x': null,
        [ESCAPED]: 'c',
      },
      base: { 'customField.Origin=MX': 'MX' },
      snapshot: {
        fields: {
          'customField.Origin=CA': null,
          'customField.Origin=MX': null,
          'customField.Origin=US': 'US',
          'customField.Gone=x': null,
        },
      },
      undo: {
        base: {
          'customField.Origin=MX': 'MX',
          'customField.Origin=US': null,
          [ESCAPED]: null,
        },
      },
    });

  await ledger.snapshots.agree('s', 'P');
  const skus = ['A-1', `A-${ROWS}`];
  const found = await ledger.snapshots.find('s', skus);
  const fields = { price: '2', 'customField.Origin=US': 'US', [ESCAPED]: 'c' };
  expect(skus.map((sku) => found.get(sku.toLowerCase())?.fields)).toEqual([
    { ...fields, 'customField.Grade=8': '8' },
    fields,
  ]);
});
