import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';

import type { Host } from '../../src/context/host.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';
import { connect } from '../../src/session/connect.ts';
import { resolveAll } from '../../src/session/resolve.ts';
import { flagLayer } from '../../src/settings/resolve.ts';
import { recordedStreams } from '../helpers/streams.ts';
import { memoryFolder } from '../helpers/temp-folder.ts';
import { start } from '../sandbox/harness.ts';

/** Both services of a sandbox that runs already, as a command connects them. */
async function connected(env: NodeJS.ProcessEnv = {}, flags: Record<string, string | number | boolean> = {}) {
  const folder = memoryFolder();
  const host: Host = {
    env: { TTPD_HOME: folder, ...env },
    cwd: folder,
    streams: recordedStreams(),
    exitCode: 0,
  };
  const { profile, settings, paths } = await resolveAll(host, flagLayer(flags));
  const services = await connect({
    env: host.env,
    profile,
    settings,
    paths,
    runId: 'run-1',
    redactor: createRedactor(),
    emit: () => {},
    clock: systemClock,
  });
  onTestFinished(() => services.close());
  return { services };
}

const never = new AbortController().signal;

describe('connecting', () => {
  it('reaches both services of the sandbox, and counts their calls', async () => {
    const { sandbox } = await start({ parts: 20 });
    const { services } = await connected({ TTPD_SANDBOX_URL: ` ${sandbox.url}/ ` });

    await services.store.products.count(undefined, never);
    for await (const page of services.supplier.search({ category: 'brakes' }))
      expect(page.parts).toBeInstanceOf(Array);

    const calls = services.calls();
    expect(calls.bigcommerce).toEqual({ total: 1, byEndpoint: { 'GET /v3/catalog/products': 1 } });
    expect(calls.finditparts.total).toBeGreaterThan(0);
    expect(calls.rateLimited).toBe(0);
  });

  it('says that nothing is there, or that something else is', async () => {
    await expect(connected({ TTPD_SANDBOX_URL: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      code: 'SANDBOX_UNREACHABLE',
      message: expect.stringContaining('There is no sandbox'),
    });
    const { sandbox } = await start({ parts: 1 });
    await expect(connected({ TTPD_SANDBOX_URL: `${sandbox.url}/finditparts` })).rejects.toMatchObject({
      code: 'SANDBOX_UNREACHABLE',
      message: expect.stringContaining('is no sandbox'),
    });
  });

  it('asks for the store that a profile does not name', async () => {
    await expect(connected({}, { profile: 'test' })).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
      exitCode: 5,
    });
  });
});
