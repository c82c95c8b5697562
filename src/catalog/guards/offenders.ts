import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { csvTable } from '../../common/files/csv-table.ts';
import { unwritable } from '../../common/files/file-errors.ts';
import { writeFileWhole } from '../../common/files/write-file.ts';
import { GUARDS, type GuardName, type Offender } from '../../ledger/journal/plan-notes.ts';
import type { Ledger } from '../../ledger/ledger.ts';

/** The message names so many; the file has all. */
const FIRST = 10;

/** Saves the offenders as CSV beside the ledger, and answers the first of them. No offenders, no file. */
export async function saveOffenders(
  { file }: Pick<Ledger, 'file'>,
  planId: string,
  guard: GuardName,
  offenders: AsyncIterable<Offender>,
): Promise<{ file: string | null; first: Offender[] }> {
  const target = fileOf(file, planId, guard);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unwritable(target, error);
  });
  const first: Offender[] = [];
  async function* seen() {
    for await (const offender of offenders) {
      if (first.length < FIRST) first.push(offender);
      yield offender;
    }
  }
  const lines = csvTable(['sku', 'name', 'before', 'after', 'reason'], seen());
  await writeFileWhole(target, lines, { overwrite: true, mode: 0o600 });
  if (first.length > 0) return { file: target, first };
  await rm(target);
  return { file: null, first };
}

export async function removeOffenders({ file }: Pick<Ledger, 'file'>, planId: string): Promise<void> {
  for (const guard of GUARDS) await rm(fileOf(file, planId, guard), { force: true });
}

function fileOf(ledgerFile: string, planId: string, guard: GuardName): string {
  return path.join(path.dirname(ledgerFile), 'guards', `${planId}-${guard}.csv`);
}
