import { execa, type Result } from 'execa';
import { onTestFinished } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';

export const BIN = 'bin/ttpd.js';

export interface Cli {
  home: string;
  run(...args: string[]): Promise<Result>;
  /** Runs with `--json` and answers the document on stdout. */
  json(...args: string[]): Promise<{ exitCode: number; document: Document; stderr: string }>;
  /** Starts without waiting. */
  start(...args: string[]): ReturnType<typeof spawn>;
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

function spawn(home: string, env: Record<string, string>, args: string[]) {
  return execa('node', [BIN, ...args], {
    preferLocal: true,
    reject: false,
    stdin: 'ignore',
    env: { TTPD_HOME: home, CI: '', NO_COLOR: '1', ...env },
    maxBuffer: 100_000_000,
  });
}

/** The built command line with a home of its own and stdin closed. */
export function cli(env: Record<string, string> = {}, home = tempFolder()): Cli {
  const run = (...args: string[]) => spawn(home, env, args) as unknown as Promise<Result>;
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
    start: (...args) => spawn(home, env, args),
  };
}

export interface RunningSandbox {
  url: string;
  /** `GET /_sandbox/…`, or a POST or PATCH where a body is given. */
  admin<T>(path: string, method?: string, body?: unknown): Promise<T>;
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
  const data = tempFolder();
  const child = spawn(tempFolder(), {}, ['sandbox', 'serve', '--data', data, '--plan', 'unlimited', ...args]);
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await child;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) =>
      resolve((JSON.parse(line.toString()) as { url: string }).url),
    );
    void child.then(({ stderr }) => reject(new Error(`the sandbox ended: ${String(stderr)}`)));
  });
  const admin = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/_sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
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
