import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { documentSchema } from '../../src/commands/results/results.ts';
import { cli, sandbox } from './cli.ts';

it('writes a file whole or not at all, and never over another', async () => {
  const at = await sandbox('--parts', '100');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await ttpd.run('sync', '--all', '--limit', '5');
  const file = path.join(ttpd.home, 'out.csv');

  const first = await ttpd.json('export-csv', file);
  const again = await ttpd.json('export-csv', file);
  const forced = await ttpd.json('export-csv', file, '--force', '--columns', 'price, sku');
  const wrong = await ttpd.json('export-csv', `${file}2`, '--columns', 'sku,prise');

  expect(documentSchema('export-csv').parse(first.document)).toBeTruthy();
  expect(first.document.result).toMatchObject({ file, format: 'ttpd', rows: 5, bytes: expect.any(Number) });
  expect(first.document.problems).toMatchObject([{ code: 'CSV_FIELDS_LOST', severity: 'info' }]);
  expect(again.document.problems[0]).toMatchObject({ code: 'FILE_EXISTS' });
  expect(forced.exitCode).toBe(0);
  expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('Price,SKU');
  expect([wrong.exitCode, wrong.document.problems[0]?.code]).toEqual([2, 'CSV_COLUMN_UNKNOWN']);
  expect(readdirSync(ttpd.home).filter((name) => /out\.csv.+/.test(name))).toEqual([]);
});

it('writes to stdout and says what the format cannot carry', async () => {
  const at = await sandbox('--parts', '100');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await ttpd.run('sync', '--all', '--limit', '3');

  const { stdout, stderr } = await ttpd.run('export-csv', '--format', 'google');
  const file = path.join(ttpd.home, 'offers.txt');
  const { document } = await ttpd.json('export-csv', file, '--format', 'google');
  const refused = await ttpd.json('export-csv');

  expect(String(stdout).split('\n')[0]).toMatch(/^id\titem_group_id\ttitle/);
  expect(stderr).toMatch(/Not in the file: .*metafields/s);
  expect(document.problems).toContainEqual(
    expect.objectContaining({ code: 'CSV_FIELDS_LOST', severity: 'warning' }),
  );
  expect(refused.document.problems[0]?.code).toBe('OUT_MISSING');
});

it('selects in the store by category, brand, words and SKUs', async () => {
  const at = await sandbox('--parts', '100');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  const parts = path.join(ttpd.home, 'parts.csv');
  writeFileSync(
    parts,
    'SKU,Name,Price,Weight,Brand,Categories\nA-1,Drum,1,1,Gunite,Brakes/Drums\nA-2,Shoe,1,1,Meritor,Brakes\nA-3,Lamp,1,1,,\n',
  );
  await ttpd.run('import-csv', parts);
  const skus = async (...flags: string[]) => {
    const { stdout } = await ttpd.run('export-csv', '--columns', 'sku', ...flags);
    return String(stdout).trim().split('\n').slice(1);
  };
  writeFileSync(path.join(ttpd.home, 'skus'), 'a-3\nA-2\n');

  expect(await skus('--category', 'brakes / drums')).toEqual(['A-1']);
  expect(await skus('--brand', 'meritor')).toEqual(['A-2']);
  expect(await skus('--query', 'lamp')).toEqual(['A-3']);
  expect((await skus('--skus', path.join(ttpd.home, 'skus'))).sort()).toEqual(['A-2', 'A-3']);
  expect(await skus('--limit', '1')).toHaveLength(1);
  expect((await ttpd.json('export-csv', `${parts}2`, '--category', 'Nope')).document.problems[0]?.code).toBe(
    'CATEGORY_UNKNOWN',
  );
});

it('writes the supplier’s parts as the rules would have them', async () => {
  const at = await sandbox('--parts', '100');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  const file = path.join(ttpd.home, 'supplier.csv');
  const { exitCode, document } = await ttpd.json(
    'export-csv',
    file,
    '--source',
    'supplier',
    '--category',
    'brakes',
  );
  const dry = await ttpd.json('import-csv', file, '--dry-run');

  expect(exitCode).toBe(0);
  expect(document.result.rows).toBeGreaterThan(5);
  expect(dry.document.result.plan.create).toBe(document.result.rows);
});
