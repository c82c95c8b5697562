import type { Part } from '../../finditparts/supplier.ts';
import type { Snapshot } from '../../ledger/journal/snapshots.ts';
import type { Engine } from '../engine/engine.ts';
import type { HeldPart, MappedProduct } from '../map/map.ts';
import { lessSold } from '../map/open-orders.ts';
import type { StoreEntry } from '../store/reader.ts';
import type { PlanRequest } from './request.ts';
import { type PlannedPart, planRows, skipRow } from './rows.ts';

/**
 * A part that the rules hold gets no price and no text, and none is made a product of. One that the store has goes on
 * being sold there, so its stock and whether it is still sold are told all the same.
 */
export function planHeld(
  engine: Pick<Engine, 'openOrders'>,
  { groups, rules, mapper }: Pick<PlanRequest, 'groups' | 'rules' | 'mapper'>,
  {
    part,
    mapped,
    store,
    snapshot,
  }: { part: Part; mapped: HeldPart; store: StoreEntry | undefined; snapshot: Snapshot | undefined },
): PlannedPart {
  const productId = store?.productId ?? snapshot?.productId ?? null;
  const skip = skipRow(part, mapped.sku, mapped.code, mapped.reason, productId);
  if (!store) return { operations: [skip], problems: [] };
  const known = lessSold(engine, mapper, { part, mapped, productId });
  const told = planRows({
    ...{ part, mapped: toldOf(known), store, snapshot, groups },
    ...{ owners: rules.owners, comparedAs: null },
  });
  return { ...told, operations: [skip, ...told.operations] };
}

/** What is told of it, as of a product. */
export function toldOf({ sku, fields, because, sold }: HeldPart | MappedProduct): MappedProduct {
  return {
    kind: 'product',
    ...{ sku, fields, warnings: [], hiddenAtFirst: true, knownBrand: true, because },
    ...(sold ? { sold } : {}),
  };
}
