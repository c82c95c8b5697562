import type { Database } from '../../database.ts';

export interface HookRow {
  id: number;
  client: string;
  scope: string;
  destination: string;
  /** JSON object or null. */
  headers: string;
  is_active: number;
  created: number;
  updated: number;
}

/** What happened, as the callback tells it. */
export interface Happening {
  scope: string;
  data: { type: string; id: number; [detail: string]: unknown };
}

/** The active hooks that a happening is for; `store/product/*` is for all of products. */
export function hooksFor(db: Database, { scope }: Happening): HookRow[] {
  const active = db.all<HookRow>('SELECT * FROM hooks WHERE is_active = 1 ORDER BY id');
  return active.filter((hook) =>
    hook.scope.endsWith('*') ? scope.startsWith(hook.scope.slice(0, -1)) : hook.scope === scope,
  );
}

/** Callbacks leave for this machine only: the sandbox talks to nobody else. */
export function isLoopback(destination: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(destination).hostname);
}
