import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the test's own, gone when it ends. */
export function tempFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(path.join(parent, 'ttpd-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** As `tempFolder`, in memory where the system has such a place: for many small ledgers, whose syncs take most of the time. */
export function memoryFolder(): string {
  return tempFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
}
