import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tempFolder } from './temp-folder.ts';
import { BIN } from './ttpd.ts';

export interface ServiceStats {
  total: number;
  byEndpoint: Record<string, number>;
  byStatus: Record<string, number>;
  served429: number;
}

export type Stats = Record<'finditparts' | 'bigcommerce', ServiceStats>;

export interface Sandbox extends AsyncDisposable {
  url: string;
  /** Where it keeps its store. */
  dataDir: string;
  /** `/_sandbox/{path}`: neither counted nor limited. */
  admin<T>(path: string, method?: string, body?: unknown): Promise<T>;
  /** What arrived since the last look, as the services themselves counted it. */
  takeStats(): Promise<Stats>;
}

export interface SandboxOptions {
  parts?: number;
  plan: 'pro' | 'unlimited';
}

/** `ttpd sandbox serve` in a process of its own, so that its work and memory are not ttpd's. */
export async function startSandbox({ parts, plan }: SandboxOptions): Promise<Sandbox> {
  const data = tempFolder();
  const args = ['sandbox', 'serve', '--data', data.path, '--plan', plan];
  if (parts !== undefined) args.push('--parts', String(parts));
  const child = spawn(process.execPath, [BIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TTPD_HOME: data.path },
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ended = once(child, 'exit');
  const url = await Promise.race([
    once(child.stdout, 'data').then(([line]) => (JSON.parse(String(line)) as { url: string }).url),
    ended.then(() => Promise.reject(new Error(`the sandbox ended: ${complaint}`))),
  ]);

  async function admin<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
    const answer = await fetch(`${url}/_sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  return {
    url,
    dataDir: data.path,
    admin,
    async takeStats() {
      const { services } = await admin<{ services: Stats }>('stats');
      await admin('stats/reset', 'POST');
      return services;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      data[Symbol.dispose]();
    },
  };
}
