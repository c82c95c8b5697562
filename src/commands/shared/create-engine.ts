import type { StoreInformation } from '../../bigcommerce/schema.ts';
import type { Engine } from '../../catalog/engine/engine.ts';
import { createMapper } from '../../catalog/map/map.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { newId } from '../../common/ids.ts';
import type { Context } from '../../context/context.ts';
import type { StoreLock } from '../../ledger/db/lock.ts';
import { checkCurrency } from '../../rules/check.ts';

/** The engine with both services and the ledger. */
export async function createEngine(context: Context): Promise<Engine> {
  const [{ supplier, store }, ledger] = [await context.services(), await context.ledger()];
  return {
    supplier,
    store,
    ledger,
    storeKey: context.storeKey,
    profile: context.profile.name,
    clock: context.clock,
    emit: context.emit,
    concurrency: context.settings.concurrency,
    newId: () => newId(context.clock.date()),
    drain: context.stop.drain,
    giveUp: context.stop.giveUp,
  };
}

/** The mapping by the rules in force, for this store's currency and units. */
export async function createStoreMapper(context: Context, store: StoreInformation) {
  const { rules, file, warnings } = await context.rules();
  checkCurrency(rules, store.currency);
  if (file !== null) context.view.say(`Rules  ${file}`);
  for (const warning of warnings) context.emit({ type: 'note', message: warning.message });
  const mapper = createMapper(rules, {
    currency: store.currency,
    weightUnit: store.weightUnits,
    lengthUnit: store.dimensionUnits,
  });
  return { mapper, rules };
}

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

/**
 * The yes that a write needs: nothing for the sandbox, y for a test store, the store's name for a production store;
 * `--yes` (and `--confirm NAME`) where nobody can be asked.
 * @throws TtpdError NON_INTERACTIVE (exit 2), DECLINED (exit 3), CONFIRM_MISMATCH (exit 2)
 */
export async function approveWrite(context: Context, storeName: string, what: string): Promise<void> {
  const { profile, settings, prompts } = context;
  if (profile.kind === 'sandbox') return;
  if (settings.confirm !== undefined && settings.confirm !== storeName)
    throw new TtpdError(
      'CONFIRM_MISMATCH',
      `--confirm says "${settings.confirm}", and this store is "${storeName}".`,
      { exitCode: ExitCode.Usage },
    );
  if (settings.yes || settings.confirm !== undefined) return;
  const agreed =
    profile.kind === 'production'
      ? (await prompts.text(`${what} in ${storeName}? Type the store's name:`, '--yes')).trim() === storeName
      : await prompts.confirm(`${what} in ${storeName}?`, '--yes');
  if (!agreed) throw new TtpdError('DECLINED', 'Nothing was written.', { exitCode: ExitCode.Declined });
}
