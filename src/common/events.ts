import type { Problem } from './errors.ts';

/** What a feature reports while it works. Views turn it into bars, lines or NDJSON; features never print. */
export type RunEvent =
  | { type: 'started'; command: string; profile: string; store: string; storeName: string; run: string }
  /** The rules in force, where a file has them. */
  | { type: 'rules'; file: string }
  | { type: 'stage'; stage: Stage; total: number | null }
  | { type: 'progress'; stage: Stage; done: number; total: number | null; counts: Record<string, number> }
  | { type: 'stage-done'; stage: Stage; done: number }
  | { type: 'planned'; plan: PlanSummary }
  | { type: 'paused'; service: string; ms: number; reason: string }
  | { type: 'quota'; service: string; left: number; quota: number }
  | { type: 'problem'; problem: Problem }
  | { type: 'note'; message: string };

/** `check`: a file. `read`: the supplier's catalogue, or the file's rows, against the store. `apply`: the plan's rows. */
export type Stage = 'check' | 'read' | 'apply';

export type Emit = (event: RunEvent) => void;

/** Rows of a plan by what they do. `unchanged` rows are counted, not kept. Part of the JSON result: stable. */
export interface PlanSummary {
  id: string;
  create: number;
  update: number;
  stock: number;
  hide: number;
  /** Products whose metafields are written. */
  metafields: number;
  /** Superseded products that are linked to what replaces them. */
  related: number;
  /** Products that a rollback deletes. */
  delete: number;
  conflict: number;
  skip: number;
  unchanged: number;
}
