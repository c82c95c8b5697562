import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { type Rig, type RigOptions, rig } from './rig.ts';

/** A supplier that can neither be asked nor takes keys. */
export const BLIND: RigOptions = { capabilities: { orderLookup: 'none', idempotentOrders: false } };
const AN_HOUR_MS = 3_600_000;

/** A store with orders of these kinds. */
export async function ordered(kinds: string | string[], options: RigOptions = {}) {
  const at = await rig(options);
  await at.stock(6);
  const orders = await at.orders(kinds);
  return { at, ids: orders.map(({ id }) => id), id: orders[0]!.id };
}

export async function ledgerIn(folder: string) {
  const ledger = await openLedger(folder, systemClock);
  onTestFinished(() => ledger.close());
  return ledger;
}

/** With a ledger of its own, as another machine has it. */
export async function machine(at: Rig, name: string, changes: Partial<OrderEngine> = {}) {
  return at.engine({ ledger: await ledgerIn(tempFolder()), machine: name, ...changes });
}

/** The same machine in its next run. */
export const next = (at: Rig, engine: OrderEngine, changes: Partial<OrderEngine> = {}) =>
  at.engine({ ledger: engine.ledger, machine: engine.machine, ...changes });

/** An hour ahead: what another machine has claimed is old. */
export const later = { ...systemClock, date: () => new Date(Date.now() + AN_HOUR_MS) };
