import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

interface Answer {
  status: number;
  headers: Headers;
  // The shapes are what the tests are about: they are looked at, not trusted.
  // biome-ignore lint/suspicious/noExplicitAny: answers are free-form JSON here
  json: any;
}

/** A part as it came over the wire. */
export type FreePart = Record<string, Answer['json']>;

export interface Client {
  sandbox: Sandbox;
  dataDir: string;
  store(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  supplier(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ttpd-sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A sandbox of its own for one test, without limits unless asked for. */
export async function start(options: Partial<SandboxOptions> = {}): Promise<Client> {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const sandbox = await startSandbox({ plan: 'unlimited', ...options, dataDir });
  onTestFinished(() => sandbox.close());
  const { url, storeHash, accessToken, apiKey } = sandbox;
  return {
    sandbox,
    dataDir,
    store: (method, path, body, headers) =>
      call(method, `${url}/stores/${storeHash}${path}`, body, { 'X-Auth-Token': accessToken, ...headers }),
    supplier: (method, path, body, headers) =>
      call(method, `${url}/finditparts/v1${path}`, body, { 'X-API-Key': apiKey, ...headers }),
    admin: (method, path, body) => call(method, `${url}/_sandbox${path}`, body, {}),
  };
}

async function call(
  method: string,
  url: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    json: text !== '' && isJson ? JSON.parse(text) : text,
  };
}

export function product(sku: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: `Product ${sku}`, type: 'physical', weight: 1, price: 10, sku, ...fields };
}

/** Makes a product and answers with it. */
export async function make(client: Client, sku: string, fields: Record<string, unknown> = {}) {
  const answer = await client.store('POST', '/v3/catalog/products', product(sku, fields));
  if (answer.status !== 200) throw new Error(`POST ${sku}: ${answer.status} ${JSON.stringify(answer.json)}`);
  return answer.json.data;
}

/** Asks again until the answer pleases; fails after two seconds. */
export async function until<T>(ask: () => Promise<T>, pleases: (value: T) => boolean): Promise<T> {
  for (const end = performance.now() + 2000; ; ) {
    const value = await ask();
    if (pleases(value)) return value;
    if (performance.now() > end) throw new Error(`Never came: last was ${JSON.stringify(value)}`);
  }
}
