import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tempFolder } from './temp-folder.ts';

export interface NodeRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  ms: number;
  /** Peak resident memory of the process, MB. */
  peakMb: number;
}

const PEAK_HOOK = new URL('peak-memory.js', import.meta.url).href;

/** Runs a script with this very Node and measures it from outside. */
export async function runNode(args: readonly string[], env: Record<string, string> = {}): Promise<NodeRun> {
  using folder = tempFolder();
  const peakFile = path.join(folder.path, 'peak');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK_HOOK, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env, BENCH_PEAK_FILE: peakFile },
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const ms = performance.now() - startedAt;
  return { exitCode, stdout: stdout(), stderr: stderr(), ms, peakMb: readPeak(peakFile) };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** A killed process leaves none. */
function readPeak(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) / 1024;
  } catch {
    return Number.NaN;
  }
}
