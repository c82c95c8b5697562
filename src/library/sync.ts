import type { Ramp } from '../catalog/apply/ramp.ts';
import { sync } from '../catalog/runs.ts';
import type { Selection } from '../catalog/supply/select.ts';
import { ExitCode, TtpdError } from '../common/errors.ts';
import type { GuardName } from '../ledger/journal/plan-notes.ts';
import { FIELD_GROUPS, type FieldGroup } from '../product/table.ts';
import type { Session } from '../session/session.ts';
import { createStoreMapper } from './create-engine.ts';
import type { ApproveWrite, Outcome, SyncResult } from './outcome.ts';
import { writeRun } from './write-run.ts';

export interface SyncRequest {
  selection: Selection;
  /** Only these are changed, in products that are there. Default: all. */
  groups?: readonly FieldGroup[] | undefined;
  overrides?: readonly GuardName[] | undefined;
  /** SKUs that stay as they are in the store. */
  hold?: readonly string[] | undefined;
  ramp?: Ramp | undefined;
  /** The supplier's figures as they are, whatever is sold and not yet ordered. */
  ignoreOpenOrders?: boolean | undefined;
  detailedExitcode?: boolean | undefined;
  /** Absent: the plan is made and kept, and nothing is written. */
  approve?: ApproveWrite | undefined;
}

/**
 * Brings the store in step with the supplier.
 * @throws TtpdError NOTHING_SELECTED, SELECTED_TWICE, and for mistakes in the rules before any call is made (exit 2)
 */
export async function syncStore(
  session: Session,
  {
    selection,
    groups = FIELD_GROUPS,
    overrides = [],
    hold,
    ramp,
    detailedExitcode = false,
    ignoreOpenOrders,
    approve,
  }: SyncRequest,
): Promise<Outcome<SyncResult>> {
  requireSelection(selection);
  await session.rules();
  return writeRun(session, {
    approve,
    overrides,
    detailedExitcode,
    async feature(engine, store, ask) {
      const { mapper, rules } = await createStoreMapper(session, store);
      const at = ignoreOpenOrders ? { ...engine, openOrders: undefined } : engine;
      return sync(at, { selection, groups, mapper, rules, overrides, hold }, { approve: ask, ramp });
    },
  });
}

/**
 * @param selection `skus` may still be the name of a file
 * @throws TtpdError NOTHING_SELECTED, SELECTED_TWICE (exit 2)
 */
export function requireSelection({
  category,
  brand,
  query,
  vehicle,
  all,
  skus,
}: Omit<Selection, 'skus'> & { skus?: string | readonly string[] | undefined }): void {
  if (!category && !brand && !query && !vehicle && !skus?.length && !all)
    throw new TtpdError('NOTHING_SELECTED', 'Say which parts to sync.', {
      hint: 'Give --category, --brand, --query, --vehicle, --skus FILE or --all.',
      next: ['ttpd sync --category brakes'],
      exitCode: ExitCode.Usage,
    });
  const others = Object.entries({ category, brand, query, vehicle, all }).filter(([, given]) => given);
  if (!skus?.length || others.length === 0) return;
  const names = others.map(([name]) => `--${name}`).join(', ');
  throw new TtpdError('SELECTED_TWICE', `--skus already says which parts; it does not go with ${names}.`, {
    hint: `Leave out --skus or ${names}.`,
    exitCode: ExitCode.Usage,
  });
}
