import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { RunEvent } from '../../src/common/events.ts';
import { openTtpd } from '../../src/library/open-ttpd.ts';
import type { OpenOptions } from '../../src/library/ttpd.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

let sandbox: Sandbox;
let home: string;
beforeEach(async () => {
  home = tempFolder();
  sandbox = await startSandbox({ dataDir: path.join(home, 'sandbox'), plan: 'unlimited', parts: 60 });
  return () => sandbox.close();
});

async function open(options: OpenOptions = {}) {
  const ttpd = await openTtpd({ home, cwd: home, env: { TTPD_SANDBOX_URL: sandbox.url }, ...options });
  onTestFinished(() => ttpd.close());
  return ttpd;
}

/** Products that the store really has. */
async function products(): Promise<{ sku: string; price: number; is_visible: boolean }[]> {
  const answer = await fetch(`${sandbox.url}/stores/${sandbox.storeHash}/v3/catalog/products?limit=250`, {
    headers: { 'X-Auth-Token': sandbox.accessToken },
  });
  return ((await answer.json()) as { data: { sku: string; price: number; is_visible: boolean }[] }).data;
}

const yes = () => true;

describe('openTtpd', () => {
  it('plans without a yes, applies exactly that, and takes it back', async () => {
    const before = (await products()).length;
    const ttpd = await open();

    const planned = await ttpd.sync({ category: 'brakes' });
    expect(planned.result.plan.create).toBeGreaterThan(5);
    expect(await products()).toHaveLength(before);

    const offers: unknown[] = [];
    const applied = await ttpd.apply(planned.result.plan.id, {
      approve: (offer) => offers.push(offer) > 0,
    });
    expect(applied).toMatchObject({ exitCode: 0, problems: [] });
    expect(offers).toMatchObject([{ plan: planned.result.plan, rows: applied.result.applied.done }]);
    expect(await products()).toHaveLength(before + planned.result.plan.create);

    const back = await ttpd.rollback(applied.run, { approve: yes, deleteCreated: true });
    expect(back.result.counts).toMatchObject({ kept: 0, failed: 0 });
    expect(await products()).toHaveLength(before);
  });

  it('writes nothing when the answer is no', async () => {
    const before = await products();
    const ttpd = await open();

    await expect(ttpd.sync({ category: 'brakes', approve: () => false })).rejects.toMatchObject({
      code: 'DECLINED',
      exitCode: 3,
    });
    expect(await products()).toEqual(before);
  });

  it('compares, repairs what differs, and says how true the store is', async () => {
    const ttpd = await open();
    const { result } = await ttpd.sync({ category: 'brakes', approve: yes });
    expect(result.applied.failed).toBe(0);
    await fetch(`${sandbox.url}/_sandbox/parts/reprice`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ factor: 1.1 }),
    });

    const drifted = await ttpd.reconcile({ category: 'brakes' });
    expect(drifted).toMatchObject({ exitCode: 10, result: { fixed: null } });
    expect(drifted.result.drift.price).toBeGreaterThan(5);

    const repaired = await ttpd.reconcile({ category: 'brakes', approve: yes });
    expect(repaired).toMatchObject({ exitCode: 0, result: { accuracy: 1 } });
  });

  it('writes a file, and takes it back in', async () => {
    const ttpd = await open();
    await ttpd.sync({ category: 'brakes', approve: yes });
    const file = path.join(home, 'products.csv');

    const out = await ttpd.exportCsv(file, { columns: ['SKU', 'Price'] });
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(out.result.rows + 1);
    await expect(ttpd.exportCsv(file)).rejects.toMatchObject({ code: 'FILE_EXISTS' });

    const [{ sku, price } = { sku: '', price: 0 }] = await products();
    writeFileSync(file, `Command,SKU,Price\nUPDATE,${sku},${(price * 1.01).toFixed(2)}\n`);
    const checked = await ttpd.importCsv(file);
    expect(checked.result).toMatchObject({ rows: { valid: 1 }, plan: { update: 1 } });
    async function* bytes() {
      yield new Uint8Array(readFileSync(file));
    }
    const imported = await ttpd.importCsv(bytes(), { approve: yes });
    expect(imported.result).toMatchObject({ file: 'stdin', applied: { done: 1 } });
    expect((await products()).find((each) => each.sku === sku)?.price).toBe(
      Number((price * 1.01).toFixed(2)),
    );
  });

  it('answers orders and searches while a plan is made, and one plan after the other', async () => {
    const events: RunEvent[] = [];
    const ttpd = await open({ onEvent: (event) => events.push(event) });

    const [one, two, found, waiting, sent] = await Promise.all([
      ttpd.sync({ category: 'brakes', approve: yes }),
      ttpd.sync({ category: 'brakes', approve: yes }),
      ttpd.search({ category: 'brakes', limit: 3 }),
      ttpd.orders.list(),
      ttpd.orders.status(),
    ]);

    expect(one.result.applied.done).toBeGreaterThan(5);
    expect(two.result).toMatchObject({ applied: { done: 0 }, plan: { create: 0 } });
    expect(new Set([one.run, two.run, found.run, waiting.run, sent.run]).size).toBe(5);
    expect(found.result.parts).toHaveLength(3);
    expect(events.filter(({ type }) => type === 'started')).toMatchObject([
      { command: 'sync', run: one.run },
      { command: 'sync', run: two.run },
    ]);
  });

  it('is stopped by a signal of one call, and goes on afterwards', async () => {
    const ttpd = await open();
    const stop = new AbortController();
    const approve = () => {
      stop.abort();
      return true;
    };

    const planned = await ttpd.sync({ category: 'brakes' });
    await expect(
      ttpd.apply(planned.result.plan.id, { approve, signal: stop.signal }).then(({ exitCode, result }) => {
        if (exitCode === 130) throw Object.assign(new Error('stopped'), { exitCode, result });
      }),
    ).rejects.toMatchObject({ exitCode: 130 });

    const { result } = await ttpd.apply(planned.result.plan.id, { approve: yes });
    expect(result.applied.done).toBe(planned.result.plan.create + planned.result.plan.metafields);
  });

  it('closes what it opened, and does nothing afterwards', async () => {
    const own = path.join(home, 'own');
    const ttpd = await openTtpd({ home: own, cwd: home, env: {} });
    const { result } = await ttpd.search({ category: 'brakes', limit: 1 });
    expect(result.parts).toHaveLength(1);
    const running = ttpd.sync({ category: 'brakes', approve: yes });

    await ttpd.close();

    await expect(running).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(ttpd.search({ all: true })).rejects.toMatchObject({ code: 'TTPD_CLOSED' });
    expect(existsSync(path.join(own, 'state', 'locks', 'sandbox.json'))).toBe(false);
  });

  it('says which option is wrong, and asks for a selection', async () => {
    await expect(open({ concurrency: 0 })).rejects.toThrow(/openTtpd's concurrency is "0"/);
    const ttpd = await open();
    await expect(ttpd.sync({})).rejects.toMatchObject({ code: 'NOTHING_SELECTED' });
    await expect(ttpd.search({})).rejects.toMatchObject({ code: 'NOTHING_SELECTED' });
    await expect(ttpd.reconcile({ failOn: 'some' })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  });
});
