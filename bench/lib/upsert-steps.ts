import { fileURLToPath } from 'node:url';
import { runNode } from './run-node.ts';
import { type Sandbox, type Stats, startSandbox } from './sandbox.ts';
import { tempFolder } from './temp-folder.ts';
import { type SyncResult, sync } from './ttpd.ts';

interface Step {
  name: string;
  /** What happens at the supplier beforehand. */
  change(sandbox: Sandbox, parts: number): Promise<void>;
  command: readonly string[];
}

export interface Measured {
  step: Step;
  parts: number;
  storeTotal: number;
  /** Values that the step added. */
  metafields: number;
  ours: { result: SyncResult; stats: Stats; ms: number; peakMb: number };
  naive: { stats: Stats; ms: number; peakMb: number };
}

const ALL = ['sync', '--all'] as const;

export const CHANGES: readonly Step[] = [
  { name: 'empty store', change: async () => {}, command: ALL },
  { name: 'nothing changed', change: async () => {}, command: ALL },
  { name: 'all prices up', change: reprice, command: ALL },
  { name: 'all prices up, --only price', change: reprice, command: [...ALL, '--only', 'price'] },
  { name: 'half the stock moved', change: moveStock, command: [...ALL, '--only', 'stock'] },
];

const NAIVE = fileURLToPath(new URL('../naive.ts', import.meta.url));

/** Every step with ttpd on one sandbox, then with the naive script on its twin: one at a time, for the cores are few. */
export async function measure(parts: number): Promise<Measured[]> {
  await using sandbox = await startSandbox({ parts, plan: 'unlimited' });
  await using twin = await startSandbox({ parts, plan: 'unlimited' });
  using home = tempFolder();
  const measured: Measured[] = [];
  for (const step of CHANGES) {
    for (const each of [sandbox, twin]) {
      await step.change(each, parts);
      await each.takeStats();
    }
    const storeTotal = await productsIn(sandbox);
    const metafields = await metafieldsIn(sandbox);
    await sandbox.takeStats();
    const { result, ms, peakMb } = await sync(sandbox.url, home.path, ...step.command.slice(1));
    const stats = await sandbox.takeStats();
    measured.push({
      step,
      parts,
      storeTotal,
      metafields: (await metafieldsIn(sandbox)) - metafields,
      ours: { result, stats, ms, peakMb },
      naive: await runNaive(twin),
    });
  }
  return measured;
}

async function runNaive(sandbox: Sandbox): Promise<Measured['naive']> {
  const { exitCode, stderr, ms, peakMb } = await runNode([NAIVE, sandbox.url]);
  if (exitCode !== 0) throw new Error(`the naive script ended with ${exitCode}: ${stderr}`);
  return { stats: await sandbox.takeStats(), ms, peakMb };
}

async function productsIn(sandbox: Sandbox): Promise<number> {
  return (await sandbox.admin<{ total: number }>('products?limit=1')).total;
}

async function metafieldsIn({ url }: Sandbox): Promise<number> {
  const answer = await fetch(`${url}/stores/sandbox/v3/catalog/products/metafields?limit=1`, {
    headers: { 'X-Auth-Token': 'sandbox-token' },
  });
  const { meta } = (await answer.json()) as { meta: { pagination: { total: number } } };
  return meta.pagination.total;
}

async function reprice(sandbox: Sandbox): Promise<void> {
  await sandbox.admin('parts/reprice', 'POST', { factor: 1.1 });
}

/** Every second part gets a level that it did not have. */
async function moveStock(sandbox: Sandbox, parts: number): Promise<void> {
  for (let index = 0; index < parts; index += 2)
    await sandbox.admin(`parts/FP${1_000_000 + index}`, 'PATCH', { inventory: 500 + (index % 100) });
}
