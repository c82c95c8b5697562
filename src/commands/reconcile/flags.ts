import type { Context } from '../../context/context.ts';
import type { ReportFile } from '../../inventory/reports/write.ts';
import type { GuardName } from '../../ledger/journal/plan-notes.ts';
import type { ReconcileRun } from '../../library/reconcile.ts';
import { type ReconcileOptions, readReconcileOptions } from '../../library/reconcile-request.ts';
import { readSkus } from '../shared/read-skus.ts';

export interface ReconcileFlags extends Omit<ReconcileOptions, 'skus' | 'overrides'> {
  /** A file. */
  skus?: string;
  ignoreOpenOrders?: boolean;
  fix?: boolean;
  overrideGuard: GuardName[];
  junit?: string;
  report?: ReportFile[];
  notify?: string;
}

/** @throws TtpdError for files that cannot be read (exit 2) */
export async function readFlags(
  context: Context,
  { skus, overrideGuard, ...flags }: ReconcileFlags,
): Promise<ReconcileRun['asked']> {
  const listed = skus ? { skus: await readSkus(context, skus) } : {};
  return readReconcileOptions(context, { ...flags, ...listed, overrides: overrideGuard });
}

export function reportFiles({ report = [], junit }: ReconcileFlags): ReportFile[] {
  return junit === undefined ? report : [...report, { format: 'junit', file: junit }];
}
