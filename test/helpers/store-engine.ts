import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BigCommerce, createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import type { Engine } from '../../src/catalog/engine/engine.ts';
import { DEFAULT_PLACES } from '../../src/catalog/engine/places.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { Supplier } from '../../src/finditparts/supplier.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { httpSend } from '../finditparts/http-send.ts';

export interface StoreEngine {
  engine: Engine;
  store: BigCommerce;
  /** Of the store's own API. */
  url: string;
  /** A store as new. */
  reset(): Promise<void>;
  /** SKUs of all products. */
  skus(): Promise<string[]>;
  stateHash(): Promise<string>;
  /** Requests to the store since the last look, by endpoint. */
  calls(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** The engine over real HTTP on a sandbox of its own, with a real ledger. There is no supplier. */
export async function startStoreEngine(): Promise<StoreEngine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ttpd-engine-'));
  const sandbox = await startSandbox({ dataDir: folder, parts: 10, plan: 'unlimited' });
  const http = httpSend('bigcommerce', `${sandbox.url}/stores/${sandbox.storeHash}`, sandbox.accessToken);
  const store = createBigCommerce({ send: http.send });
  const ledger = await openLedger(folder, systemClock);
  const never = new AbortController().signal;
  const admin = (name: string, method = 'GET') => fetch(`${sandbox.url}/_sandbox/${name}`, { method });
  let plans = 0;
  const engine: Engine = {
    supplier: undefined as unknown as Supplier,
    store,
    ledger,
    storeKey: 'sandbox',
    profile: 'sandbox',
    places: DEFAULT_PLACES,
    clock: systemClock,
    emit: () => {},
    concurrency: 4,
    newId: () => `plan-${++plans}`,
    drain: never,
    giveUp: never,
  };
  return {
    engine,
    store,
    url: `${sandbox.url}/stores/${sandbox.storeHash}`,
    async reset() {
      await admin('reset', 'POST');
    },
    async skus() {
      const { products } = (await (await admin('products')).json()) as { products: { sku: string }[] };
      return products.map(({ sku }) => sku);
    },
    async stateHash() {
      return ((await (await admin('state-hash')).json()) as { hash: string }).hash;
    },
    async calls() {
      const answer = (await (await admin('stats')).json()) as {
        services: { bigcommerce: { byEndpoint: Record<string, number> } };
      };
      await admin('stats/reset', 'POST');
      return answer.services.bigcommerce.byEndpoint;
    },
    async close() {
      await ledger.close();
      await http.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
