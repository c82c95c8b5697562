import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/http/watch/redact.ts';
import { order, request } from './requests.ts';
import { KEY, sender } from './sender.ts';
import { listen, serve } from './servers.ts';

const at = (port: number) => `http://127.0.0.1:${port}/v1`;

describe('transport, requests', () => {
  it('sends method, query, JSON and key; reads JSON with a byte order mark', async () => {
    const seen: unknown[] = [];
    const port = await serve((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk) => chunks.push(chunk));
      req.on('end', () => {
        const { 'x-api-key': key, accept, 'content-type': type, 'user-agent': agent } = req.headers;
        seen.push([req.method, req.url, key, accept, type, agent, Buffer.concat(chunks).toString()]);
        res.writeHead(201, { 'content-type': 'application/json', 'x-request-id': 'abc' });
        res.end('\ufeff{"ok":true}');
      });
    });
    const send = sender(at(port));
    const answer = await send(order({ query: { 'sku:in': 'A,B C', none: undefined }, json: { po: 'é' } }));
    expect(answer).toMatchObject({ status: 201, body: { ok: true }, requestId: 'abc', bytes: 14 });
    expect(seen).toEqual([
      [
        'POST',
        '/v1/orders?sku:in=A,B%20C',
        KEY,
        'application/json',
        'application/json',
        'ttpd/test',
        '{"po":"é"}',
      ],
    ]);
  });

  it("204 has no body; neither has a deletion's empty 200", async () => {
    const port = await serve((req, res) => res.writeHead(req.method === 'GET' ? 204 : 200).end());
    const send = sender(at(port));
    expect(await send()).toMatchObject({ status: 204, body: undefined });
    expect(await send(request({ method: 'DELETE' }))).toMatchObject({ status: 200, body: undefined });
    expect(await send(order({ json: undefined }))).toMatchObject({ code: 'BROKEN_BODY', status: 200 });
  });

  it('an answer of any status is an answer; a refusal that is no JSON is text', async () => {
    const port = await serve((_, res) =>
      res.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad\u0007 gateway</h1>'),
    );
    expect(await sender(at(port))()).toMatchObject({ status: 502, body: '<h1>Bad\uFFFD gateway</h1>' });
  });

  it('keeps the connection', async () => {
    const ports = new Set<number | undefined>();
    const port = await serve((req, res) => {
      ports.add(req.socket.remotePort);
      res.setHeader('content-type', 'application/json').end('{}');
    });
    const send = sender(at(port));
    for (let call = 0; call < 5; call += 1) await send();
    expect(ports.size).toBe(1);
  });
});

describe('transport, where the key goes', () => {
  it.each([301, 302, 303, 307, 308])(
    '%i to another origin: not followed, the key stays home',
    async (status) => {
      const leaked: unknown[] = [];
      const foreign = await serve((req, res) => {
        leaked.push(req.headers);
        res.end('{}');
      });
      const port = await serve((_, res) =>
        res.writeHead(status, { location: `http://127.0.0.1:${foreign}/x` }).end(),
      );
      expect(await sender(at(port))()).toMatchObject({ status });
      expect(leaked).toEqual([]);
    },
  );

  it.each([
    ['http to another machine', 'http://api.example.com'],
    ['a name that only begins like loopback', 'http://127.0.0.1.evil.test'],
    ['credentials in the address', 'https://user:pass@api.example.com'],
    ['another scheme', 'ftp://127.0.0.1'],
    ['no URL', 'api.example.com'],
  ])('%s: refused, nothing sent', async (_, baseUrl) => {
    expect(await sender(baseUrl)()).toMatchObject({ code: 'BAD_TARGET', outcome: 'not_sent' });
  });

  it.each(['//evil.test/x', '/..//evil.test/x', '/\\evil.test', '@evil.test/x', '.evil.test'])(
    'the path %s does not leave the origin',
    async (path) => {
      const urls: (string | undefined)[] = [];
      const port = await serve((req, res) => {
        urls.push(req.url);
        res.setHeader('content-type', 'application/json').end('{}');
      });
      const result = await sender(at(port))(request({ path }));
      if (urls.length === 0) expect(result).toMatchObject({ code: 'BAD_TARGET' });
      else expect(result).toMatchObject({ status: 200 });
    },
  );

  it('no error shows the key, however it is printed', async () => {
    const closed = await serve(() => {});
    const hangUp = await serve((req) => req.socket.destroy());
    const html = await serve((_, res) => res.setHeader('content-type', 'text/html').end('<p>hello'));
    const errors = [
      await sender(at(hangUp))(),
      await sender(at(html))(),
      await sender(at(closed), { timeoutMs: 50 })(),
      await sender('http://127.0.0.1:1/v1')(),
      await sender('http://api.example.com')(),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      const everything =
        inspect(error, { depth: 20, showHidden: true, getters: true }) +
        JSON.stringify(error) +
        (error as Error).stack;
      expect(everything).not.toContain(KEY);
    }
  });
});

describe('transport, connections that fail', () => {
  it('nobody listens: not sent', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    expect(await sender(at(port))(order())).toMatchObject({ code: 'NETWORK', outcome: 'not_sent' });
  });

  it('a name that does not exist: not sent', async () => {
    expect(await sender('https://ttpd.invalid')(order())).toMatchObject({
      code: 'NETWORK',
      outcome: 'not_sent',
    });
  });

  it('hung up after the request: unknown', async () => {
    const port = await serve((req) => req.socket.destroy());
    expect(await sender(at(port))(order())).toMatchObject({ code: 'NETWORK', outcome: 'unknown' });
  });

  it('a whole deadline: one byte at a time for ever is cut off', async () => {
    const port = await serve((_, res) => {
      res.setHeader('content-type', 'application/json');
      const drip = setInterval(() => res.write(' '), 20);
      res.on('close', () => clearInterval(drip));
    });
    const startedAt = performance.now();
    expect(await sender(at(port), { timeoutMs: 300 })()).toMatchObject({
      code: 'TIMEOUT',
      outcome: 'unknown',
    });
    expect(performance.now() - startedAt).toBeLessThan(900);
  });

  it("the caller's abort wins, with its reason", async () => {
    const port = await serve(() => {});
    const abort = new AbortController();
    const reason = new Error('Ctrl-C');
    setTimeout(() => abort.abort(reason), 30);
    expect(await sender(at(port))(request({ signal: abort.signal }))).toBe(reason);
  });
});

describe('transport, a service that says our key back', () => {
  const key = 'canary-0123456789-abcdefghij';
  const redactor = createRedactor();
  redactor.add(key);
  const zeroWidth = `${key.slice(0, 8)}\u200b${key.slice(8)}`;
  const softHyphen = `${key.slice(0, 8)}\u00ad${key.slice(8)}`;
  const tails = (text: string) => text.includes('canary-0') || text.includes('abcdefghij');

  it.each([
    ['across the cut', `${'x'.repeat(185)}${key}`],
    ['with a zero-width character in it', zeroWidth],
    ['with a soft hyphen in it', softHyphen],
    ['with a line break in it', `${key.slice(0, 8)}\n${key.slice(8)}`],
  ])('%s: neither the sentence nor the body shows a part of it', async (_, text) => {
    const port = await serve((req, res) => {
      res.writeHead(req.url?.endsWith('ok') ? 200 : 400, { 'content-type': 'text/plain' });
      res.end(req.url?.endsWith('ok') ? text : `${'y'.repeat(1800)}${text}`);
    });
    const send = sender(at(port), { redactor });
    const sentence = (await send(request({ path: '/ok' }))) as Error;
    expect(sentence.message).toContain('is not whole JSON');
    expect(tails(sentence.message)).toBe(false);
    const refusal = (await send(request({ path: '/no' }))) as { body: string };
    expect(tails(refusal.body)).toBe(false);
  });
});
