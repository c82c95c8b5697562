import type { Ramp } from '../catalog/apply/ramp.ts';
import type { GuardName } from '../catalog/guards/guard.ts';
import { sync } from '../catalog/runs.ts';
import type { Selection } from '../catalog/supply/select.ts';
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
  ramp?: Ramp | undefined;
  detailedExitcode?: boolean | undefined;
  /** Absent: the plan is made and kept, and nothing is written. */
  approve?: ApproveWrite | undefined;
}

/** Brings the store in step with the supplier. A mistake in the rules is said before any call is made. */
export async function syncStore(
  session: Session,
  { selection, groups = FIELD_GROUPS, overrides = [], ramp, detailedExitcode = false, approve }: SyncRequest,
): Promise<Outcome<SyncResult>> {
  await session.rules();
  return writeRun(session, {
    approve,
    overrides,
    detailedExitcode,
    async feature(engine, store, ask) {
      const { mapper, rules } = await createStoreMapper(session, store);
      return sync(engine, { selection, groups, mapper, rules, overrides }, { approve: ask, ramp });
    },
  });
}
