import type { StoreInformation } from '../bigcommerce/schema.ts';
import type { StoreLock } from '../ledger/db/lock.ts';
import type { Session } from '../session/session.ts';

/** The store as it describes itself, said before anything else: which store is this about? */
export async function introduceStore(session: Session): Promise<StoreInformation> {
  const { store } = await session.services();
  const information = await store.store.information(session.stop.drain);
  const { profile, storeKey, command, runId } = session;
  session.emit({
    type: 'started',
    command,
    profile: profile.name,
    store: storeKey,
    storeName: information.name,
    run: runId,
  });
  return information;
}

/** @throws TtpdError LOCKED (exit 7) */
export async function lockStore({ paths, storeKey, command, clock }: Session): Promise<StoreLock> {
  const { lockStore: lock } = await import('../ledger/db/lock.ts');
  return lock(paths.state, storeKey, `ttpd ${command}`, clock);
}
