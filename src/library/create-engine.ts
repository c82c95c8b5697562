import type { StoreInformation } from '../bigcommerce/schema.ts';
import type { Engine } from '../catalog/engine/engine.ts';
import { createMapper } from '../catalog/map/map.ts';
import { createOpenOrders } from '../catalog/map/open-orders.ts';
import type { Problem } from '../common/errors.ts';
import { newId } from '../common/ids.ts';
import { checkCurrency, checkTax } from '../rules/check.ts';
import type { Session } from '../session/session.ts';
import { placesOf } from './places.ts';

/** The engine with both services and the ledger. */
export async function createEngine(session: Session): Promise<Engine> {
  const [{ supplier, store }, ledger] = [await session.services(), await session.ledger()];
  const { clock, storeKey } = session;
  const { rules } = await session.rules();
  const statuses = async () => rules.stock.openOrders;
  return {
    supplier,
    store,
    ledger,
    storeKey,
    profile: session.profile.name,
    places: placesOf(rules),
    clock,
    emit: session.emit,
    openOrders: createOpenOrders({ store, ledger, storeKey, clock, statuses }),
    concurrency: session.settings.concurrency,
    newId: () => newId(session.clock.date()),
    drain: session.stop.drain,
    giveUp: session.stop.giveUp,
  };
}

/**
 * The mapping by the rules in force, for this store's currency and units.
 * @param onWarning what is doubtful in the rules; a note of the run without it
 */
export async function createStoreMapper(
  session: Session,
  store: StoreInformation,
  onWarning: (warning: Problem) => void = ({ message }) => session.emit({ type: 'note', message }),
) {
  const { rules, file, warnings } = await session.rules();
  checkCurrency(rules, store.currency);
  checkTax(rules, store.isPriceEnteredWithTax);
  if (file !== null) session.emit({ type: 'rules', file });
  warnings.forEach(onWarning);
  const mapper = createMapper(rules, {
    currency: store.currency,
    weightUnit: store.weightUnits,
    lengthUnit: store.dimensionUnits,
  });
  return { mapper, rules };
}
