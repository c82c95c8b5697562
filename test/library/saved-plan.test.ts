import { expect, it, onTestFinished } from 'vitest';
import { listenForStop } from '../../src/context/stop-signal.ts';
import { applySavedPlan, findPlanOrNewest } from '../../src/library/saved-plan.ts';
import { resolveAll } from '../../src/session/resolve.ts';
import { createSession } from '../../src/session/session.ts';
import { flagLayer } from '../../src/settings/resolve.ts';
import { memoryFolder } from '../helpers/temp-folder.ts';

/** A session on the sandbox's store, whose ledger has a plan for this one. */
async function sessionWithPlan(store: string) {
  const folder = memoryFolder();
  const around = { env: { TTPD_HOME: folder }, cwd: folder };
  const stop = listenForStop(
    () => {},
    () => {},
  );
  const session = createSession({
    command: 'apply',
    around,
    resolved: await resolveAll(around, flagLayer({})),
    emit: () => {},
    stop,
  });
  onTestFinished(async () => {
    stop.close();
    await session.close();
  });
  const ledger = await session.ledger();
  await ledger.plans.start({ id: 'P', store, profile: 'shop-two', selection: {} });
  await ledger.plans.finish('P', { hash: 'x', unchanged: 0 });
  return session;
}

it('is not applied to another store than the one it was made for', async () => {
  const session = await sessionWithPlan('hash-of-two');
  const plan = await findPlanOrNewest(session, 'P');

  await expect(applySavedPlan(session, plan, { approve: async () => {} })).rejects.toMatchObject({
    code: 'PLAN_OF_ANOTHER_STORE',
    exitCode: 2,
    message: expect.stringMatching(/hash-of-two.*sandbox/) as string,
    next: ['ttpd apply P --profile shop-two'],
  });
  await expect(findPlanOrNewest(session, undefined)).rejects.toMatchObject({ code: 'PLAN_UNKNOWN' });
});

it('is the newest of the store where none is named', async () => {
  const session = await sessionWithPlan('sandbox');

  expect(await findPlanOrNewest(session, undefined)).toMatchObject({ id: 'P' });
});
