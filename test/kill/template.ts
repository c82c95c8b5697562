import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SandboxProcess, spawnCli, startSandbox } from '../e2e/processes.ts';

/** A store that has half of the parts, whose supplier has changed since: the sync creates, updates and sets stock. */
export interface Template {
  sync: readonly string[];
  isAwkward: boolean;
  /** A copy of the store and of ttpd's home, in which one trial takes place. */
  copy(): Promise<World>;
  remove(): void;
}

export interface World {
  home: string;
  sandbox: SandboxProcess;
  ttpd(args: readonly string[], env?: Record<string, string>): ReturnType<typeof spawnCli>;
  remove(): Promise<void>;
}

/** @param isAwkward the store has all its habits at their worst, pictures that it cannot fetch among them */
export async function makeTemplate(parts: number, isAwkward: boolean): Promise<Template> {
  const habits = isAwkward ? ['--awkward'] : [];
  const root = mkdtempSync(path.join(tmpdir(), 'ttpd-kill-'));
  const at = (...names: string[]) => path.join(root, ...names);
  const sync = ['sync', '--all', '--limit', String(parts), '--progress', 'none'];
  const sandbox = await startSandbox(at('data'), ['--parts', String(parts + 10), ...habits]);
  const half = Math.ceil(parts / 2);
  // The run before is whole, so that there is nothing else to resume: pictures and answers get lost from then on.
  await sandbox.admin('settings', 'POST', { unfetchable: { share: 0, hosts: [] } });
  await sandbox.admin('faults', 'POST', { faults: [] });
  await run(at('home'), sandbox, ['sync', '--all', '--limit', String(half)]);
  await sandbox.admin('parts/reprice', 'POST', { factor: 1.1 });
  for (let index = 0; index < half; index += 2)
    await sandbox.admin(`parts/FP${1_000_000 + index}`, 'PATCH', { inventory: 500 + index });
  // Custom fields and images have calls of their own, which must not take effect twice either.
  for (let index = 0; index < half; index += 5)
    await sandbox.admin(`parts/FP${1_000_000 + index}`, 'PATCH', {
      updated_at: '2030-01-01T00:00:00Z',
      attributes: [{ name: 'Finish', value: `Painted ${index}` }],
      images: [{ url: `https://images.example.com/new-${index}.jpg` }],
    });
  await sandbox.stop();
  let copies = 0;
  return {
    sync,
    isAwkward,
    async copy() {
      const folder = at(`trial-${++copies}`);
      cpSync(at('data'), path.join(folder, 'data'), { recursive: true });
      cpSync(at('home'), path.join(folder, 'home'), { recursive: true });
      const own = await startSandbox(path.join(folder, 'data'), habits);
      const home = path.join(folder, 'home');
      return {
        home,
        sandbox: own,
        ttpd: (args, env = {}) => spawnCli(home, { TTPD_SANDBOX_URL: own.url, ...env }, args),
        async remove() {
          await own.stop();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function run(home: string, sandbox: SandboxProcess, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await spawnCli(home, { TTPD_SANDBOX_URL: sandbox.url }, args);
  if (exitCode !== 0) throw new Error(`ttpd ${args.join(' ')} ended with ${exitCode}: ${String(stderr)}`);
}
