import { Agent } from 'node:https';
import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';

/** What the older client has; it comes without types. */
export interface OlderClient {
  // biome-ignore lint/suspicious/noExplicitAny: it answers whatever came
  get(path: string): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: it answers whatever came
  post(path: string, body: unknown): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: it answers whatever came
  put(path: string, body: unknown): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: it answers whatever came
  delete(path: string): Promise<any>;
}

type Make = new (config: Record<string, unknown>) => OlderClient;

/** It speaks https to `api.bigcommerce.com` and nothing else: this leads it to a port of this machine, unencrypted. */
class Detour extends Agent {
  readonly #port: number;

  constructor(port: number) {
    super();
    this.#port = port;
  }

  override createConnection(): Socket {
    return connect(this.#port, '127.0.0.1');
  }
}

/** A widely used client for Node of some years ago, by hand and not from the specs, which takes compressed answers. */
export function olderClient(url: string, storeHash: string, accessToken: string, apiVersion: 'v2' | 'v3') {
  const require = createRequire(import.meta.url);
  const Client: Make = require('node-bigcommerce');
  const agent = new Detour(Number(new URL(url).port));
  return new Client({ storeHash, accessToken, apiVersion, clientId: 'contract', agent });
}
