import type { Engine } from '../catalog/engine/engine.ts';
import { rollback } from '../catalog/rollback.ts';
import { FORMER_VALUE_LOST } from '../catalog/undo/undo-metafields.ts';
import type { OperationKind } from '../ledger/db/schema.ts';
import type { Operation } from '../ledger/journal/operation.ts';
import { namesIn } from '../product/fields.ts';
import type { Session } from '../session/session.ts';
import type { ApproveWrite, Outcome, SyncResult } from './outcome.ts';
import { findRunsPlan, requireSameStore } from './saved-plan.ts';
import { writeRunWith } from './write-run.ts';

export interface RollbackRequest {
  /** Deletes products that the run created, instead of hiding them. */
  deleteCreated?: boolean | undefined;
  /** Absent: the plan of the way back is made and kept, and nothing is written. */
  approve?: ApproveWrite | undefined;
}

/** The result has the first of each; the plan has them all. */
const LISTED = 1_000;

/** `result` of rollback. Stable. */
export interface RollbackResult extends SyncResult {
  /** The plan whose rows are taken back. */
  of: string;
  counts: { restored: number; kept: number; failed: number };
  /** In a dry run: what would be. */
  restored: { sku: string; kind: OperationKind; fields: string[] }[];
  /** Changed since the run wrote it: each field with all three values. */
  kept: { sku: string; field: string; before: unknown; written: unknown; now: unknown }[];
  failed: { sku: string; code: string; message: string }[];
}

/**
 * Takes back what a run or a plan wrote, but for what was changed since.
 * @throws TtpdError PLAN_UNKNOWN, NO_PLAN, NOTHING_WRITTEN, PLAN_OF_ANOTHER_STORE (exit 2)
 */
export async function rollBack(
  session: Session,
  id: string,
  { deleteCreated = false, approve }: RollbackRequest,
): Promise<Outcome<RollbackResult>> {
  const plan = await findRunsPlan(session, id);
  requireSameStore(session, plan);
  return writeRunWith(
    session,
    { approve, feature: (engine, _store, ask) => rollback(engine, { plan, deleteCreated }, ask) },
    (engine, result) => completed(engine, plan.id, result),
  );
}

/** The three groups of a rollback, out of its plan's rows. */
async function completed(
  { ledger }: Pick<Engine, 'ledger'>,
  of: string,
  result: SyncResult,
): Promise<RollbackResult> {
  const restored: RollbackResult['restored'] = [];
  const kept: RollbackResult['kept'] = [];
  const failed: RollbackResult['failed'] = [];
  const counts = { restored: 0, kept: 0, failed: 0 };
  function add<T>(group: keyof typeof counts, list: T[], entries: readonly T[]): void {
    counts[group] += entries.length;
    list.push(...entries.slice(0, Math.max(0, LISTED - list.length)));
  }
  for await (const row of ledger.operations.iterate(result.plan.id)) {
    if (row.kind === 'conflict') add('kept', kept, keptFields(row));
    else if (row.kind === 'skip' && row.code === FORMER_VALUE_LOST)
      add('failed', failed, [{ sku: row.sku, code: row.code, message: row.reason ?? '' }]);
    else if (row.state === 'failed' || row.state === 'unknown')
      add('failed', failed, [
        {
          sku: row.sku,
          code: row.error?.code ?? 'UNKNOWN',
          message: row.error?.message ?? 'What became of it could not be found out.',
        },
      ]);
    else if (row.state === 'done' || row.state === 'planned')
      add('restored', restored, [{ sku: row.sku, kind: row.kind, fields: Object.keys(row.after) }]);
  }
  return { ...result, of, counts, restored, kept, failed };
}

function keptFields({ sku, before, after, base }: Operation): RollbackResult['kept'] {
  return namesIn(before).map((field) => ({
    sku,
    field,
    before: after[field] ?? null,
    written: base?.[field] ?? null,
    now: before[field] ?? null,
  }));
}
