import { execa } from 'execa';

export const BIN = 'bin/ttpd.js';

/** The built command line with a home of its own and stdin closed. */
export function spawnCli(home: string, env: Record<string, string>, args: readonly string[]) {
  return execa('node', [BIN, ...args], {
    preferLocal: true,
    reject: false,
    stdin: 'ignore',
    env: { TTPD_HOME: home, CI: '', NO_COLOR: '1', ...env },
    maxBuffer: 100_000_000,
  });
}

export interface SandboxProcess {
  url: string;
  /** `GET /_sandbox/…`, or a POST or PATCH where a body is given. */
  admin<T>(path: string, method?: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** `ttpd sandbox serve` in a process of its own. */
export async function startSandbox(data: string, args: readonly string[]): Promise<SandboxProcess> {
  const child = spawnCli(data, {}, ['sandbox', 'serve', '--data', data, '--plan', 'unlimited', ...args]);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) =>
      resolve((JSON.parse(line.toString()) as { url: string }).url),
    );
    void child.then(({ stderr }) => reject(new Error(`the sandbox ended: ${String(stderr)}`)));
  });
  return {
    url,
    async admin<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
      const answer = await fetch(`${url}/_sandbox/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    async stop() {
      child.kill('SIGTERM');
      await child;
    },
  };
}
