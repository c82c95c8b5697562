import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { lockStore } from '../../src/ledger/db/lock.ts';
import { once } from '../helpers/once.ts';
import { cli, type RunningSandbox, sandbox } from './cli.ts';

const PARTS = ['--parts', '300'];
const SYNC = ['sync', '--category', 'brakes', '--progress', 'none'];

async function atSandbox(...faults: string[]) {
  const at = await sandbox(...PARTS, ...faults.flatMap((fault) => ['--fault', fault]));
  return { at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }) };
}

/** What the store is to be in the end, whatever happens on the way. */
const undisturbed = once(async () => {
  const { at, ttpd } = await atSandbox();
  await ttpd.json(...SYNC);
  return (await at.stateHash()).hash;
});

/** Until the store has so many products. */
async function untilProducts(at: RunningSandbox, products: number): Promise<void> {
  while ((await at.stateHash()).products < products) await sleep(5);
}

describe('interruption', () => {
  it('ends in the same store after SIGKILL and resume as without, wherever it was killed', {
    timeout: 120_000,
  }, async () => {
    const expected = await undisturbed();
    // Creation answers get lost too: killed and unanswered is the worst case.
    for (const at of fc.sample(fc.integer({ min: 1, max: 26 }), { numRuns: 3, seed: 42 })) {
      const { at: store, ttpd } = await atSandbox(
        'bc:latency=60:100%:POST',
        'bc:lost-answer:10%:POST /v3/catalog/products',
      );
      const run = ttpd.start(...SYNC, '--concurrency', '3');
      await untilProducts(store, at);
      run.kill('SIGKILL');
      await run;

      const { exitCode, document } = await ttpd.json('resume');

      expect(exitCode).toBe(0);
      expect(document.result.applied).toMatchObject({ failed: 0, unknown: 0 });
      const end = await store.stateHash();
      expect(end).toEqual({ hash: expected, products: document.result.plan.create });
    }
  });

  it('is killed while metafields are written, and resume writes the rest of them once', async () => {
    const { at, ttpd } = await atSandbox('bc:latency=500:100%:POST /v3/catalog/products/metafields');
    const run = ttpd.start(...SYNC, '--concurrency', '1');
    const bulkCalls = async () =>
      (await at.stats()).bigcommerce.byEndpoint['POST /v3/catalog/products/metafields'] ?? 0;
    while ((await bulkCalls()) < 2) await sleep(5);
    run.kill('SIGKILL');
    await run;
    await at.admin('faults', 'POST', { faults: [] });

    const { exitCode, document } = await ttpd.json('resume');

    expect(exitCode).toBe(0);
    expect(document.result.applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(document.result.applied.done).toBeGreaterThan(0);
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });

  it('drains on Ctrl-C, exits 130 and says how to go on', async () => {
    const { at, ttpd } = await atSandbox('bc:latency=100:100%:POST');
    const run = ttpd.start(...SYNC, '--concurrency', '2');
    await untilProducts(at, 3);
    run.kill('SIGINT');
    const { exitCode, stdout } = await run;
    const after = await at.stateHash();

    expect(exitCode).toBe(130);
    const command = /ttpd (resume \S+)/.exec(String(stdout))?.[1] ?? '';
    const { document } = await ttpd.json(...command.split(' '));

    expect(document.exitCode).toBe(0);
    expect(after.products).toBeLessThan(document.result.plan.create);
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });

  it('leaves at once on the second Ctrl-C, and resume still finishes', async () => {
    const { at, ttpd } = await atSandbox('bc:latency=2000:100%:POST /v3/catalog/products');
    const run = ttpd.start(...SYNC, '--concurrency', '2');
    // Just after an answer nothing may be under way, and the first signal ends the run at once.
    while (((await at.stats()).bigcommerce.byEndpoint['POST /v3/catalog/products'] ?? 0) < 3) await sleep(10);
    run.kill('SIGINT');
    await sleep(20);
    run.kill('SIGINT');
    const { signal } = await run;
    await at.admin('faults', 'POST', { faults: [] });

    expect(signal).toBe('SIGINT');
    expect((await ttpd.json('resume')).exitCode).toBe(0);
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });

  it('writes nothing when it is interrupted while reading', async () => {
    const { at, ttpd } = await atSandbox('fp:latency=300:100%');
    const before = await at.stateHash();
    const run = ttpd.start(...SYNC);
    while ((await at.stats()).finditparts.total < 2) await sleep(10);
    run.kill('SIGTERM');
    const { exitCode, stderr } = await run;

    expect(exitCode).toBe(130);
    expect(stderr).toContain('before anything was written');
    expect(await at.stateHash()).toEqual(before);
  });

  it('lets one of two syncs work and turns the other away with exit 7, also after a SIGKILL', async () => {
    const { at, ttpd } = await atSandbox('bc:latency=1500:100%:POST /v3/catalog/products');
    const first = ttpd.start(...SYNC);
    await untilProducts(at, 1);
    const second = await ttpd.json(...SYNC);
    const reading = await ttpd.json('plan', 'list');
    first.kill('SIGKILL');
    await first;
    await at.admin('faults', 'POST', { faults: [] });

    expect(second.exitCode).toBe(7);
    expect(second.document.problems[0]?.message).toContain(`process ${first.pid}`);
    expect(reading.exitCode).toBe(0);
    expect((await ttpd.json('resume')).exitCode).toBe(0);
  });

  it('gives up what hangs 30 s after the first signal, and resume settles it', {
    timeout: 60_000,
  }, async () => {
    const { at, ttpd } = await atSandbox('bc:latency=600000:@4:POST /v3/catalog/products');
    const env = { NODE_OPTIONS: `--import ${path.resolve('test/preload/short-drain.ts')}` };
    const hasty = cli({ ...env, TTPD_SANDBOX_URL: at.url }, ttpd.home);
    const run = hasty.start(...SYNC, '--concurrency', '1', '--timeout', '120');
    await untilProducts(at, 3);
    const startedAt = performance.now();
    run.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await run;

    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(exitCode).toBe(130);
    const command = /ttpd (resume \S+)/.exec(`${stdout}\n${stderr}`)?.[1] ?? '';
    expect((await ttpd.json(...command.split(' '))).exitCode).toBe(0);
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });

  it('keeps the store locked while it is stopped, as by a closed lid', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox('bc:latency=300:100%:POST /v3/catalog/products');
    const first = ttpd.start(...SYNC, '--limit', '6', '--concurrency', '1');
    await untilProducts(at, 1);
    first.kill('SIGSTOP');
    const second = await ttpd.json(...SYNC);
    first.kill('SIGCONT');
    const { exitCode } = await first;

    expect(second.exitCode).toBe(7);
    expect(exitCode).toBe(0);
  });

  it('frees the lock within a second of a SIGKILL, without anybody tidying up', {
    timeout: 60_000,
  }, async () => {
    const { at, ttpd } = await atSandbox('bc:latency=1500:100%:POST /v3/catalog/products');
    const take = () => lockStore(`${ttpd.home}/state`, 'sandbox', 'the test', systemClock);
    const first = ttpd.start(...SYNC);
    await untilProducts(at, 1);
    expect(take).toThrow(expect.objectContaining({ code: 'LOCKED' }));

    first.kill('SIGKILL');
    const killedAt = performance.now();
    await first;
    const lock = take();
    const freeAfter = performance.now() - killedAt;
    lock.release();

    expect(freeAfter).toBeLessThan(1_000);
  });

  it('says so when there is nothing to resume', async () => {
    const { ttpd } = await atSandbox();

    const { exitCode, document } = await ttpd.json('resume');

    expect(exitCode).toBe(2);
    expect(document.problems[0]?.code).toBe('NOTHING_TO_RESUME');
    expect(existsSync(`${ttpd.home}/state/locks`)).toBe(false);
  });
});
