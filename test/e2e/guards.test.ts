import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli, sandbox } from './cli.ts';

async function doubled() {
  const at = await sandbox('--parts', '200');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await ttpd.run('sync', '--category', 'brakes');
  await at.admin('parts/reprice', 'POST', { factor: 2 });
  return { at, ttpd };
}

describe('a guard that trips', () => {
  it('exits 6, writes nothing, and says how to go on; the override is written down', async () => {
    const { at, ttpd } = await doubled();
    const before = await at.stateHash();

    const stopped = await ttpd.run('sync', '--category', 'brakes');
    const text = String(stopped.stdout);
    expect(stopped.exitCode).toBe(6);
    expect(await at.stateHash()).toEqual(before);
    expect(String(stopped.stderr)).toContain('[GUARD_PRICE_MOVE]');
    const [, plan = ''] = /ttpd apply (\S+) --override-guard price-move/.exec(text) ?? [];
    const [, file = ''] = /(\/\S+-price-move\.csv)/.exec(text) ?? [];
    expect(existsSync(file)).toBe(true);

    const shown = await ttpd.run('plan', 'show', plan, '--limit', '3');
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toMatch(/stopped by guards\n {2}prices +\d+ up, 0 down; farthest .*\+100 %/);
    expect(shown.stdout).toMatch(/price +[\d.]+ → [\d.]+ {2}ttpd: the supplier's value changed/);

    expect((await ttpd.run('apply', plan)).exitCode).toBe(6);
    const applied = await ttpd.json('apply', plan, '--override-guard', 'price-move');
    expect(applied.exitCode).toBe(0);
    expect(applied.document.result.guards).toMatchObject([{ guard: 'price-move', overridden: true }]);
    expect(await at.stateHash()).not.toEqual(before);
    const run = await ttpd.json('runs', 'show', applied.document.run);
    expect(run.document.result.overrides).toEqual(['price-move']);
  });

  it('gives programs the plan, its guards and the next command', async () => {
    const { ttpd } = await doubled();

    const { exitCode, document } = await ttpd.json('sync', '--category', 'brakes', '--dry-run');

    const { plan, guards, review } = document.result;
    expect(exitCode).toBe(6);
    expect(guards).toMatchObject([{ guard: 'price-move', offenders: plan.update, of: plan.update }]);
    expect(review.prices.up).toBe(plan.update);
    expect(readFileSync(guards[0].file, 'utf8').trim().split('\n')).toHaveLength(1 + plan.update);
    expect(document.problems[0]).toMatchObject({
      code: 'GUARD_PRICE_MOVE',
      severity: 'error',
      next: [`ttpd plan show ${plan.id}`, `ttpd apply ${plan.id} --override-guard price-move`],
    });
    const { plans } = (await ttpd.json('plan', 'list', '--limit', '1')).document.result;
    expect(plans[0]).toMatchObject({ id: plan.id, status: 'open', guards: ['price-move'] });
  });

  it('is set in ttpd.yaml', async () => {
    const { ttpd } = await doubled();
    const file = `${ttpd.home}/ttpd.yaml`;
    writeFileSync(file, 'guards: { priceMove: { over: 100% } }\n');

    expect((await ttpd.run('sync', '--category', 'brakes', '--config', file)).exitCode).toBe(0);
  });
});

it('says which guard was meant', async () => {
  const { exitCode, stderr } = await cli().run('sync', '--all', '--override-guard', 'pricemove');

  expect(exitCode).toBe(2);
  expect(stderr).toContain('Did you mean price-move?');
});

it('prunes plans and runs, and says how many', async () => {
  const at = await sandbox('--parts', '100');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await ttpd.run('sync', '--category', 'brakes', '--limit', '2', '--dry-run');
  await ttpd.run('sync', '--category', 'brakes', '--limit', '2');

  expect((await ttpd.json('plan', 'prune')).document.result.pruned).toBe(0);
  expect((await ttpd.run('plan', 'prune', '--keep', '0h', '--dry-run')).stdout).toContain(
    'Would remove 2 plans',
  );
  expect((await ttpd.json('plan', 'prune', '--keep', '0h')).document.result).toMatchObject({ pruned: 2 });
  expect((await ttpd.json('plan', 'list')).document.result.plans).toEqual([]);
  expect((await ttpd.run('runs', 'prune', '--keep', '0h')).stdout).toContain('Removed 2 runs');
  expect((await ttpd.run('plan', 'prune', '--keep', 'ages')).exitCode).toBe(2);
});
