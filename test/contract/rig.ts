import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Management } from '@aligent/bigcommerce-api';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Contract, loadContract } from './contract.ts';
import { foreignClient } from './foreign-client.ts';
import { implementedOperations } from './implemented.ts';
import { startValidator } from './validator.ts';
import { describeViolations } from './violation.ts';

type NewProduct = Management.V3.Operations['POST /catalog/products']['parameters']['body'];

/** A fresh sandbox, the validator before it, and the foreign client before that. */
export type Rig = Awaited<ReturnType<typeof startRig>>;

export async function startRig() {
  const contract: Contract = loadContract();
  const dataDir = mkdtempSync(join(tmpdir(), 'ttpd-contract-'));
  const sandbox = await startSandbox({ dataDir, parts: 200, plan: 'unlimited', preset: 'strict' });
  const validator = await startValidator({ upstream: sandbox.url, specs: contract });
  const { v2, v3, close } = foreignClient(validator.url, sandbox.storeHash, sandbox.accessToken);
  let told = 0;

  return {
    v2,
    v3,
    /** For what the client's generated types do not know (some `include`s) or rightly refuse (wrong calls). */
    send: (requestLine: string, params?: Parameters<typeof v3.send>[1]) => v3.send(requestLine, params),

    /** A simple product whose name is its SKU. */
    async createProduct(name: string, more: Partial<NewProduct> = {}) {
      const product = await v3.post('/catalog/products', { body: { ...simple(name), ...more } });
      if (product?.id === undefined) throw new Error(`${name} came back without an id`);
      return { ...product, id: product.id };
    },

    /** A second storefront; the published specs at hand have none for channels. */
    async createChannel(name: string): Promise<number> {
      const headers = { 'content-type': 'application/json', 'x-auth-token': sandbox.accessToken };
      const body = JSON.stringify({ name, type: 'storefront', platform: 'bigcommerce' });
      const response = await fetch(`${this.storeUrl}/v3/channels`, { method: 'POST', headers, body });
      const { data } = (await response.json()) as { data: { id: number } };
      return data.id;
    },

    /** The sandbox's faults from now on, as for `--fault`; none: it behaves. */
    async fault(...faults: string[]) {
      await admin(sandbox.url, 'faults', { faults });
    },

    /** Orders as checkout makes them. */
    async placeOrders(order: Record<string, unknown>): Promise<[{ id: number }, ...{ id: number }[]]> {
      return (await admin(sandbox.url, 'orders', order)).orders;
    },

    /** What was wrong since last asked. */
    newViolations(): string[] {
      const fresh = validator.violations().slice(told);
      told += fresh.length;
      return describeViolations(fresh);
    },

    /** The store's base URL past the validator, for calls that break the contract on purpose. */
    storeUrl: `${sandbox.url}/stores/${sandbox.storeHash}`,
    seen: () => validator.seen(),
    async implemented() {
      return implementedOperations(this.storeUrl, sandbox.accessToken, contract);
    },

    async close() {
      close();
      await validator.close();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the sandbox's own door has no types
async function admin(url: string, path: string, body: unknown): Promise<any> {
  const headers = { 'content-type': 'application/json' };
  const options = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${url}/_sandbox/${path}`, options);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

export function simple(name: string) {
  return { name, sku: name, type: 'physical' as const, weight: 1.5, price: 9.99 };
}
