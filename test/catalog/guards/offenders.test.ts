import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { removeOffenders, saveOffenders } from '../../../src/catalog/guards/offenders.ts';
import type { Offender } from '../../../src/ledger/journal/plan-notes.ts';
import { memoryFolder } from '../../helpers/temp-folder.ts';

async function* offenders(...skus: string[]): AsyncGenerator<Offender> {
  for (const sku of skus) yield { sku, name: '', before: null, after: null, reason: '' };
}

it('replaces the list of an earlier look, and takes all lists of a plan away again', async () => {
  const ledger = { file: path.join(memoryFolder(), 'ledger.db') };
  await saveOffenders(ledger, 'P', 'hiding', offenders('A', 'B'));
  const { file } = await saveOffenders(ledger, 'P', 'hiding', offenders('C'));
  const other = await saveOffenders(ledger, 'Q', 'hiding', offenders('A'));

  expect(
    readFileSync(file ?? '', 'utf8')
      .trim()
      .split('\n'),
  ).toEqual(['sku,name,before,after,reason', 'C,,,,']);
  await removeOffenders(ledger, 'P');
  await removeOffenders(ledger, 'P');
  expect([existsSync(file ?? ''), existsSync(other.file ?? '')]).toEqual([false, true]);
});

it('says where it cannot write', async () => {
  const folder = path.join(memoryFolder(), 'state');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'guards'), 'a file in its place');

  await expect(
    saveOffenders({ file: path.join(folder, 'ledger.db') }, 'P', 'hiding', offenders('A')),
  ).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
});
