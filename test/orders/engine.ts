import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import { DEFAULT_PLACES } from '../../src/catalog/engine/places.ts';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { Part } from '../../src/finditparts/supplier.ts';
import type { Service } from '../../src/http/send/send.ts';
import { createServiceHttp } from '../../src/http/service-http.ts';
import { createMeters } from '../../src/http/watch/meters.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { compileIdentity } from '../../src/rules/identity.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';

/** Back-offs pass a hundred times faster, time-outs too. */
const hasty: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) };
const UNLIMITED = { perSecond: 100_000, capacity: 100_000, burst: 100_000, groups: {} };

const identify = compileIdentity(Rules.parse({}));
export const skuOf = (part: Pick<Part, 'brand' | 'partNumber'>) => identify(part.brand, part.partNumber).sku;

export interface Connection {
  url: string;
  storeHash: string;
  apiKey: string;
  accessToken: string;
  capabilities?: { orderLookup?: 'by-po-number' | 'none'; idempotentOrders?: boolean };
  /** A hundredth of it passes. */
  timeoutMs?: number;
}

/** Both services over the real HTTP layer. */
export function connect({
  url,
  storeHash,
  apiKey,
  accessToken,
  capabilities,
  timeoutMs = 500_000,
}: Connection) {
  function http(service: Service, baseUrl: string, header: 'X-API-Key' | 'X-Auth-Token', key: string) {
    return createServiceHttp({
      service,
      baseUrl,
      auth: { header, secret: { read: async () => key, describe: () => 'the test' } },
      limits: UNLIMITED,
      timeoutMs,
      clock: hasty,
      redactor: createRedactor(),
      meters: createMeters(),
      proxyEnv: {},
    });
  }
  const fp = http('finditparts', `${url}/finditparts/v1`, 'X-API-Key', apiKey);
  const bc = http('bigcommerce', `${url}/stores/${storeHash}`, 'X-Auth-Token', accessToken);
  return {
    supplier: createPartsApi({
      send: fp.send,
      capabilities: { idempotentOrders: false, ...capabilities },
    }),
    store: createBigCommerce({ send: bc.send }),
    close: async () => {
      await Promise.all([fp.close(), bc.close()]);
    },
  };
}

type Given = Pick<OrderEngine, 'supplier' | 'store' | 'owner'> &
  Partial<Omit<OrderEngine, 'settings'>> & { settings?: RulesInput['orders'] };

/** An engine with a ledger of its own on the files in `state`. */
export async function engineOf(state: string, given: Given): Promise<OrderEngine> {
  const never = new AbortController().signal;
  return {
    ledger: given.ledger ?? (await openLedger(state, systemClock)),
    storeKey: 'store',
    profile: 'test',
    places: DEFAULT_PLACES,
    clock: systemClock,
    emit: () => {},
    concurrency: 4,
    newId: () => 'id',
    drain: never,
    giveUp: never,
    machine: 'here',
    skuOf,
    coreSkuOf: () => null,
    isGone: () => true,
    ...given,
    settings: Rules.parse({ orders: { settleSeconds: 0, ...given.settings } }).orders,
  };
}
