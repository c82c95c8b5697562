import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { order, request } from './requests.ts';
import { sender } from './sender.ts';
import { listen, serve, serveBytes } from './servers.ts';

const at = (port: number) => `http://127.0.0.1:${port}/v1`;

describe('transport, bodies', () => {
  const json = JSON.stringify({
    data: [
      { sku: 'A-1', price: '12.50' },
      { sku: 'ü', price: null },
    ],
  });
  const head = (extra: string) => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${extra}\r\n`;
  const body = Buffer.from(json);
  const length = head(`content-length: ${body.length}\r\n`);

  it.each([
    ['with a length, connection closed', length, 'close'],
    ['with a length, connection reset', length, 'reset'],
    ['without a length, closed', head('connection: close\r\n'), 'close'],
  ] as const)('cut anywhere, %s: never accepted', async (_, start, end) => {
    for (let cut = 0; cut < body.length; cut += 1) {
      const port = await serveBytes(Buffer.concat([Buffer.from(start), body.subarray(0, cut)]), end);
      const error = await sender(at(port))();
      expect([cut, error]).toEqual([cut, expect.objectContaining({ outcome: 'unknown' })]);
      expect((error as { code: string }).code).toMatch(/^(BROKEN_BODY|NETWORK)$/);
    }
  });

  it('cut in the headers: unknown', async () => {
    const whole = length + json;
    for (let cut = 1; cut < length.length; cut += 7) {
      const port = await serveBytes(whole.slice(0, cut), 'close');
      expect(await sender(at(port))(order())).toMatchObject({ code: 'NETWORK', outcome: 'unknown' });
    }
  });

  it('a refusal whose body is cut is still a refusal', async () => {
    const port = await serveBytes(
      'HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 99\r\n\r\n{"a',
      'close',
    );
    expect(await sender(at(port))()).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
  });

  it.each([
    ['a web page', 'text/html', '<html><body>Checking your browser', 'is a web page'],
    ['a web page that claims to be JSON', 'application/json', '  <!doctype html>', 'is a web page'],
    ['nothing', 'application/json', '', 'is empty'],
    ['half a document', 'application/json', '{"a":', 'is not whole JSON'],
    ['two documents', 'application/json', '{}{}', 'is not whole JSON'],
    ['NaN', 'application/json', '{"price":NaN}', 'is not whole JSON'],
    ['bytes that are not UTF-8', 'application/json', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 'encoding'],
    ['an encoding nobody knows', 'application/json; charset=klingon', '{}', 'encoding'],
    [
      'a bomb of brackets',
      'application/json',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'nested deeper',
    ],
  ])('%s with 200 is BROKEN_BODY, outcome unknown', async (_, type, text, problem) => {
    const port = await serve((_req, res) => res.setHeader('content-type', type).end(text));
    const error = await sender(at(port))();
    expect(error).toMatchObject({
      code: 'BROKEN_BODY',
      outcome: 'unknown',
      message: expect.stringContaining(problem),
    });
    expect((error as Error).message.length).toBeLessThan(400);
  });

  it('quotes foreign text without control or bidi characters', async () => {
    const port = await serve((_, res) =>
      res.setHeader('content-type', 'text/html').end('<p>\u001b]52;c;x\u0007\u202e\r\nEvil: 1'),
    );
    const { message } = (await sender(at(port))()) as Error;
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message).toContain('Evil: 1');
  });

  it('a body without end is cut off at the cap, not at the deadline', async () => {
    const port = await serve((_, res) => {
      res.setHeader('content-type', 'application/json');
      const more = () => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536, 32)));
      };
      res.on('drain', more);
      more();
    });
    expect(await sender(at(port))()).toMatchObject({ code: 'BROKEN_BODY' });
  });

  it('gzip is inflated; a bomb is refused after the cap, a cut or damaged one at all', async () => {
    const packed = gzipSync(json);
    const bodies = [
      packed,
      gzipSync(Buffer.alloc(50_000_000, 32)),
      packed.subarray(0, packed.length - 9),
      Buffer.from('no gzip'),
    ];
    const port = await serve((req, res) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      res.end(bodies[Number(req.url?.at(-1))]);
    });
    const send = sender(at(port));
    expect(await send(request({ path: '/0' }))).toMatchObject({ body: JSON.parse(json) });
    expect(await send(request({ path: '/1' }))).toMatchObject({
      code: 'BROKEN_BODY',
      message: expect.stringContaining('larger than 1 MB'),
    });
    expect(await send(request({ path: '/2' }))).toMatchObject({ code: 'BROKEN_BODY' });
    expect(await send(request({ path: '/3' }))).toMatchObject({ code: 'BROKEN_BODY' });
  });
});

describe('transport, answers that are none', () => {
  const json = '{"ok":true}';
  const ok = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n${json}`;
  const switching = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n';

  it.each(['keeps', 'closes', 'resets'])(
    '101, and the service %s the connection: unknown at once, and the connection is given up',
    async (what) => {
      const closed: Promise<unknown>[] = [];
      const port = await listen(
        createTcpServer((socket) => {
          closed.push(new Promise((resolve) => socket.once('close', resolve)));
          socket.once('data', () => {
            socket.write(switching, () => {
              if (what === 'closes') socket.end();
              if (what === 'resets') setTimeout(() => socket.resetAndDestroy(), 10);
            });
          });
        }),
      );
      const startedAt = performance.now();
      const send = sender(at(port));
      for (const request of [order(), order({ json: undefined })]) {
        expect(await send(request)).toMatchObject({
          code: 'BROKEN_BODY',
          outcome: 'unknown',
          status: 101,
          message: 'FinditParts answered POST /orders, but the answer switches to another protocol.',
        });
      }
      await Promise.all(closed);
      expect(closed).toHaveLength(2);
      expect(performance.now() - startedAt).toBeLessThan(2000);
    },
  );

  it.each([
    ['100', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['102 and 103', 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'],
  ])('%s before the answer changes nothing', async (_, early) => {
    const port = await serveBytes(early + ok, 'close');
    expect(await sender(at(port))(order())).toMatchObject({ status: 200, body: { ok: true } });
  });

  it.each(['100 Continue', '103 Early Hints'])('%s and then nothing: unknown', async (line) => {
    const port = await serveBytes(`HTTP/1.1 ${line}\r\n\r\n`, 'close');
    expect(await sender(at(port))(order())).toMatchObject({ code: 'NETWORK', outcome: 'unknown' });
  });

  it('an answer that only offers another protocol is an answer', async () => {
    const port = await serveBytes(ok.replace('\r\n\r\n', '\r\nupgrade: h2c\r\n\r\n'), 'close');
    expect(await sender(at(port))(order())).toMatchObject({ status: 200, body: { ok: true } });
  });

  it('204 has no body even where bytes follow, and they are not taken for the next answer', async () => {
    const port = await serveBytes(`HTTP/1.1 204 No Content\r\ncontent-length: 11\r\n\r\n${json}`, 'close');
    const send = sender(at(port));
    expect(await send(order())).toMatchObject({ status: 204, body: undefined });
    expect(await send(order())).toMatchObject({ status: 204, body: undefined });
  });

  it.each(['GARBAGE\r\n\r\n', 'HTTP/1.1 banana\r\n\r\n', '\r\n\r\n', ' '])(
    '%j in place of an answer: unknown',
    async (bytes) => {
      const port = await serveBytes(bytes, 'close');
      expect(await sender(at(port))(order())).toMatchObject({ outcome: 'unknown' });
    },
  );
});
