import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import { ensureStore } from './bigcommerce/fresh-store.ts';
import { Catalogue } from './catalogue/catalogue.ts';
import { type Database, openDatabase } from './database.ts';
import { FaultList } from './faults/fault-list.ts';
import { StoreWindow } from './limits/store-window.ts';
import { SupplierLimits } from './limits/supplier-limits.ts';
import { listen } from './listen.ts';
import { usePreset } from './presets.ts';
import { defaultSettings, type Plan } from './settings.ts';
import { StartError } from './start-error.ts';
import { Stats } from './stats.ts';
import type { Preset } from './store-behaviour.ts';
import { ACCESS_TOKEN, API_KEY, STORE_HASH, type World } from './world.ts';

export { StartError };

export interface SandboxOptions {
  /** Folder of the sandbox's data; made, readable by its owner only. */
  dataDir: string;
  /** 0 or nothing: a free one. */
  port?: number;
  /** Size of the supplier's catalogue; kept with the data, 2,000 at first. */
  parts?: number;
  plan?: Plan;
  /** The store's habits at first; lenient without it. */
  preset?: Preset;
  /** As for `--fault`: `service:what[:rate][:filter]`. */
  faults?: readonly string[];
}

export interface Sandbox {
  url: string;
  apiKey: string;
  storeHash: string;
  accessToken: string;
  close(): Promise<void>;
}

/**
 * Starts both services on a loopback port.
 * @throws StartError with a plain sentence when a fault, the port or the folder is not right
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const faults = told('fault', () => new FaultList(options.faults));
  const db = told('data', () => openDatabase(options.dataDir));
  const closing = new AbortController();
  try {
    const world = createWorld(db, options, faults, closing.signal);
    const server = createAdaptorServer({ fetch: createApp(world).fetch, overrideGlobalObjects: false });
    const { port, stop } = await listen(server, options.port ?? 0);
    return {
      url: `http://127.0.0.1:${port}`,
      apiKey: API_KEY,
      storeHash: STORE_HASH,
      accessToken: ACCESS_TOKEN,
      async close() {
        closing.abort();
        await stop();
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

function told<T>(what: StartError['what'], make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new StartError(what, error instanceof Error ? error.message : String(error), error);
  }
}

function createWorld(
  db: Database,
  { parts, plan = 'pro', preset }: SandboxOptions,
  faults: FaultList,
  closing: AbortSignal,
): World {
  ensureStore(db);
  const catalogue = new Catalogue(db);
  if (parts !== undefined) catalogue.resize(parts);
  const world: World = {
    db,
    catalogue,
    faults,
    closing,
    settings: defaultSettings(plan),
    stats: new Stats(),
    storeWindow: new StoreWindow(),
    supplierLimits: new SupplierLimits(),
  };
  if (preset) usePreset(world, preset);
  return world;
}
