import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import type { Engine } from '../../src/catalog/engine/engine.ts';
import { DEFAULT_PLACES } from '../../src/catalog/engine/places.ts';
import { createMapper } from '../../src/catalog/map/map.ts';
import { type RunOutcome, sync } from '../../src/catalog/runs.ts';
import { systemClock } from '../../src/common/clock.ts';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { FIELD_GROUPS } from '../../src/product/table.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { httpSend } from '../finditparts/http-send.ts';

/** One request that the store received, as it came over the wire. */
export interface Received {
  method: string;
  path: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
  body: any;
}

export interface SyncBed {
  /** Changes what ttpd is told of the store's products. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON of the store's
  alter?: (product: any) => unknown;
  /** Writes that the store received since the last sync began. */
  received: Received[];
  ledger: Ledger;
  /** What the syncs work with. */
  engine(): Engine;
  /** `POST`, `PATCH` or `GET /_sandbox/…`. */
  admin<T>(path: string, method?: string, body?: unknown): Promise<T>;
  /** `GET /v3/catalog/…` of the store, or a write of somebody else's: its `data`. */
  store<T>(path: string, method?: string, body?: unknown): Promise<T>;
  /** The whole catalogue by these rules, as `ttpd sync --all` does it. */
  sync(rules?: RulesInput, options?: { dryRun?: boolean }): Promise<RunOutcome>;
  /** With another ledger: another machine. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** The engine over real HTTP and SQLite against the sandbox, with a recorder in front of its store. */
export async function syncBed(options: { parts: number; faults?: string[] }): Promise<SyncBed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ttpd-test-'));
  const sandbox = await startSandbox({
    dataDir: path.join(folder, 'sandbox'),
    plan: 'unlimited',
    ...options,
  });
  const received: Received[] = [];
  const supplier = httpSend('finditparts', `${sandbox.url}/finditparts/v1`, sandbox.apiKey);
  let homes = 0;
  const open = () => openLedger(path.join(folder, `home-${++homes}`), systemClock);
  const bed: Pick<SyncBed, 'ledger' | 'alter'> = { ledger: await open() };
  const recorder = await record(`${sandbox.url}/stores/${sandbox.storeHash}`, received, bed);
  const store = httpSend('bigcommerce', recorder.url, sandbox.accessToken);
  let plans = 0;
  const engine = (): Engine => ({
    supplier: createPartsApi({ send: supplier.send }),
    store: createBigCommerce({ send: store.send }),
    ledger: bed.ledger,
    storeKey: 'store',
    profile: 'test',
    places: DEFAULT_PLACES,
    clock: systemClock,
    emit: () => {},
    concurrency: 4,
    newId: () => `plan-${++plans}`,
    drain: new AbortController().signal,
    giveUp: new AbortController().signal,
  });

  const json = async <T>(url: string, init?: RequestInit): Promise<T> => {
    const answer = await fetch(url, init);
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? {} : await answer.json()) as T;
  };
  return Object.assign(bed, {
    received,
    engine,
    admin: <T>(where: string, method = 'GET', body?: unknown) =>
      json<T>(`${sandbox.url}/_sandbox/${where}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async store<T>(where: string, method = 'GET', body?: unknown) {
      const url = `${sandbox.url}/stores/${sandbox.storeHash}/v3/catalog/${where}`;
      const headers = { 'X-Auth-Token': sandbox.accessToken, 'content-type': 'application/json' };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return (await json<{ data: T }>(url, init)).data;
    },
    async sync(input: RulesInput = {}, { dryRun = false } = {}) {
      received.length = 0;
      const rules = Rules.parse(input);
      const mapper = createMapper(rules, { currency: 'USD', weightUnit: 'LBS', lengthUnit: 'Inches' });
      const request = { selection: { all: true }, groups: FIELD_GROUPS, mapper, rules };
      return sync(engine(), request, dryRun ? {} : { approve: async () => {} });
    },
    async forget() {
      await bed.ledger.close();
      bed.ledger = await open();
    },
    async close() {
      await bed.ledger.close();
      await Promise.all([supplier.close(), store.close()]);
      recorder.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

function changed(content: Buffer, alter: NonNullable<SyncBed['alter']>): string {
  const json = JSON.parse(content.toString());
  return JSON.stringify(Array.isArray(json.data) ? { ...json, data: json.data.map(alter) } : json);
}

/** Passes everything on to `target` and keeps what writes. */
async function record(target: string, received: Received[], altered: Pick<SyncBed, 'alter'>) {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const body = await text(request);
    if (method !== 'GET')
      received.push({ method, path: url.split('?')[0] ?? url, body: body === '' ? null : JSON.parse(body) });
    try {
      const answer = await fetch(target + url, {
        method,
        headers: {
          'X-Auth-Token': String(headers['x-auth-token']),
          ...(body === '' ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === '' ? {} : { body }),
      });
      response.statusCode = answer.status;
      for (const [name, value] of answer.headers)
        if (!/^(content-encoding|content-length|transfer-encoding|connection|keep-alive)$/.test(name))
          response.setHeader(name, value);
      const content = Buffer.from(await answer.arrayBuffer());
      response.end(method === 'GET' && altered.alter ? changed(content, altered.alter) : content);
    } catch {
      // The sandbox cut the connection: so does this.
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
