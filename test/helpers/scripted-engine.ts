import { onTestFinished } from 'vitest';
import { applyPlan } from '../../src/catalog/apply/apply-plan.ts';
import type { ApplyOptions, ApplyOutcome } from '../../src/catalog/apply/context.ts';
import type { Engine } from '../../src/catalog/engine/engine.ts';
import { DEFAULT_PLACES } from '../../src/catalog/engine/places.ts';
import { findPlan, hashPlan } from '../../src/catalog/plan/saved-plan.ts';
import type { RunEvent } from '../../src/common/events.ts';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { NewOperation, Operation } from '../../src/ledger/journal/operation.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { type ScriptedStore, scriptedStore } from './scripted-store.ts';
import { memoryFolder } from './temp-folder.ts';

export interface ScriptedEngine extends ScriptedStore {
  engine: Engine;
  events: RunEvent[];
  drain: AbortController;
  giveUp: AbortController;
  /** Writes a plan into the ledger; answers its id. */
  plan(rows: readonly NewOperation[], selection?: Record<string, unknown>): Promise<string>;
  rowsOf(planId: string): Promise<Operation[]>;
  /** Applies a plan, and goes on where that failed: what became of its rows. */
  run(planId: string, options?: ApplyOptions): Promise<RunResult>;
  /** A product that is there before anything begins; answers its id. */
  product(fields: Record<string, unknown>): Promise<number>;
  // biome-ignore lint/suspicious/noExplicitAny: JSON that tests look into
  read(productId: number): Promise<any>;
  /** The store's products by SKU, with what hangs on them. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON that tests look into
  products(): Promise<Record<string, any>>;
}

export interface RunResult {
  outcome: ApplyOutcome | { error: unknown };
  rows: Operation[];
  /** The first, for plans of one. */
  row: Operation | undefined;
  states: string[];
}

const INCLUDE = 'include=custom_fields,images,variants,videos';

/** The engine over a scripted store, with a real ledger in a folder of the test's own. Nobody answers as the supplier. */
export async function scriptedEngine(changes: Partial<Engine> = {}): Promise<ScriptedEngine> {
  const scripted = scriptedStore();
  const { store, clock, ask } = scripted;
  const ledger = await openLedger(memoryFolder(), clock);
  onTestFinished(() => ledger.close());
  const events: RunEvent[] = [];
  const [drain, giveUp] = [new AbortController(), new AbortController()];
  let plans = 0;
  const engine: Engine = {
    supplier: createPartsApi({ send: () => Promise.reject(new Error('nobody asks the supplier here')) }),
    store,
    ledger,
    storeKey: 'store',
    profile: 'sandbox',
    places: DEFAULT_PLACES,
    clock,
    emit: (event) => events.push(event),
    concurrency: 4,
    newId: () => `plan-${++plans}`,
    drain: drain.signal,
    giveUp: giveUp.signal,
    ...changes,
  };
  async function rowsOf(planId: string): Promise<Operation[]> {
    const rows: Operation[] = [];
    for await (const row of ledger.operations.iterate(planId)) rows.push(row);
    return rows;
  }
  return {
    ...scripted,
    engine,
    events,
    drain,
    giveUp,
    async plan(rows, selection = {}) {
      const id = engine.newId();
      await ledger.plans.start({ id, store: engine.storeKey, profile: engine.profile, selection });
      await ledger.operations.add(id, rows);
      await ledger.plans.finish(id, { hash: await hashPlan(engine, id), unchanged: 0 });
      return id;
    },
    rowsOf,
    async run(planId, options) {
      const plan = await findPlan(engine, planId);
      const outcome = await applyPlan(engine, plan, options).catch((error: unknown) => ({ error }));
      const rows = await rowsOf(planId);
      return { outcome, rows, row: rows[0], states: rows.map(({ state }) => state) };
    },
    async product(fields) {
      const body = { type: 'physical', price: 10, weight: 1, name: fields.sku, ...fields };
      return (await ask('POST', '/v3/catalog/products', body)).data.id;
    },
    async read(productId) {
      return (await ask('GET', `/v3/catalog/products/${productId}?${INCLUDE}`)).data;
    },
    async products() {
      const { data } = await ask('GET', `/v3/catalog/products?limit=250&${INCLUDE}`);
      return Object.fromEntries(data.map((product: { sku: string }) => [product.sku, product]));
    },
  };
}
