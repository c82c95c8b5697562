import type { Catalogue } from './catalogue/catalogue.ts';
import type { Database } from './database.ts';
import type { FaultList } from './faults/fault-list.ts';
import type { StoreWindow } from './limits/store-window.ts';
import type { SupplierLimits } from './limits/supplier-limits.ts';
import type { Settings } from './settings.ts';
import type { Stats } from './stats.ts';

/** One running sandbox: everything its handlers share. */
export interface World {
  db: Database;
  catalogue: Catalogue;
  settings: Settings;
  faults: FaultList;
  stats: Stats;
  storeWindow: StoreWindow;
  supplierLimits: SupplierLimits;
  /** Aborts when the sandbox closes: ends injected waits. */
  closing: AbortSignal;
}

/** The store's data and habits: what the rules of writing it need to know. */
export type Store = Pick<World, 'db' | 'settings'>;

export { ACCESS_TOKEN, API_KEY, STORE_HASH } from './credentials.ts';
