import type { Selection } from '../../catalog/supply/select.ts';
import { withoutUndefined } from '../../common/without-undefined.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { GuardName } from '../../ledger/journal/plan-notes.ts';
import { requireSelection, syncStore } from '../../library/sync.ts';
import type { FieldGroup } from '../../product/table.ts';
import { readSkus } from '../shared/read-skus.ts';
import { askToWrite, runWrite } from '../shared/write-run.ts';

interface SyncFlags {
  category?: string;
  brand?: string;
  query?: string;
  vehicle?: string;
  skus?: string;
  all?: boolean;
  only?: FieldGroup[];
  limit?: number;
  ramp?: number[];
  ignoreOpenOrders?: boolean;
  dryRun?: boolean;
  detailedExitcode?: boolean;
  overrideGuard: GuardName[];
  hold: string[];
}

export async function runSync(context: Context, flags: SyncFlags): Promise<Outcome> {
  const { dryRun = false, only, ramp, detailedExitcode, ignoreOpenOrders, overrideGuard, hold } = flags;
  const selection = await readSelection(context, flags);
  return runWrite(context, { dryRun }, () =>
    syncStore(context, {
      selection,
      groups: only,
      ramp,
      detailedExitcode,
      ignoreOpenOrders,
      overrides: overrideGuard,
      hold,
      approve: dryRun ? undefined : askToWrite(context),
    }),
  );
}

async function readSelection(context: Context, flags: SyncFlags): Promise<Selection> {
  const { category, brand, query, vehicle, skus, all, limit } = flags;
  const selection: Selection = withoutUndefined({ category, brand, query, vehicle, all, limit });
  requireSelection({ ...selection, skus });
  return skus ? { ...selection, skus: await readSkus(context, skus) } : selection;
}
