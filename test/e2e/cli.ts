import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Result } from 'execa';
import { afterAll, onTestFinished } from 'vitest';
import { once } from '../helpers/once.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { type SandboxProcess, spawnCli, startSandbox } from './processes.ts';

export { BIN } from './processes.ts';

export interface Cli {
  home: string;
  run(...args: string[]): Promise<Result>;
  /** Runs with `--json` and answers the document on stdout. */
  json(...args: string[]): Promise<{ exitCode: number; document: Document; stderr: string }>;
  /** Starts without waiting. */
  start(...args: string[]): ReturnType<typeof spawnCli>;
}

/** The JSON document as the tests look at it. */
export interface Document {
  schemaVersion: number;
  command: string;
  exitCode: number;
  run: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into results of many shapes
  result: any;
  problems: {
    code: string;
    message: string;
    severity: string;
    sku?: string;
    hint?: string;
    next?: string[];
  }[];
}

/** The built command line with a home of its own and stdin closed. */
export function cli(env: Record<string, string> = {}, home = tempFolder()): Cli {
  const run = (...args: string[]) => spawnCli(home, env, args) as unknown as Promise<Result>;
  return {
    home,
    run,
    async json(...args) {
      const { exitCode, stdout, stderr } = await run(...args, '--json');
      return {
        exitCode: exitCode ?? -1,
        document: JSON.parse(String(stdout)) as Document,
        stderr: String(stderr),
      };
    },
    start: (...args) => spawnCli(home, env, args),
  };
}

export interface RunningSandbox extends Pick<SandboxProcess, 'url' | 'admin'> {
  stateHash(): Promise<{ hash: string; products: number }>;
  /** Requests since the last reset of the counters, by service. */
  stats(): Promise<
    Record<
      'finditparts' | 'bigcommerce',
      { total: number; byEndpoint: Record<string, number>; served429: number }
    >
  >;
}

/** `ttpd sandbox serve` in a process of its own, ended with the test. */
export async function sandbox(...args: string[]): Promise<RunningSandbox> {
  const { stop, ...at } = await serve(tempFolder(), args);
  onTestFinished(stop);
  return at;
}

async function serve(data: string, args: readonly string[]) {
  const { url, admin, stop } = await startSandbox(data, args);
  return {
    url,
    admin,
    stop,
    stateHash: () => admin<{ hash: string; products: number }>('state-hash'),
    async stats() {
      const { services } = await admin<{ services: Awaited<ReturnType<RunningSandbox['stats']>> }>('stats');
      return services;
    },
  };
}

/** A sandbox and a command line that works on it. */
export interface Bed {
  at: RunningSandbox;
  ttpd: Cli;
}

/**
 * What many tests of a file begin with, done once: each test gets a sandbox and a home of its own that are copies of
 * what `prepare` left on the disk, and what it answered. Settings and counters of the sandbox's process begin anew.
 */
export function prepared<T>(args: readonly string[], prepare: (bed: Bed) => Promise<T>) {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const template = once(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ttpd-test-'));
    folders.push(folder);
    const { stop, ...at } = await serve(path.join(folder, 'data'), args);
    try {
      const home = path.join(folder, 'home');
      return { folder, left: await prepare({ at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }, home) }) };
    } finally {
      await stop();
    }
  });
  return async (): Promise<Bed & T> => {
    const { folder, left } = await template();
    const copy = tempFolder();
    cpSync(folder, copy, { recursive: true });
    const { stop, ...at } = await serve(path.join(copy, 'data'), args);
    onTestFinished(stop);
    return { ...left, at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }, path.join(copy, 'home')) };
  };
}
