import { onTestFinished } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import type { Engine } from '../../src/catalog/engine/engine.ts';
import { DEFAULT_PLACES } from '../../src/catalog/engine/places.ts';
import { createMapper } from '../../src/catalog/map/map.ts';
import type { PlanRequest } from '../../src/catalog/plan/request.ts';
import { type RunOutcome, sync } from '../../src/catalog/runs.ts';
import { systemClock } from '../../src/common/clock.ts';
import { newId } from '../../src/common/ids.ts';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { Operation } from '../../src/ledger/journal/operation.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { placesOf } from '../../src/library/places.ts';
import { FIELD_GROUPS } from '../../src/product/table.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { httpSend } from '../finditparts/http-send.ts';
import { type Client, start } from '../sandbox/harness.ts';
import { TARGET } from './parts.ts';
import { tempFolder } from './temp-folder.ts';

export interface Bench {
  engine: Engine;
  client: Client;
  /** Plans a category's sync and, without `dryRun`, applies it. */
  sync(
    changes?: Partial<PlanRequest>,
    options?: { rules?: RulesInput; dryRun?: boolean },
  ): Promise<RunOutcome>;
  rowsOf(outcome: RunOutcome): Promise<Operation[]>;
  /** The ids of the category's parts that are for sale. */
  partIds(category?: string): Promise<string[]>;
  stateHash(): Promise<string>;
}

/** The engine on a sandbox in this process, with a ledger of its own. 500 parts have 60 brakes. */
export async function bench(parts = 500): Promise<Bench> {
  const client = await start({ parts });
  const { url, storeHash, accessToken, apiKey } = client.sandbox;
  const supply = httpSend('finditparts', `${url}/finditparts/v1`, apiKey);
  const shop = httpSend('bigcommerce', `${url}/stores/${storeHash}`, accessToken);
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(async () => {
    await ledger.close();
    await supply.close();
    await shop.close();
  });
  const never = new AbortController().signal;
  const engine: Engine = {
    supplier: createPartsApi({ send: supply.send, capabilities: { idempotentOrders: true } }),
    store: createBigCommerce({ send: shop.send }),
    ledger,
    storeKey: 'sandbox',
    profile: 'sandbox',
    places: DEFAULT_PLACES,
    clock: systemClock,
    emit: () => undefined,
    concurrency: 8,
    newId: () => newId(new Date()),
    drain: never,
    giveUp: never,
  };
  return {
    engine,
    client,
    sync(changes = {}, { rules: input = {}, dryRun = false } = {}) {
      const rules = Rules.parse(input);
      const mapper = createMapper(rules, TARGET);
      const request = { selection: { category: 'brakes' }, groups: FIELD_GROUPS, mapper, rules, ...changes };
      return sync({ ...engine, places: placesOf(rules) }, request, {
        approve: dryRun ? undefined : async () => undefined,
      });
    },
    async rowsOf({ plan }) {
      const rows: Operation[] = [];
      for await (const row of ledger.operations.iterate(plan.id)) rows.push(row);
      return rows;
    },
    async partIds(category = 'brakes') {
      const ids: string[] = [];
      for await (const page of engine.supplier.search({ category }))
        ids.push(...page.parts.map(({ id }) => id));
      return ids;
    },
    async stateHash() {
      return (await client.admin('GET', '/state-hash')).json.hash;
    },
  };
}
