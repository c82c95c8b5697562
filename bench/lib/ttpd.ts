import { fileURLToPath } from 'node:url';
import { type NodeRun, runNode } from './run-node.ts';

/** The built command line, as a user has it. */
export const BIN = fileURLToPath(new URL('../../bin/ttpd.js', import.meta.url));

/** What the benchmarks read of `ttpd sync --json`. */
export interface SyncResult {
  plan: Record<'create' | 'update' | 'stock' | 'hide' | 'conflict' | 'skip' | 'unchanged', number>;
  applied: Record<'done' | 'failed' | 'skipped' | 'unknown', number>;
  rateLimited: number;
  durationMs: number;
}

export interface SyncRun extends NodeRun {
  result: SyncResult;
}

/** @param home ledger and snapshots: the same one for runs that follow each other. */
export async function sync(sandboxUrl: string, home: string, ...flags: string[]): Promise<SyncRun> {
  const env = { TTPD_HOME: home, TTPD_SANDBOX_URL: sandboxUrl, CI: '' };
  const run = await runNode([BIN, 'sync', ...flags, '--json', '--progress', 'none'], env);
  if (run.exitCode !== 0)
    throw new Error(`ttpd sync ${flags.join(' ')} ended with ${run.exitCode}: ${run.stderr.slice(0, 2_000)}`);
  return { ...run, result: (JSON.parse(run.stdout) as { result: SyncResult }).result };
}
