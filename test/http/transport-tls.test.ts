import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { order } from './requests.ts';
import { KEY, sender } from './sender.ts';
import { certificate, listen, serve, serveTls } from './servers.ts';

const at = (port: number) => `http://127.0.0.1:${port}/v1`;

describe('transport, TLS', () => {
  const ok = (_: unknown, res: { setHeader(name: string, value: string): { end(text: string): void } }) =>
    res.setHeader('content-type', 'application/json').end('{}');
  const ca = { caFile: certificate('ca') };

  it('an authority from a file is trusted, besides the usual ones', async () => {
    const port = await serveTls('good', ok);
    expect(await sender(`https://localhost:${port}`, ca)()).toMatchObject({ status: 200 });
    expect(await sender(`https://localhost:${port}`)()).toMatchObject({ code: 'TLS', outcome: 'not_sent' });
  });

  it('an authority whose file cannot be read is a mistake of the settings, before anything is sent', () => {
    const caFile = certificate('none');

    expect(() => sender('https://localhost:1', { caFile })).toThrow(
      expect.objectContaining({
        code: 'CA_FILE',
        exitCode: 2,
        message: expect.stringContaining(caFile) as string,
      }),
    );
  });

  it.each([
    ['old', 'has expired', 'clock says'],
    ['future', 'is not valid yet', 'clock says'],
    ['other', 'for another host name', 'base URL'],
    ['self', 'is self-signed', 'NODE_EXTRA_CA_CERTS'],
  ])('%s: TLS, not sent, says that the certificate %s', async (name, problem, hint) => {
    const seen: unknown[] = [];
    const port = await serveTls(name, (req) => seen.push(req.headers));
    for (const env of [undefined, '0']) {
      const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      if (env !== undefined) process.env.NODE_TLS_REJECT_UNAUTHORIZED = env;
      const error = await sender(`https://localhost:${port}`, ca)(order());
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      expect(error).toMatchObject({
        code: 'TLS',
        outcome: 'not_sent',
        message: expect.stringContaining(problem),
        hint: expect.stringContaining(hint),
      });
    }
    expect(seen).toEqual([]);
  });

  it('TLS 1.1 only: no connection', async () => {
    const port = await serveTls('good', ok, {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    expect(await sender(`https://localhost:${port}`, ca)()).toMatchObject({ outcome: 'not_sent' });
  });

  it('a service that does not speak TLS: no connection', async () => {
    const port = await serve((_, res) => res.end());
    expect(await sender(`https://localhost:${port}`, ca)()).toMatchObject({ outcome: 'not_sent' });
  });

  it('hung up during the handshake: not sent', async () => {
    const port = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
    );
    expect(await sender(`https://localhost:${port}`, ca)(order())).toMatchObject({
      code: 'NETWORK',
      outcome: 'not_sent',
    });
  });

  it('a CA file that is not there is said so', () => {
    expect(() => sender('https://localhost', { caFile: '/nowhere/ca.pem' })).toThrow('/nowhere/ca.pem');
  });
});

describe('transport, proxies', () => {
  /** A CONNECT proxy that sends every tunnel to one port. */
  async function proxyTo(port: number) {
    const seen: string[] = [];
    const server = createServer((req, res) => {
      seen.push(`${req.method} ${req.url}`);
      res.writeHead(400).end();
    });
    server.on('connect', (req, socket) => {
      seen.push(`CONNECT ${req.url} ${JSON.stringify(req.headers)}`);
      const tunnel = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        tunnel.pipe(socket).pipe(tunnel);
      });
      tunnel.on('error', () => socket.destroy());
      socket.on('error', () => tunnel.destroy());
    });
    return { seen, url: `http://127.0.0.1:${await listen(server)}` };
  }

  it('HTTPS_PROXY is used, and never sees the key', async () => {
    const keys: unknown[] = [];
    const port = await serveTls('good', (req, res) => {
      keys.push(req.headers['x-api-key']);
      res.setHeader('content-type', 'application/json').end('{}');
    });
    const proxy = await proxyTo(port);
    const send = sender('https://api.example.test', {
      caFile: certificate('ca'),
      proxyEnv: { HTTPS_PROXY: proxy.url },
    });
    expect(await send()).toMatchObject({ status: 200 });
    expect(await send()).toMatchObject({ status: 200 });
    expect(keys).toEqual([KEY, KEY]);
    expect(proxy.seen).toHaveLength(1);
    expect(proxy.seen[0]).toMatch(/^CONNECT api\.example\.test:443 /);
    expect(proxy.seen[0]).not.toContain(KEY);
  });

  it('through a proxy certificates are verified as strictly', async () => {
    const proxy = await proxyTo(await serveTls('other', () => {}));
    const send = sender('https://api.example.test', {
      caFile: certificate('ca'),
      proxyEnv: { https_proxy: proxy.url },
    });
    expect(await send()).toMatchObject({ code: 'TLS', outcome: 'not_sent' });
  });

  it('a POST that breaks in a tunnel is unknown', async () => {
    const port = await serveTls('good', (req) => req.socket.destroy());
    const proxy = await proxyTo(port);
    const send = sender('https://api.example.test', {
      caFile: certificate('ca'),
      proxyEnv: { HTTPS_PROXY: proxy.url },
    });
    expect(await send(order())).toMatchObject({ code: 'NETWORK', outcome: 'unknown' });
  });

  it('NO_PROXY and loopback go direct; a dead proxy is not sent', async () => {
    const proxy = await proxyTo(1);
    const proxyEnv = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: 'ttpd.invalid' };
    const port = await serve((_, res) => res.setHeader('content-type', 'application/json').end('{}'));
    expect(await sender(at(port), { proxyEnv })()).toMatchObject({ status: 200 });
    expect(await sender('https://ttpd.invalid', { proxyEnv })()).toMatchObject({
      code: 'NETWORK',
      outcome: 'not_sent',
    });
    expect(proxy.seen).toEqual([]);
    const dead = { HTTPS_PROXY: 'http://127.0.0.1:1' };
    expect(await sender('https://api.example.test', { proxyEnv: dead })(order())).toMatchObject({
      outcome: 'not_sent',
    });
  });
});
