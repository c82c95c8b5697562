import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { serve } from '../http/servers.ts';
import { cli } from './cli.ts';
import { synced } from './drifted.ts';

describe('what ttpd reconcile tells', { timeout: 60_000 }, () => {
  it('tells a chat what differs; that nobody listens is a warning', async () => {
    const { at, ttpd, products, edit, skuOf } = await synced();
    const posts: string[] = [];
    const port = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => posts.push(chunk.toString()));
      request.on('end', () => response.writeHead(posts.length > 1 ? 404 : 200).end('ok'));
    });
    const url = `http://127.0.0.1:${port}/services/secret-of-the-hook`;

    const chat = cli({ TTPD_SANDBOX_URL: at.url, TTPD_NOTIFY_URL: url }, ttpd.home);
    const named = cli({ TTPD_SANDBOX_URL: at.url, CHAT: url }, ttpd.home);
    const inFile = path.join(ttpd.home, 'hook');
    writeFileSync(inFile, `${url}\n`);

    const inStep = await chat.run('reconcile', '--category', 'brakes');
    await edit(skuOf(products, 0), { price: 1 });
    const told = await named.run('reconcile', '--category', 'brakes', '--notify', 'env:CHAT');
    const untold = await ttpd.run('reconcile', '--category', 'brakes', '--notify', `file:${inFile}`);

    expect([inStep.exitCode, told.exitCode, untold.exitCode]).toEqual([0, 10, 10]);
    expect(posts).toHaveLength(2);
    expect(JSON.parse(posts[0] ?? '')).toEqual({ text: expect.stringContaining('1 difference in') });
    expect(told.stderr).not.toContain('NOT_NOTIFIED');
    expect(untold.stderr).toContain('NOT_NOTIFIED');
    const audit = readFileSync(path.join(ttpd.home, 'logs/audit.jsonl'), 'utf8');
    for (const text of [untold.stderr, untold.stdout, audit])
      expect(text).not.toContain('secret-of-the-hook');
  });

  it('leaves a summary and notes in a job of GitHub, and stdout as it was', async () => {
    const { at, ttpd, products, edit, skuOf } = await synced();
    const summary = path.join(ttpd.home, 'summary.md');
    await edit(skuOf(products, 0), { price: 1 });
    const github = cli({ TTPD_SANDBOX_URL: at.url, GITHUB_STEP_SUMMARY: summary }, ttpd.home);

    const { exitCode, document, stderr } = await github.json('reconcile', '--category', 'brakes');

    expect(exitCode).toBe(10);
    expect(document.result.drift.price).toBe(1);
    expect(readFileSync(summary, 'utf8')).toContain('1 difference in');
    expect(stderr.split('\n').filter((line) => line.startsWith('::error '))).toHaveLength(2);
  });

  it.each([
    [['--report', 'xls:a'], 'USAGE'],
    [['--tolerance-price', '-1'], 'USAGE'],
    [['--only', 'weight'], 'USAGE'],
    [['--all', '--category', 'brakes'], 'USAGE'],
    [['--baseline', '/does/not/exist'], 'FILE_UNREADABLE'],
    [['--junit', '/does/not/exist/a.xml'], 'FILE_UNWRITABLE'],
    [['--notify', 'https://chat.example/hook'], 'SECRET_TYPED'],
    [['--category', 'braks'], 'CATEGORY_UNKNOWN'],
  ])('refuses %j with exit 2', async (flags, code) => {
    const { exitCode, document } = await cli().json('reconcile', ...flags);

    expect(exitCode).toBe(2);
    expect(document.problems.at(-1)?.code).toBe(code);
  });

  it('repeats nothing of a secret that was typed as a flag', async () => {
    const { exitCode, stdout, stderr } = await cli().run(
      'reconcile',
      '--json',
      '--notify',
      'https://hooks.chat.example/services/T0/B0/secret-of-the-hook',
    );

    expect(exitCode).toBe(2);
    expect(stderr).toContain('[SECRET_TYPED]');
    expect(stderr).toContain('TTPD_NOTIFY_URL');
    for (const text of [stdout, stderr]) expect(text).not.toContain('secret-of-the-hook');
  });

  it.each([
    [{ TTPD_NOTIFY_URL: 'http://chat.example/hook' }, [], 2, 'NOTIFY_URL'],
    [{ TTPD_NOTIFY_URL: 'env:NO_SUCH_VARIABLE' }, [], 5, 'NOT_SIGNED_IN'],
    [{}, ['--notify', 'file:/does/not/exist'], 5, 'NOT_SIGNED_IN'],
  ])('refuses an address that cannot be used before any call: %j %j', async (env, flags, code, problem) => {
    const { exitCode, document } = await cli(env).json('reconcile', ...flags);

    expect(exitCode).toBe(code);
    expect(document.problems.at(-1)?.code).toBe(problem);
  });
});
