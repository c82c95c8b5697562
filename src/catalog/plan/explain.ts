import type { Operation } from '../../ledger/journal/operation.ts';
import type { Origin } from '../../ledger/journal/plan-notes.ts';
import { isNone, sameValue } from '../../product/compare.ts';
import { tableRow } from '../../product/field-names.ts';
import { namesIn, type Owners, ownerOf } from '../../product/fields.ts';
import type { Owner } from '../../product/table.ts';

export interface ExplainedField {
  field: string;
  before: unknown;
  after: unknown;
  /** What ttpd had last written; `undefined` where it never wrote it. */
  base: unknown;
  owner: Owner;
  reason: string;
}

/** Field by field: who has the last word on it, and why it changes or stays. */
export function explainRow(
  { kind, before, after, base, reason }: Pick<Operation, 'kind' | 'before' | 'after' | 'base' | 'reason'>,
  owners: Owners,
  origin: Origin = 'supplier',
): ExplainedField[] {
  if (kind === 'skip') return [];
  return namesIn(after).map((field) => {
    const owner = ownerOf(field, owners);
    const each = { field, before: before[field], after: after[field], base: base[field], owner };
    return {
      ...each,
      reason: (kind === 'hide' || kind === 'stock') && reason ? reason : REASONS[origin](kind, each),
    };
  });
}

type Reason = (kind: Operation['kind'], field: Omit<ExplainedField, 'reason'>) => string;

const REASONS: Record<Origin, Reason> = {
  supplier: bySupplier,
  file: byFile,
  rollback: (kind) =>
    kind === 'conflict' ? "changed since the run; the store's value stays" : 'as it was before the run',
};

/** What is in a file is written, whoever owns the field. */
function byFile(kind: Operation['kind'], { field, before, after }: Omit<ExplainedField, 'reason'>): string {
  if (kind === 'create') return 'new product';
  if (kind === 'hide') return 'the file says HIDE';
  if (field === 'removedCategories') return 'the file has other categories';
  if (isNone(after)) return 'the file clears it';
  if (field === 'images') return 'added to what is there';
  return isNone(before) ? 'the store has none' : 'the file has another value';
}

function bySupplier(
  kind: Operation['kind'],
  { field, before, after, base, owner }: Omit<ExplainedField, 'reason'>,
): string {
  if (kind === 'create') return 'new product';
  if (kind === 'conflict') return "changed on both sides; the store's value stays";
  if (field === 'removedCategories') return 'the rules give others now';
  if (isNone(after)) return 'the supplier no longer has it';
  if (field === 'related' || tableRow(field)?.adds) return 'added to what is there';
  if (isNone(before)) return 'the store has none';
  if (base === undefined) return `${owner} has the last word, and the supplier has another value`;
  if (sameValue(field, base, before)) return "the supplier's value changed";
  return `changed in the store, and ${owner} has the last word`;
}
