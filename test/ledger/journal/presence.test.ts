import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import type { Scope } from '../../../src/ledger/journal/presence.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { writing } from '../../helpers/plan-rows.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const ALL: Scope = { category: null, brand: null };
const BRAKES: Scope = { category: 'brakes', brand: null };
const GUNITE_BRAKES: Scope = { category: 'brakes', brand: 'gunite' };

/** A ledger that has written these SKUs, each from a part of the same name, and saw them in this scope. */
async function written(skus: string[], scope: Scope): Promise<Ledger> {
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => ledger.close());
  await ledger.plans.start({ id: 'W', store: 's', profile: 'sandbox', selection: {} });
  await ledger.operations.add(
    'W',
    skus.map((sku) => ({
      kind: 'create',
      sku,
      name: sku,
      partId: `part ${sku}`,
      productId: null,
      before: {},
      after: {},
      code: null,
      reason: null,
      snapshot: { fields: {}, partUpdatedAt: null },
    })),
  );
  const rows = [];
  for await (const row of ledger.operations.iterate('W')) rows.push(row);
  await ledger.operations.complete(writing(rows), 's');
  await reads(ledger, skus, scope);
  return ledger;
}

async function reads(ledger: Ledger, skus: string[], scope: Scope | null) {
  await ledger.storeCopy.begin();
  for (const sku of skus) await ledger.storeCopy.claim(sku, `part ${sku}`);
  await ledger.presence.seen('s', 'W', scope);
  await ledger.presence.count('s', 'W', '2026-10-31');
}

async function absent(ledger: Ledger, scope: Scope) {
  const parts = [];
  for await (const { sku, missed, since } of ledger.presence.absent('s', scope))
    parts.push([sku, missed, since]);
  return parts;
}

async function plan(ledger: Ledger, id: string, skus: string[]) {
  await ledger.plans.start({ id, store: 's', profile: 'sandbox', selection: {} });
  await ledger.observations.add(
    id,
    skus.map((sku) => ({ code: 'PART_ABSENT', sku, name: '', detail: '' })),
  );
}

it('counts a plan once, from the day of the first', async () => {
  const ledger = await written(['A', 'B'], BRAKES);
  await reads(ledger, ['A'], BRAKES);
  await plan(ledger, 'P', ['B']);
  await plan(ledger, 'Q', ['B']);
  await ledger.presence.count('s', 'P', '2026-11-01');
  await ledger.presence.count('s', 'P', '2026-11-01');
  await ledger.presence.count('s', 'Q', '2026-11-02');

  expect(await absent(ledger, BRAKES)).toEqual([['B', 2, '2026-11-01']]);
  await reads(ledger, ['B'], null);
  await reads(ledger, [], BRAKES);
  expect(await absent(ledger, BRAKES)).toEqual([
    ['A', 0, null],
    ['B', 0, null],
  ]);
});

it.each<[string, Scope, Scope, boolean]>([
  ['the same', BRAKES, BRAKES, true],
  ['a wider one', GUNITE_BRAKES, BRAKES, true],
  ['the whole catalogue', GUNITE_BRAKES, ALL, true],
  ['a narrower one', BRAKES, GUNITE_BRAKES, false],
  ['a category, after the whole catalogue', ALL, BRAKES, false],
  ['another category', BRAKES, { category: 'filters', brand: null }, false],
  ['another brand', GUNITE_BRAKES, { category: null, brand: 'webb' }, false],
])('a part is missed by %s: %j, %j', async (_, seenIn, read, misses) => {
  const ledger = await written(['A'], seenIn);
  await reads(ledger, [], read);

  expect(await absent(ledger, read)).toHaveLength(misses ? 1 : 0);
});

it('knows a part whose SKU has changed by its id', async () => {
  const ledger = await written(['A', 'B'], ALL);
  await ledger.storeCopy.begin();
  await ledger.storeCopy.claim('NEW-A', 'part A');
  await ledger.presence.seen('s', 'W', ALL);
  await ledger.presence.count('s', 'W', '2026-10-31');

  expect(await absent(ledger, ALL)).toEqual([['B', 0, null]]);
});

it('knows nothing of other stores, and pages through many', async () => {
  const skus = Array.from({ length: 1_201 }, (_, n) => `S${n}`);
  const ledger = await written(skus, ALL);
  await ledger.storeCopy.begin();

  expect(await absent(ledger, ALL)).toHaveLength(1_201);
  const others = [];
  for await (const part of ledger.presence.absent('t', ALL)) others.push(part);
  expect(others).toEqual([]);
});
