import { describe, expect, it } from 'vitest';
import type { Scripted } from '../../helpers/scripted-transport.ts';
import { order, request } from '../requests.ts';
import { failure, setUp } from './retrying.ts';

describe('retry, the table of docs/facts/reliability.md', () => {
  const put = request({ method: 'PUT', json: {} });
  const keyed = order({ idempotent: true });

  it.each([
    ['429: 1 s, 2 s, then RATE_LIMITED', { status: 429 }, request(), [0, 1000, 3000], 'RATE_LIMITED'],
    ['429 of a POST: it was refused, so the same', { status: 429 }, order(), [0, 1000, 3000], 'RATE_LIMITED'],
    ['503: 5, 10, 15, 20 s', { status: 503 }, request(), [0, 5000, 15_000, 30_000, 50_000], 'SERVICE_FAILED'],
    ['503 of a POST: unknown, never again', { status: 503 }, order(), [0], 'SERVICE_FAILED'],
    ['504: once more at once', { status: 504 }, request(), [0, 0], 'SERVICE_FAILED'],
    ['504 of a POST: unknown, never again', { status: 504 }, order(), [0], 'SERVICE_FAILED'],
    ['500 of a GET: 1 s, 2 s', { status: 500 }, request(), [0, 1000, 3000], 'SERVICE_FAILED'],
    ['502 of a PUT: 1 s, 2 s', { status: 502 }, put, [0, 1000, 3000], 'SERVICE_FAILED'],
    ['500 of a POST: never', { status: 500 }, order(), [0], 'SERVICE_FAILED'],
    ['500 of a POST that says it may repeat', { status: 500 }, keyed, [0, 1000, 3000], 'SERVICE_FAILED'],
    ['501: never', { status: 501 }, request(), [0], 'SERVICE_FAILED'],
    ['507: never', { status: 507 }, request(), [0], 'SERVICE_FAILED'],
    ['408 of a GET', { status: 408 }, request(), [0, 1000, 3000], 'TIMEOUT'],
    ['a connection that breaks, GET', { error: failure('NETWORK') }, request(), [0, 1000, 3000], 'NETWORK'],
    ['a connection that breaks, POST: never', { error: failure('NETWORK') }, order(), [0], 'NETWORK'],
    [
      'no connection, POST: not sent, so again',
      { error: failure('NETWORK', 'not_sent') },
      order(),
      [0, 1000, 3000],
      'NETWORK',
    ],
    ['broken body, GET', { error: failure('BROKEN_BODY') }, request(), [0, 1000, 3000], 'BROKEN_BODY'],
    ['broken body, POST: never', { error: failure('BROKEN_BODY') }, order(), [0], 'BROKEN_BODY'],
    ['timeout, GET', { error: failure('TIMEOUT') }, request(), [0, 1000, 3000], 'TIMEOUT'],
    ['timeout, POST: never', { error: failure('TIMEOUT') }, order(), [0], 'TIMEOUT'],
    ['TLS: never', { error: failure('TLS', 'not_sent') }, request(), [0], 'TLS'],
    [
      'breaker open: not here',
      { error: failure('CIRCUIT_OPEN', 'not_sent') },
      request(),
      [0],
      'CIRCUIT_OPEN',
    ],
    ['400', { status: 400 }, request(), [0], 'INVALID_REQUEST'],
    ['401', { status: 401 }, request(), [0], 'UNAUTHORIZED'],
    ['403', { status: 403 }, request(), [0], 'FORBIDDEN'],
    ['404', { status: 404 }, request(), [0], 'NOT_FOUND'],
    ['409', { status: 409 }, request(), [0], 'CONFLICT'],
    ['413', { status: 413 }, request(), [0], 'TOO_LARGE'],
    ['422', { status: 422 }, request(), [0], 'INVALID_REQUEST'],
    ['301', { status: 301 }, request(), [0], 'REDIRECTED'],
  ])('%s', async (_, step, what, times, code) => {
    const service = setUp([step]);
    expect(await service.run(what)).toMatchObject({
      code,
      endpoint: what.endpoint === 'x' ? '' : expect.any(String),
    });
    expect(service.times()).toEqual(times);
  });

  it.each([
    [429, 'refused'],
    [404, 'refused'],
    [500, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
    [302, 'refused'],
    [0, 'unknown'],
    [99, 'unknown'],
    [103, 'unknown'],
  ])('%i is %s', async (status, outcome) => {
    expect(await setUp([{ status }]).run(order())).toMatchObject({ outcome, status });
  });

  it('an answer after a failure is the answer', async () => {
    const service = setUp([{ status: 503 }, { status: 500 }, { status: 200 }]);
    expect(await service.run()).toBe(200);
    expect(service.times()).toEqual([0, 5000, 7000]);
    expect(service.events).toEqual([
      {
        type: 'retry',
        service: 'finditparts',
        endpoint: 'GET /parts/{id}',
        attempt: 2,
        ms: 5000,
        code: 'SERVICE_FAILED',
        status: 503,
      },
      {
        type: 'retry',
        service: 'finditparts',
        endpoint: 'GET /parts/{id}',
        attempt: 3,
        ms: 2000,
        code: 'SERVICE_FAILED',
        status: 500,
      },
    ]);
  });

  it('jitter only ever lengthens a wait, by at most a fifth', async () => {
    const service = setUp([{ status: 500 }], { random: 0.999 });
    await service.run();
    const [, second = 0, third = 0] = service.times();
    expect(second).toBeCloseTo(1199.8, 0);
    expect(third - second).toBeCloseTo(2399.6, 0);
  });

  it('403 ends the run with exit 5 and names the scope', async () => {
    const error = await setUp([{ status: 403 }]).run(request({ scope: 'Products: modify' }));
    expect(error).toMatchObject({ exitCode: 5, hint: expect.stringContaining('Products: modify') });
  });
});

describe('retry, what is known after several attempts', () => {
  const put = request({ method: 'PUT', json: {} });
  const notSent = { error: failure('NETWORK', 'not_sent') };

  it.each<[string, Scripted[], string, string]>([
    ['504, then 429 twice', [{ status: 504 }, { status: 429 }], 'RATE_LIMITED', 'unknown'],
    ['timeout, then 422', [{ error: failure('TIMEOUT') }, { status: 422 }], 'INVALID_REQUEST', 'unknown'],
    ['500, then no connection', [{ status: 500 }, notSent], 'NETWORK', 'unknown'],
    ['broken body, then 404', [{ error: failure('BROKEN_BODY') }, { status: 404 }], 'NOT_FOUND', 'unknown'],
    [
      '500, then the breaker opens',
      [{ status: 500 }, { error: failure('CIRCUIT_OPEN', 'not_sent') }],
      'CIRCUIT_OPEN',
      'unknown',
    ],
    ['429, then no connection', [{ status: 429 }, notSent], 'NETWORK', 'refused'],
    ['no connection, then 422', [notSent, { status: 422 }], 'INVALID_REQUEST', 'refused'],
    ['429 only', [{ status: 429 }], 'RATE_LIMITED', 'refused'],
    ['no connection only', [notSent], 'NETWORK', 'not_sent'],
  ])('%s: the last words, the worst outcome', async (_, steps, code, outcome) => {
    expect(await setUp(steps).run(put)).toMatchObject({ code, outcome });
  });

  it('says that an earlier attempt may have taken effect, and keeps the rest of the error', async () => {
    const error = await setUp([{ status: 500 }, { status: 422, body: { message: 'No such name' } }]).run(put);
    expect(error).toMatchObject({
      message: expect.stringContaining('No such name'),
      hint: 'An earlier attempt may have taken effect; look before it is sent again.',
      status: 422,
      body: { message: 'No such name' },
    });
    const late = await setUp([{ status: 504 }, { status: 403 }]).run(put);
    expect(late).toMatchObject({
      exitCode: 5,
      hint: expect.stringMatching(/^The key lacks .*earlier attempt/),
    });
  });

  it('a deadline that passes in the queue does not hide what came before', async () => {
    const service = setUp(
      (what, call) => {
        if (call === 0) what.onDepart?.();
        if (call < 2) return { status: call === 0 ? 504 : 429 };
        return { ms: 50_000 };
      },
      { operationTimeoutMs: 10_000 },
    );
    expect(await service.run(put)).toMatchObject({ code: 'TIMEOUT', outcome: 'unknown' });
  });
});
