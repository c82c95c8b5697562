import { describe, expect, it } from 'vitest';
import { createBreaker } from '../../../src/http/retry/breaker.ts';
import { createRedactor } from '../../../src/http/watch/redact.ts';
import { withHttpErrors } from '../../../src/http/wire/http-errors.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createScriptedTransport, type Scripted } from '../../helpers/scripted-transport.ts';
import { request } from '../requests.ts';

function setUp(answer: (call: number) => Scripted, whenOpen: 'fail' | 'wait' = 'fail') {
  const clock = createFakeClock();
  const transport = createScriptedTransport(clock, (_, call) => answer(call));
  const states: string[] = [];
  const service = 'bigcommerce';
  const send = createBreaker({ service, clock, whenOpen, onState: (state) => states.push(state) }).wrap(
    withHttpErrors(transport.send, { service, redactor: createRedactor(), clock }),
  );
  const run = () => clock.run(send(request()).catch((error: unknown) => error));
  const runs = async (count: number) => {
    for (let call = 0; call < count; call += 1) await run();
  };
  return { clock, transport, states, send, run, runs };
}

const down = () => ({ status: 500 });

describe('breaker', () => {
  it('opens at the 20th call when half of them failed', async () => {
    const service = setUp((call) => ({ status: call % 2 === 0 ? 200 : 502 }));
    await service.runs(19);
    expect(service.states).toEqual([]);
    await service.run();
    expect(service.states).toEqual(['open']);
    expect(await service.run()).toMatchObject({
      code: 'CIRCUIT_OPEN',
      outcome: 'not_sent',
      message: expect.stringContaining('tried again in 30 s'),
    });
    expect(service.transport.calls).toHaveLength(20);
  });

  it('stays closed below half', async () => {
    const service = setUp((call) => ({ status: call % 5 < 2 ? 500 : 200 }));
    await service.runs(100);
    expect(service.states).toEqual([]);
  });

  it.each([400, 401, 404, 409, 422, 429])('%i is a sign of life', async (status) => {
    const service = setUp(() => ({ status }));
    await service.runs(60);
    expect(service.states).toEqual([]);
  });

  it('forgets what is older than 60 s, however rare the calls', async () => {
    const service = setUp(down);
    for (let call = 0; call < 40; call += 1) {
      await service.run();
      await service.clock.advance(3200);
    }
    expect(service.states).toEqual([]);
  });

  it('lets one probe through after 30 s; its success closes the circuit', async () => {
    const service = setUp((call) => ({ status: call < 20 ? 500 : 200, ms: 100 }));
    await service.runs(20);
    await service.clock.advance(29_999);
    expect(await service.run()).toMatchObject({ code: 'CIRCUIT_OPEN' });
    await service.clock.advance(1);

    const results = await Promise.all([service.run(), service.run(), service.run()]);

    expect(results.filter((result) => result instanceof Error)).toHaveLength(2);
    expect(service.transport.calls).toHaveLength(21);
    expect(service.states).toEqual(['open', 'half-open', 'closed']);
  });

  it('a probe that fails opens it for another 30 s', async () => {
    const service = setUp(down);
    await service.runs(20);
    await service.clock.advance(30_000);
    await service.run();
    expect(service.states).toEqual(['open', 'half-open', 'open']);
    await service.clock.advance(29_999);
    await service.run();
    expect(service.transport.calls).toHaveLength(21);
  });

  it('an aborted probe proves nothing: it opens again', async () => {
    const service = setUp((call) => (call < 20 ? { status: 500 } : { error: new Error('aborted') }));
    await service.runs(20);
    await service.clock.advance(30_000);
    await service.run();
    expect(service.states).toEqual(['open', 'half-open', 'open']);
  });

  it('policy wait: requests go on when the service is back', async () => {
    const service = setUp((call) => ({ status: call < 20 ? 500 : 200 }), 'wait');
    await service.runs(20);
    expect(await service.run()).toMatchObject({ status: 200 });
    expect(service.transport.calls.at(-1)?.at).toBe(30_000);
  });

  it('policy wait: an abort wins', async () => {
    const service = setUp(down, 'wait');
    await service.runs(20);
    const abort = new AbortController();
    const waiting = service.send(request({ signal: abort.signal }));
    abort.abort(new Error('Ctrl-C'));
    await expect(waiting).rejects.toThrow('Ctrl-C');
  });
});
