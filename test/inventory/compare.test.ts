import { Big } from 'big.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import type { Engine } from '../../src/catalog/engine/engine.ts';
import { DEFAULT_PLACES } from '../../src/catalog/engine/places.ts';
import { createMapper } from '../../src/catalog/map/map.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { Part, PartPage, Supplier } from '../../src/finditparts/supplier.ts';
import { NONE_KNOWN } from '../../src/inventory/baseline.ts';
import { ASPECTS, CLASSES, type Finding } from '../../src/inventory/findings.ts';
import { reconcile } from '../../src/inventory/reconcile.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { Rules } from '../../src/rules/schema.ts';
import { aPart, TARGET } from '../helpers/parts.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const part = (number: string, id = `FP-${number}`): Part => aPart({ id, partNumber: number });

/** Both sides as lists: pages of the supplier, and SKUs of products that are as sync would have written them. */
async function compared(
  pages: (Partial<PartPage> & { parts: Part[] })[],
  skus: string[],
  { total, everything = false }: { total: number; everything?: boolean },
) {
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => ledger.close());
  const products = skus.map((sku, i) => ({
    id: i + 1,
    sku,
    name: sku,
    price: new Big('146.2'),
    isVisible: true,
    inventoryTracking: 'product',
  }));
  const store = {
    products: {
      async *scan() {
        yield { products, left: products.length };
      },
    },
    categories: {
      async *trees() {
        yield [{ id: 1, name: 'Tree', channels: [1] }];
      },
    },
    channels: {
      async *list() {
        yield [{ id: 1, name: 'Shop', status: 'active' }];
      },
    },
    priceLists: { async *list() {} },
    inventory: {
      async *items() {
        yield products.map(({ id, sku }) => ({
          sku,
          productId: id,
          variantId: null,
          locations: [{ locationId: 1, onHand: 12 }],
        }));
      },
    },
  };
  const supplier: Pick<Supplier, 'search'> = {
    async *search() {
      for (const [i, page] of pages.entries()) yield { unreadable: [], number: i + 1, total, ...page };
    },
  };
  const signal = new AbortController().signal;
  const engine: Engine = {
    supplier: supplier as Supplier,
    store: store as unknown as BigCommerce,
    ledger,
    storeKey: 'acme',
    profile: 'test',
    places: DEFAULT_PLACES,
    clock: systemClock,
    emit: () => {},
    concurrency: 2,
    newId: () => 'plan',
    drain: signal,
    giveUp: signal,
  };
  const result = await reconcile(engine, {
    selection: {},
    everything,
    criteria: { aspects: ASPECTS, tolerance: { stock: { pieces: 0 }, price: new Big(0) }, notBefore: null },
    mapper: createMapper(Rules.parse({}), TARGET),
    rules: Rules.parse({}),
    known: NONE_KNOWN,
    failOn: 'any',
    overrides: [],
  });
  const findings: Finding[] = [];
  for await (const each of ledger.findings.iterate<Finding>(CLASSES)) findings.push(each);
  return { ...result, findings };
}

describe('compare', () => {
  it('gives no verdict where the store has none of the parts', async () => {
    const { exitCode, refusal, comparison } = await compared([{ parts: [part('A')] }], ['GU-B'], {
      total: 1,
    });

    expect(exitCode).toBe(1);
    expect(refusal?.code).toBe('NOTHING_COMPARED');
    expect(comparison).toMatchObject({ complete: true, compared: 0, equal: 0 });
  });

  it('refuses a verdict when the supplier gives fewer parts than it says', async () => {
    const { exitCode, refusal, comparison } = await compared([{ parts: [part('A')] }], ['GU-A'], {
      total: 2,
    });

    expect(exitCode).toBe(1);
    expect(refusal?.code).toBe('COULD_NOT_COMPARE');
    expect(comparison).toMatchObject({ complete: false, equal: 1 });
  });

  it('takes back what it found equal when a later page has a twin, however many', async () => {
    const twins = [part('A'), part('B'), part('A', 'FP-2'), part('A', 'FP-3'), part('A', 'FP-4')];
    for (const cuts of [[1, 2, 3, 4], [2], [2, 3], []]) {
      const bounds = [0, ...cuts, twins.length];
      const pages = bounds.slice(1).map((end, i) => ({ parts: twins.slice(bounds[i], end) }));

      const { comparison } = await compared(pages, ['GU-A', 'GU-B'], { total: twins.length });

      expect(comparison).toMatchObject({ compared: 1, equal: 1, duplicates: 1 });
    }
  });

  it('has a part that cannot be read for unreadable, and counts it as seen', async () => {
    const unreadable = [{ id: 'FP-9', reason: 'price is no number' }];

    const { exitCode, comparison, findings } = await compared(
      [{ parts: [part('A')], unreadable }],
      ['GU-A'],
      {
        total: 2,
      },
    );

    expect(exitCode).toBe(0);
    expect(comparison).toMatchObject({ unreadable: 1, complete: true });
    expect(findings).toEqual([expect.objectContaining({ sku: null, partId: 'FP-9' })]);
  });

  it('lists the worst first: by money, then what could not be judged', async () => {
    const parts = ['A', 'B', 'C'].map((number, i) => ({
      ...part(number),
      offer: {
        price: aPart().offer?.price ?? null,
        stock: { total: [13, 20, null][i] ?? null, locations: [], asOf: null },
      },
    }));

    const { findings } = await compared([{ parts }], ['GU-A', 'GU-B', 'GU-C', 'MUG'], {
      total: 3,
      everything: true,
    });

    expect(findings.map((each) => [each.class, each.sku])).toEqual([
      ['store-only', 'MUG'],
      ['stock', 'GU-B'],
      ['stock', 'GU-A'],
      ['unreadable', 'GU-C'],
    ]);
  });
});
