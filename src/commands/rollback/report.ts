import type { Engine } from '../../catalog/engine/engine.ts';
import { FORMER_VALUE_LOST } from '../../catalog/undo/undo-metafields.ts';
import { printable } from '../../common/printable.ts';
import type { Operation } from '../../ledger/journal/operation.ts';
import { namesIn } from '../../product/fields.ts';
import { count } from '../../terminal/plurals.ts';
import { fieldValue } from '../shared/field-value.ts';
import type { SyncResult } from '../shared/run-report.ts';

/** The document has the first of each; the plan has them all. */
const LISTED = 1_000;
/** On a screen, the plan is the better place for more. */
const SHOWN = 10;
const VALUE_WIDTH = 80;

/** `result` of rollback. Stable. */
export interface RollbackResult extends SyncResult {
  /** The plan whose rows are taken back. */
  of: string;
  counts: { restored: number; kept: number; failed: number };
  /** In a dry run: what would be. */
  restored: { sku: string; kind: Operation['kind']; fields: string[] }[];
  /** Changed since the run wrote it: each field with all three values. */
  kept: { sku: string; field: string; before: unknown; written: unknown; now: unknown }[];
  failed: { sku: string; code: string; message: string }[];
}

/** The three groups of a rollback, out of its plan's rows. */
export async function rollbackReport(
  { ledger }: Pick<Engine, 'ledger'>,
  { of, result, text }: { of: string; result: SyncResult; text: string },
): Promise<{ result: RollbackResult; text: string }> {
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
  return {
    result: { ...result, of, counts, restored, kept, failed },
    text: [...keptText(kept, counts.kept, result.plan.id), ...lostText(failed), text].join('\n'),
  };
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

function keptText(kept: RollbackResult['kept'], total: number, planId: string): string[] {
  if (total === 0) return [];
  // A fitment may have 65,535 characters.
  const show = (value: unknown) => fieldValue(value, VALUE_WIDTH);
  return [
    `Kept, because changed since: ${count(total, 'field')}`,
    ...kept
      .slice(0, SHOWN)
      .map(
        ({ sku, field, before, written, now }) =>
          `  ${printable(sku)}  ${field}: it was ${show(before)}, the run wrote ${show(written)}, the store has ${show(now)}`,
      ),
    ...(total > SHOWN ? [`  … all of them: ttpd plan show ${planId} --kind conflict`] : []),
  ];
}

/** What could not even be tried; what the store refused is among the problems. */
function lostText(failed: RollbackResult['failed']): string[] {
  return failed
    .filter(({ code }) => code === FORMER_VALUE_LOST)
    .slice(0, SHOWN)
    .map(({ sku, message }) => `Not restored: ${printable(sku)}  ${printable(message)}`);
}
