import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Template, World } from './template.ts';

const PRELOAD = path.resolve('test/preload/kill-at.ts');

/** Effects are done and their answers dropped: killed and unanswered is the worst case. */
const LOST_ANSWERS = [
  'bc:lost-answer:4%:POST /v3/catalog/products',
  'bc:lost-answer:4%:PUT /v3/catalog/products',
  'bc:lost-answer:20%:PUT /v3/inventory',
];

export type Kill = { afterMs: number } | { atCommit: number; when: 'before' | 'after' };

export interface Trial {
  kill: Kill;
  lostAnswers: boolean;
  /** Of the faults' chances. */
  seed: number;
}

export interface Verdict {
  /** It was still running when it was to be killed. */
  killed: boolean;
  /** What differs from the undisturbed run; empty: nothing. */
  wrong: string[];
}

export interface Undisturbed {
  hash: string;
  products: number;
  ms: number;
  commits: number;
  /** 4: of a store that cannot fetch some pictures. Then a run more tries them again. */
  exitCode: number;
  again: number;
}

/** The run that nothing happens to: what all others must come to. */
export async function undisturbed(template: Template): Promise<Undisturbed> {
  const world = await template.copy();
  try {
    const count = path.join(world.home, 'commits');
    const startedAt = performance.now();
    const { exitCode = 1, stderr } = await world.ttpd(template.sync, {
      NODE_OPTIONS: `--import ${PRELOAD}`,
      KILL_COUNT: count,
    });
    const ms = performance.now() - startedAt;
    const good = template.isAwkward ? [0, 4] : [0];
    if (!good.includes(exitCode))
      throw new Error(`the undisturbed run ended with ${exitCode}: ${String(stderr)}`);
    if (exitCode === 4) await finish(world, template.sync, exitCode);
    const state = await world.sandbox.admin<{ hash: string; products: number }>('state-hash');
    const again = (await world.ttpd([...template.sync, '--dry-run', '--detailed-exitcode'])).exitCode ?? 1;
    return { ...state, ms, commits: Number(readFileSync(count, 'utf8')), exitCode, again };
  } finally {
    await world.remove();
  }
}

/** Kills one run, resumes it, and compares the store with the undisturbed run's. */
export async function runTrial(
  template: Template,
  { kill, lostAnswers, seed }: Trial,
  expected: Undisturbed,
): Promise<Verdict> {
  const world = await template.copy();
  try {
    if (lostAnswers) await world.sandbox.admin('faults', 'POST', { faults: LOST_ANSWERS, seed });
    const killed = await killedRun(world, template.sync, kill);
    const wrong = await finish(world, template.sync, expected.exitCode);
    await world.sandbox.admin('faults', 'POST', { faults: [] });
    return { killed, wrong: [...wrong, ...(await compare(world, template.sync, expected))] };
  } finally {
    await world.remove();
  }
}

async function killedRun(world: World, sync: readonly string[], kill: Kill): Promise<boolean> {
  if ('atCommit' in kill) {
    const env = {
      NODE_OPTIONS: `--import ${PRELOAD}`,
      KILL_AT: String(kill.atCommit),
      KILL_WHEN: kill.when,
    };
    return (await world.ttpd(sync, env)).signal === 'SIGKILL';
  }
  const run = world.ttpd(sync);
  await Promise.race([run, sleep(kill.afterMs)]);
  run.kill('SIGKILL');
  return (await run).signal === 'SIGKILL';
}

/** A row whose answers are lost again and again is left to one more resume, and says so by exit 4. */
const RESUMES = 3;

/** Resumes; where the run was killed before it had a plan, there is nothing to resume and it is run again. */
async function finish(world: World, sync: readonly string[], exitCode: number): Promise<string[]> {
  let ended = await resume(world);
  if (ended.code === 'NOTHING_TO_RESUME') ended = { exitCode: (await world.ttpd(sync)).exitCode };
  for (let i = 1; i < RESUMES && ended.exitCode === 4; i++) ended = await resume(world);
  return ended.exitCode === exitCode ? [] : [`it ended with ${ended.exitCode} (${ended.code})`];
}

async function resume(world: World): Promise<{ exitCode: number | undefined; code?: string | undefined }> {
  const { exitCode, stdout } = await world.ttpd(['resume', '--json']);
  const { problems } = JSON.parse(String(stdout)) as { problems: { code: string }[] };
  return { exitCode, code: problems[0]?.code };
}

async function compare(world: World, sync: readonly string[], expected: Undisturbed): Promise<string[]> {
  const wrong: string[] = [];
  const state = await world.sandbox.admin<{ hash: string; products: number }>('state-hash');
  if (state.hash !== expected.hash) wrong.push('the store differs');
  if (state.products !== expected.products)
    wrong.push(`${state.products} products, not ${expected.products}`);
  const twice = await doubled(world);
  if (twice.length > 0) wrong.push(`twice: ${twice.join(', ')}`);
  // The ledger, too, must agree with the store: one more run finds nothing to do.
  const { exitCode } = await world.ttpd([...sync, '--dry-run', '--detailed-exitcode']);
  if (exitCode !== expected.again) wrong.push(`one more sync would write (exit ${exitCode})`);
  return wrong;
}

/** Products by what they are, not by the SKU, which the store keeps unique itself. */
async function doubled({ sandbox }: World): Promise<string[]> {
  const seen = new Set<string>();
  const twice: string[] = [];
  for (let page = 1; ; page++) {
    const { products } = await sandbox.admin<{
      products: { sku: string; mpn: string; brand_name: string }[];
    }>(`products?limit=1000&page=${page}`);
    for (const { sku, mpn, brand_name } of products)
      for (const key of [sku.toLowerCase(), `${brand_name} ${mpn}`.toLowerCase()]) {
        if (seen.has(key)) twice.push(sku);
        seen.add(key);
      }
    if (products.length < 1000) return twice;
  }
}
