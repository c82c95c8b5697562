import type { Operation } from '../../ledger/operations.ts';
import { isNone, type Owner, type Owners, ownerOf, sameValue } from '../fields/fields.ts';

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
): ExplainedField[] {
  if (kind === 'skip') return [];
  return Object.keys(after).map((field) => {
    const owner = ownerOf(field, owners);
    const each = { field, before: before[field], after: after[field], base: base[field], owner };
    return { ...each, reason: kind === 'hide' && reason ? reason : reasonOf(kind, each) };
  });
}

function reasonOf(
  kind: Operation['kind'],
  { field, before, after, base, owner }: Omit<ExplainedField, 'reason'>,
): string {
  if (kind === 'create') return 'new product';
  if (kind === 'conflict') return "changed on both sides; the store's value stays";
  if (isNone(after)) return 'the supplier no longer has it';
  if (['categories', 'images', 'related'].includes(field)) return 'added to what is there';
  if (isNone(before)) return 'the store has none';
  if (base === undefined) return `${owner} has the last word, and the supplier has another value`;
  if (sameValue(field, base, before)) return "the supplier's value changed";
  return `changed in the store, and ${owner} has the last word`;
}
