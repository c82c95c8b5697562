import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { cli, sandbox } from './cli.ts';

/** A folder with a `ttpd` command, as it would be on the PATH of a machine that has it installed. */
function installed(): string {
  const folder = tempFolder();
  const command = path.join(folder, 'ttpd');
  writeFileSync(command, `#!/usr/bin/env bash\nexec node ${path.resolve('bin/ttpd.js')} "$@"\n`);
  chmodSync(command, 0o755);
  return folder;
}

async function selling(...faults: string[]) {
  const at = await sandbox('--parts', '100');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await ttpd.run('sync', '--category', 'brakes', '--limit', '10');
  await at.admin('faults', 'POST', { faults });
  return { at, ttpd };
}

interface Effects {
  effects: { orders: number; numbers: number };
}

describe('examples/orders.md', () => {
  it('leads from an empty sandbox to a delivered order', { timeout: 90_000 }, async () => {
    const at = await sandbox();
    const home = tempFolder();
    const bin = installed();
    const blocks = readFileSync('examples/orders.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g);
    const outputs: { exitCode: number | undefined; stdout: string }[] = [];
    for (const [, script = ''] of blocks) {
      const { exitCode, stdout } = await execa('bash', ['-c', script], {
        preferLocal: true,
        reject: false,
        stdin: 'ignore',
        cwd: home,
        env: {
          TTPD_HOME: home,
          TTPD_SANDBOX_URL: at.url,
          NO_COLOR: '1',
          PATH: `${path.resolve('node_modules/.bin')}:${bin}:${process.env.PATH}`,
        },
      });
      outputs.push({ exitCode, stdout: String(stdout) });
    }

    expect(outputs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 4, 4, 4, 0, 0, 0, 0, 0, 0]);
    expect(outputs[3]?.stdout).toContain('2 orders sent, 1 in review, 0 failed.');
    expect(outputs[6]?.stdout).toContain('No order waits for a decision.');
    expect(outputs[7]?.stdout).toContain('4 shipments written');
    expect(outputs[8]?.stdout).toContain('No order is under way');
    expect(outputs[9]?.stdout).toContain('delivered');
    expect(outputs[10]?.stdout).toContain('"orders":4,"numbers":4');
    const { orders } = await at.admin<{ orders: { status_id: number; mails: unknown[] }[] }>('orders');
    expect(orders.map(({ status_id }) => status_id)).toEqual([2, 2, 2, 9]);
    expect(orders.map(({ mails }) => mails.length)).toEqual([1, 2, 1, 0]);
  });
});

describe('ttpd order submit', () => {
  it('goes on after a SIGKILL while the answer was on its way, and turns a second run away meanwhile', {
    timeout: 60_000,
  }, async () => {
    const { at, ttpd } = await selling('fp:latency=3000:1:POST /orders');
    await at.admin('orders', 'POST', { kind: 'single', count: 2 });
    writeFileSync(`${ttpd.home}/ttpd.yaml`, 'orders:\n  settleSeconds: 3\n');
    const rules = ['--config', `${ttpd.home}/ttpd.yaml`];
    const first = ttpd.start('order', 'submit', '--all', ...rules);
    while (((await at.stats()).finditparts.byEndpoint['POST /orders'] ?? 0) === 0) await sleep(10);
    const second = await ttpd.json('order', 'submit', '--all', ...rules);
    first.kill('SIGKILL');
    await first;

    const { exitCode, document } = await ttpd.json('order', 'submit', '--all', ...rules);

    expect(second.exitCode).toBe(7);
    expect(exitCode).toBe(0);
    expect(document.result.submitted).toBeGreaterThan(0);
    expect((await at.admin<Effects>('supplier-orders')).effects).toMatchObject({ orders: 2, numbers: 2 });
  });

  it('masks customers unless it is told not to, and in the audit log always', async () => {
    const { at, ttpd } = await selling();
    const { orders } = await at.admin<{
      orders: { consignments: { shipping: { last_name: string; street_1: string; email: string }[] } }[];
    }>('orders', 'POST', { kind: 'no-postcode' });
    const [address] = orders[0]?.consignments.shipping ?? [];

    const masked = await ttpd.run('order', 'list');
    await ttpd.run('order', 'submit', '--all');
    const review = await ttpd.run('order', 'review', 'show', '101');
    const shown = await ttpd.run('order', 'review', 'show', '101', '--show-personal-data');
    const { document } = await ttpd.json('config', 'path');

    for (const output of [masked, review].map(({ stdout }) => String(stdout))) {
      expect(output).not.toContain(address?.last_name);
      expect(output).not.toContain(address?.street_1);
    }
    expect(String(shown.stdout)).toContain(address?.street_1);
    const audit = readFileSync(document.result.audit, 'utf8');
    expect(audit).not.toContain(address?.street_1);
    expect(audit).not.toContain(address?.email);
  });
});
