import type { Applied } from '../catalog/apply/context.ts';
import type { ExitCode, Problem } from '../common/errors.ts';
import type { PlanSummary } from '../common/events.ts';
import type { PlanReview, Tripped } from '../ledger/journal/plan-notes.ts';
import type { Calls } from '../session/connect.ts';

/** What work came to: what the command line prints with `--json`. */
export interface Outcome<Result> {
  exitCode: ExitCode;
  result: Result;
  problems: Problem[];
}

/** A plan that waits for somebody's yes. */
export interface WriteOffer {
  /** The store by its own name. */
  store: string;
  plan: PlanSummary;
  review: PlanReview;
  /** Rows that will be written; with 0 there is nothing to agree to. */
  rows: number;
}

/** Returns once the plan may be written, and throws where it may not. */
export type ApproveWrite = (offer: WriteOffer) => Promise<void>;

/** `result` of sync, apply and resume. Stable. */
export interface SyncResult {
  plan: PlanSummary;
  review: PlanReview;
  /** Tripped ones. */
  guards: Tripped[];
  applied: Applied;
  calls: Pick<Calls, 'finditparts' | 'bigcommerce'>;
  /** Answers of 429 from both services. */
  rateLimited: number;
  durationMs: number;
}

export function rowsToWrite(plan: PlanSummary): number {
  const { create, update, stock, hide, delete: deleted, metafields, related } = plan;
  return create + update + stock + hide + deleted + metafields + related;
}
