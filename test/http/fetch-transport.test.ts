import { describe, expect, it } from 'vitest';
import { createFetchTransport } from '../../src/http/fetch-transport.ts';
import { createRedactor } from '../../src/http/redact.ts';
import { order, request } from './requests.ts';

type Fetch = (request: Request) => Response | Promise<Response>;

function setUp(fetch: Fetch, baseUrl = 'http://localhost/v1') {
  const send = createFetchTransport({
    service: 'finditparts',
    baseUrl,
    redactor: createRedactor(),
    sign: () => ({ 'X-API-Key': 'canary-key' }),
    maxBodyBytes: 1000,
    fetch,
  });
  return (what = request()) => send(what).catch((error: unknown) => error);
}

describe('an app in this process', () => {
  it('gets the same request as over a socket', async () => {
    const send = setUp(async (got) =>
      Response.json([got.method, got.url, got.headers.get('x-api-key'), await got.json()], { status: 201 }),
    );
    expect(await send(order({ query: { a: 1 } }))).toMatchObject({
      status: 201,
      body: ['POST', 'http://localhost/v1/orders?a=1', 'canary-key', { po: '1' }],
    });
  });

  it('is held to the same rules: redirects, targets, bodies, aborts', async () => {
    const redirect = setUp(
      () => new Response(null, { status: 302, headers: { location: 'https://evil.test' } }),
    );
    expect(await redirect()).toMatchObject({ status: 302 });
    expect(await setUp(() => new Response(), 'http://api.example.com')()).toMatchObject({
      code: 'BAD_TARGET',
    });
    expect(await setUp(() => new Response('x'.repeat(1001)))()).toMatchObject({ code: 'BROKEN_BODY' });
    expect(await setUp(() => new Response('{"a":'))()).toMatchObject({ code: 'BROKEN_BODY' });
    const reason = new Error('Ctrl-C');
    expect(await setUp(() => new Response('{}'))(request({ signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
  });
});
