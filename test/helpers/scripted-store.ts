import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { type BigCommerce, createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import { connectionError } from '../../src/http/errors/attempt-errors.ts';
import type { HttpAnswer, HttpRequest, Send } from '../../src/http/send/send.ts';
import { queryText } from '../../src/http/send/url.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';
import { toAnswer } from '../../src/http/wire/answer.ts';
import { withHttpErrors } from '../../src/http/wire/http-errors.ts';
import { createApp } from '../../src/sandbox/app.ts';
import { ensureStore } from '../../src/sandbox/bigcommerce/fresh-store.ts';
import { Catalogue } from '../../src/sandbox/catalogue/catalogue.ts';
import { Database } from '../../src/sandbox/database.ts';
import { FaultList } from '../../src/sandbox/faults/fault-list.ts';
import { StoreWindow } from '../../src/sandbox/limits/store-window.ts';
import { SupplierLimits } from '../../src/sandbox/limits/supplier-limits.ts';
import { SCHEMA } from '../../src/sandbox/schema.ts';
import { defaultSettings } from '../../src/sandbox/settings.ts';
import { Stats } from '../../src/sandbox/stats.ts';
import { ACCESS_TOKEN, STORE_HASH } from '../../src/sandbox/world.ts';
import { createInstantClock, type InstantClock } from './instant-clock.ts';

/** What happens to one call; `pass` lets the store have it and answers as the store does. */
export type Step = (pass: () => Promise<HttpAnswer>, request: HttpRequest) => Promise<HttpAnswer>;

const SCOPE = "You don't have a required scope to access the endpoint";

/** The store refuses, or fails before it did anything. A 403 is a missing scope, unless `body` says otherwise. */
export const refuse =
  (status: number, body: unknown = { status, title: status === 403 ? SCOPE : `Scripted ${status}` }): Step =>
  async () => ({ status, headers: {}, body });

/** Nothing arrives, and nobody can tell. */
export const loseRequest: Step = async (_pass, request) => {
  throw broken(request, true);
};

/** The store does it, and its answer gets lost. */
export const loseAnswer: Step = async (pass, request) => {
  await pass();
  throw broken(request, true);
};

/** The store does it and fails all the same. */
export const failAfter =
  (status: number): Step =>
  async (pass) => {
    await pass();
    return { status, headers: {}, body: { status, title: `Scripted ${status}` } };
  };

/** There is no way to the store: the request has certainly not left. */
export const unreachable: Step = async (_pass, request) => {
  throw broken(request, false);
};

/** Somebody does something just before the store sees the call. */
export const meanwhile =
  (edit: () => unknown): Step =>
  async (pass) => {
    await edit();
    return pass();
  };

/** Somebody does something just after the store has done it. */
export const afterwards =
  (edit: () => unknown): Step =>
  async (pass) => {
    const answer = await pass();
    await edit();
    return answer;
  };

/** The store does it and says something else. */
export const saying =
  (change: (answer: HttpAnswer) => Partial<HttpAnswer>): Step =>
  async (pass) => {
    const answer = await pass();
    return { ...answer, ...change(answer) };
  };

/** Does not even reach the store: what it says is made up. */
export const pretending =
  (status: number, body: unknown): Step =>
  async () => ({ status, headers: {}, body });

export const pass: Step = (go) => go();

export interface Call {
  /** `PUT /v3/catalog/products`. */
  endpoint: string;
  path: string;
  query: HttpRequest['query'];
  json: unknown;
  /** 0 when no answer came. */
  status: number;
}

export interface ScriptedStore {
  /** As ttpd sees it: scripted, and every call recorded. */
  store: BigCommerce;
  clock: InstantClock;
  calls: Call[];
  /** Calls to one endpoint, or those that write. */
  callsTo(endpoint: string): Call[];
  writes(): string[];
  /** The next calls to an endpoint, in order; then the store answers for itself. What is left over fails the test. */
  script(endpoint: string, ...steps: Step[]): void;
  /** Every call to an endpoint that has no step of its own. */
  always(endpoint: string, step: Step): void;
  /** The store's own API as a merchant uses it: neither scripted nor recorded; answers the body. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON that tests look into
  ask(method: HttpRequest['method'], path: string, json?: unknown): Promise<any>;
}

/**
 * BigCommerce for unit tests: the real client and the real reading of answers, over the sandbox's store in memory. The
 * store keeps its own rules, so that a client that is wrong is refused here too; no sockets, no waiting.
 */
export function scriptedStore(): ScriptedStore {
  const clock = createInstantClock();
  const db = new Database(openMemory());
  ensureStore(db);
  const app = createApp({
    db,
    catalogue: new Catalogue(db),
    faults: new FaultList(),
    closing: new AbortController().signal,
    settings: { ...defaultSettings('unlimited'), stockDelayMs: 0, adjustmentMs: 0 },
    stats: new Stats(),
    storeWindow: new StoreWindow(),
    supplierLimits: new SupplierLimits(),
  });
  const redactor = createRedactor();
  const service = 'bigcommerce' as const;
  const scripts = new Map<string, Step[]>();
  const standing = new Map<string, Step>();
  const calls: Call[] = [];

  async function exchange(request: HttpRequest): Promise<HttpAnswer> {
    request.signal?.throwIfAborted();
    const query = queryText(request.query);
    const response = await app.fetch(
      new Request(`http://store.test/stores/${STORE_HASH}${request.path}${query && `?${query}`}`, {
        method: request.method,
        headers: { 'X-Auth-Token': ACCESS_TOKEN, 'content-type': 'application/json' },
        body: request.json === undefined ? null : JSON.stringify(request.json),
      }),
    );
    const raw = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
    return toAnswer(raw, request, { service, redactor });
  }

  const scripted = withHttpErrors(
    async (request) => {
      const { endpoint, path, query, json } = request;
      const call: Call = { endpoint, path, query, json: structuredClone(json), status: 0 };
      calls.push(call);
      const step = scripts.get(endpoint)?.shift() ?? standing.get(endpoint) ?? pass;
      const answer = await step(() => exchange(request), request);
      call.status = answer.status;
      return answer;
    },
    { service, redactor, clock },
  );
  const own: Send = withHttpErrors(exchange, { service, redactor, clock });

  onTestFinished(() => {
    db.close();
    const left = [...scripts].filter(([, steps]) => steps.length > 0).map(([endpoint]) => endpoint);
    if (left.length > 0) throw new Error(`scripted, and never called: ${left.join(', ')}`);
  });

  return {
    store: createBigCommerce({ send: scripted }),
    clock,
    calls,
    callsTo: (endpoint) => calls.filter((call) => call.endpoint === endpoint),
    writes: () => calls.filter(({ endpoint }) => !endpoint.startsWith('GET')).map(({ endpoint }) => endpoint),
    script(endpoint, ...steps) {
      scripts.set(endpoint, [...(scripts.get(endpoint) ?? []), ...steps]);
    },
    always: (endpoint, step) => standing.set(endpoint, step),
    async ask(method, path, json) {
      return (await own({ method, path, endpoint: `${method} ${path}`, json })).body;
    },
  };
}

function openMemory(): DatabaseSync {
  const sqlite = new DatabaseSync(':memory:');
  sqlite.exec(`PRAGMA foreign_keys = ON; BEGIN; ${SCHEMA} COMMIT`);
  return sqlite;
}

function broken(request: HttpRequest, connected: boolean) {
  const failure = { code: connected ? 'ECONNRESET' : 'ECONNREFUSED', message: 'scripted', connected };
  return connectionError(failure, request, 'bigcommerce', new Date(0));
}
