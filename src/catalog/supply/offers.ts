import pMap from 'p-map';
import type { Part } from '../../finditparts/supplier.ts';
import type { AbsentPart } from '../../ledger/journal/presence.ts';
import type { Engine } from '../engine/engine.ts';
import { type SelectedParts, type Selection, type SelectOptions, selectParts } from './select.ts';

/** `selectParts` with price and stock: where search did not bring them, that is two calls a part. */
export async function* selectOffers(
  engine: Pick<Engine, 'supplier' | 'concurrency' | 'drain'>,
  selection: Selection,
  options: Omit<SelectOptions, 'signal'>,
): AsyncIterable<SelectedParts> {
  const { supplier, drain: signal } = engine;
  for await (const page of selectParts(supplier, selection, { ...options, signal }))
    yield { ...page, parts: await withOffers(engine, page.parts) };
}

async function withOffers(
  engine: Pick<Engine, 'supplier' | 'concurrency' | 'drain'>,
  parts: readonly Part[],
): Promise<Part[]> {
  const { supplier, concurrency, drain } = engine;
  return pMap(
    parts,
    async (part) => {
      if (part.offer) return part;
      const [offer] = await supplier.offers([part.id], drain);
      return offer ? { ...part, offer } : part;
    },
    { concurrency, signal: drain },
  );
}

/** It may have moved to another category, or be left out of searches alone. */
export async function isStillSold(
  { supplier, drain }: Pick<Engine, 'supplier' | 'drain'>,
  { partId }: Pick<AbsentPart, 'partId'>,
): Promise<boolean> {
  const part = await supplier.part(partId, drain);
  return part !== undefined && part.status !== 'discontinued';
}
