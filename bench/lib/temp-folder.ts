import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gone at the end of its `using` block. */
export function tempFolder(): Disposable & { path: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'ttpd-bench-'));
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
