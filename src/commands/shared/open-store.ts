import type { Context } from '../../context/context.ts';
import type { StoreLock } from '../../ledger/db/lock.ts';

/** The store as it describes itself, said before anything else: which store is this about? */
export async function introduceStore(context: Context) {
  const { store } = await context.services();
  const information = await store.store.information(context.stop.drain);
  const { profile, storeKey, command, runId, view, theme } = context;
  context.emit({
    type: 'started',
    command,
    profile: profile.name,
    store: storeKey,
    storeName: information.name,
    run: runId,
  });
  view.say(`Store  ${theme.strong(information.name)} (${storeKey})   Profile  ${profile.name}`);
  return information;
}

/** @throws TtpdError LOCKED (exit 7) */
export async function lockStore({ paths, storeKey, command, clock }: Context): Promise<StoreLock> {
  const { lockStore: lock } = await import('../../ledger/db/lock.ts');
  return lock(paths.state, storeKey, `ttpd ${command}`, clock);
}
