import { describe, expect, it, onTestFinished } from 'vitest';
import { createOpenOrders } from '../../../../src/catalog/map/open-orders.ts';
import { type StoreEngine, startStoreEngine } from '../../../helpers/store-engine.ts';
import { importText } from './import.ts';

/** A store with three tracked products, of which shoppers have bought. */
async function shop(statuses: readonly number[] | false = [11]) {
  const store = await startStoreEngine();
  onTestFinished(() => store.close());
  await importText(store, 'sku,name,weight,price,stock\nA-1,A,1,10,50\nB-2,B,1,10,50\nC-3,C,1,10,50\n');
  const { engine } = store;
  return { ...store, imported: (text: string) => imported(engine, text) };

  /** As a run of its own has it: what is sold is read anew. */
  function imported(its: typeof engine, text: string) {
    const openOrders = createOpenOrders({ ...its, statuses: async () => statuses });
    return importText({ engine: { ...its, openOrders } }, text);
  }
}

async function buy({ url }: Pick<StoreEngine, 'url'>, lines: object[], fields: object = {}) {
  const { origin } = new URL(url);
  const answer = await fetch(`${origin}/_sandbox/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lines, ...fields }),
  });
  expect(answer.status).toBe(201);
}

const warnings = ({ problems }: Awaited<ReturnType<typeof importText>>) =>
  problems.filter(({ code }) => code === 'SOLD_PIECES');
const STOCK = 'sku,stock\nA-1,40\nB-2,40\nC-3,40\n';

describe('the stock of a file', () => {
  it('is written as it is, with one warning of what is sold and not yet ordered', async () => {
    const store = await shop();
    await buy(store, [{ sku: 'A-1', quantity: 2 }, { sku: 'B-2' }]);
    await buy(store, [{ sku: 'A-1', quantity: 3 }]);
    await buy(store, [{ sku: 'C-3', quantity: 9 }], { status_id: 2 });

    const outcome = await store.imported(STOCK);

    expect(warnings(outcome)).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('5 × A-1, 1 × B-2') },
    ]);
    expect(warnings(outcome)[0]?.message).toMatch(/^6 pieces/);
    expect(outcome.exitCode).toBe(0);
    for await (const products of store.store.products.list({}))
      expect(products.map((it) => it.inventoryLevel)).toEqual([40, 40, 40]);
  });

  it('that is not there, or not changed, needs none', async () => {
    const store = await shop();
    await buy(store, [{ sku: 'A-1', quantity: 2 }]);

    expect(warnings(await store.imported('sku,price\nA-1,12\n'))).toEqual([]);
    expect(warnings(await store.imported('sku,stock\nB-2,7\n'))).toEqual([]);
    expect(warnings(await store.imported('sku,stock\nA-1,48\n'))).toEqual([]);
  });

  it('needs none where open orders are not to be looked at', async () => {
    const store = await shop(false);
    await buy(store, [{ sku: 'A-1', quantity: 2 }]);

    expect(warnings(await store.imported(STOCK))).toEqual([]);
  });
});
