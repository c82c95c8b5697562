import type { StoreInformation } from '../../bigcommerce/schema.ts';
import type { Engine } from '../../catalog/engine/engine.ts';
import { createMapper } from '../../catalog/map/map.ts';
import { newId } from '../../common/ids.ts';
import type { Context } from '../../context/context.ts';
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
