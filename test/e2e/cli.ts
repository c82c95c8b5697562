import type { Result } from 'execa';
import { onTestFinished } from 'vitest';
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
  const { url, admin, stop } = await startSandbox(tempFolder(), args);
  onTestFinished(stop);
  return {
    url,
    admin,
    stateHash: () => admin('state-hash'),
    async stats() {
      const { services } = await admin<{ services: Awaited<ReturnType<RunningSandbox['stats']>> }>('stats');
      return services;
    },
  };
}
