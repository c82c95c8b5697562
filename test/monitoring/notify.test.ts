import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';
import { createNotify } from '../../src/monitoring/notify.ts';
import { serve } from '../http/servers.ts';

/** Waits take no time. */
const clock = { ...systemClock, sleep: async () => {} };

/** A webhook that answers each post with the next status; the last one repeats. */
async function webhook(...answers: { status: number; body?: string; type?: string }[]) {
  const posts: { path: string | undefined; type: string | undefined; body: unknown }[] = [];
  const port = await serve((request, response) => {
    void bodyOf(request).then((body) => {
      const {
        status,
        body: text = 'ok',
        type = 'text/plain',
      } = answers[Math.min(posts.length, answers.length - 1)] ?? { status: 200 };
      posts.push({ path: request.url, type: request.headers['content-type'], body: JSON.parse(body) });
      response.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  const redactor = createRedactor();
  const address = `http://127.0.0.1:${port}/services/T000/B000/secret-of-the-hook?thread=7`;
  return { posts, redactor, notify: createNotify(address, { clock, redactor, timeoutMs: 500 }) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

describe('createNotify', () => {
  it("posts Slack's format, and takes its answer that is no JSON", async () => {
    const { notify, posts } = await webhook({ status: 200 });

    expect(await notify('7 of 222 differ')).toEqual([]);
    expect(posts).toEqual([
      {
        path: '/services/T000/B000/secret-of-the-hook?thread=7',
        type: 'application/json',
        body: { text: '7 of 222 differ' },
      },
    ]);
  });

  it('takes an empty answer too', async () => {
    const { notify, posts } = await webhook({ status: 204, body: '' });

    expect(await notify('x')).toEqual([]);
    expect(posts).toHaveLength(1);
  });

  it('tries again after a failure', async () => {
    const { notify, posts } = await webhook({ status: 500 }, { status: 429 }, { status: 200 });

    expect(await notify('x')).toEqual([]);
    expect(posts).toHaveLength(3);
  });

  it('warns after three attempts, and says nothing of the address but its host', async () => {
    const { notify, posts } = await webhook({
      status: 500,
      body: 'no /services/T000/B000/secret-of-the-hook',
    });

    const problems = await notify('x');

    expect(posts).toHaveLength(3);
    expect(problems).toEqual([expect.objectContaining({ code: 'NOT_NOTIFIED', severity: 'warning' })]);
    expect(JSON.stringify(problems)).toContain('500');
    expect(JSON.stringify(problems)).not.toMatch(/secret-of-the-hook|T000/);
  });

  it('does not repeat what was refused for good', async () => {
    const { notify, posts } = await webhook({ status: 404 });

    expect(await notify('x')).toHaveLength(1);
    expect(posts).toHaveLength(1);
  });

  it('does not wait for whoever does not answer', async () => {
    const redactor = createRedactor();
    const port = await serve(() => {});
    const notify = createNotify(`http://127.0.0.1:${port}/hook`, { clock, redactor, timeoutMs: 50 });

    expect(await notify('x')).toEqual([expect.objectContaining({ code: 'NOT_NOTIFIED' })]);
  });

  it('hides the address wherever it could be shown', async () => {
    const { redactor } = await webhook({ status: 200 });

    expect(redactor.scrub('posting to /services/T000/B000/secret-of-the-hook?thread=7')).toBe(
      'posting to ***',
    );
  });

  it.each([
    'http://hooks.example.com/x',
    'hooks.example.com/x',
    'ftp://127.0.0.1/x',
    'https://me:pw@example.com/x',
  ])('refuses %s, and does not repeat it', (address) => {
    expect(() => createNotify(address, { clock, redactor: createRedactor() })).toThrow(
      expect.objectContaining({
        code: 'NOTIFY_URL',
        exitCode: 2,
        message: expect.not.stringContaining('/x'),
      }),
    );
  });
});
