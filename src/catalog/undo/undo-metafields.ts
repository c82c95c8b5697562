import {
  type FieldValues,
  metafieldsOnly,
  type NewOperation,
  type Operation,
  type OperationOf,
} from '../../ledger/journal/operation.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { MetafieldName } from '../../product/field-names.ts';
import { isMetafield, METAFIELD } from '../../product/field-names.ts';
import { changesFrom, writtenMetafield } from '../../product/fields.ts';
import { metafieldHash } from '../product/metafields.ts';
import { metafieldState, type StoredMetafield } from '../store/read-metafields.ts';
import {
  type KeptFields,
  keeping,
  type Restored,
  restoredSnapshot,
  type Subject,
  skip,
  undoRow,
} from './undo-rows.ts';

/** A value that nobody knows any more: the plan that wrote it was removed. */
export const FORMER_VALUE_LOST = 'FORMER_VALUE_LOST';

interface Source {
  ledger: Pick<Ledger, 'operations'>;
  storeKey: string;
}

/** The rows that take a `metafields` row back, where the store still has what it wrote. */
export async function undoMetafields(
  source: Source,
  row: OperationOf<'metafields'>,
  there: ReadonlyMap<string, StoredMetafield>,
): Promise<NewOperation[]> {
  const restored: Restored = { before: {}, after: {}, snapshot: {} };
  const kept: Required<KeptFields> = { before: {}, after: {}, written: {} };
  const lost: string[] = [];
  const former = await formerValues(source, row, row.before);
  for (const field of Object.keys(row.after).filter(isMetafield)) {
    const now = there.get(field);
    const stands = metafieldState(field, row, now);
    const was = former.get(field) ?? null;
    if (stands === 'after' && was === null && writtenMetafield(row.before[field])) lost.push(field);
    else if (stands === 'after') {
      restored.before[field] = now ? { hash: hashOf(field, now.value), id: now.id } : null;
      restored.after[field] = was;
    } else if (stands === 'other' && row.state === 'done') {
      kept.before[field] = now?.value ?? null;
      kept.after[field] = was;
      kept.written[field] = row.after[field] ?? null;
    }
  }
  return [
    ...restoring(row, row.productId, restored),
    ...(Object.keys(kept.before).length > 0 ? [keeping(row, kept)] : []),
    ...lostRow(row, lost),
  ];
}

/** Writes the metafields of a product anew that a rollback deleted and that is created again. */
export async function remakeMetafields(
  source: Source,
  deletion: OperationOf<'delete'>,
): Promise<NewOperation[]> {
  const written = deletion.undo?.base ?? {};
  const fields = Object.keys(written).filter((field) => isMetafield(field));
  const former = await formerValues(source, deletion, written);
  return [
    ...restoring(deletion, null, { before: {}, after: changesFrom(former), snapshot: {} }),
    ...lostRow(
      { ...deletion, productId: null },
      fields.filter((field) => !former.has(field)),
    ),
  ];
}

/** Values by field. The ledger keeps only hashes of what was there, so they are looked for in the rows that wrote them. */
async function formerValues(
  { ledger, storeKey }: Source,
  row: Pick<Operation, 'planId' | 'sku'>,
  before: FieldValues,
): Promise<Map<string, string>> {
  const wanted = new Map<MetafieldName, string>();
  for (const field of Object.keys(before).filter(isMetafield)) {
    const written = writtenMetafield(before[field]);
    if (written) wanted.set(field, written.hash);
  }
  const found = new Map<string, string>();
  if (wanted.size === 0) return found;
  for (const { after } of await ledger.operations.earlier({ ...row, kind: 'metafields' }, storeKey))
    for (const [field, hash] of wanted) {
      const value = after[field];
      if (!found.has(field) && typeof value === 'string' && hashOf(field, value) === hash)
        found.set(field, value);
    }
  return found;
}

function restoring(
  row: Subject,
  productId: number | null,
  { before, after, snapshot }: Restored,
): NewOperation[] {
  if (Object.keys(after).length === 0) return [];
  return [
    undoRow(row, {
      ...{ kind: 'metafields', productId, before: metafieldsOnly(before), after: metafieldsOnly(after) },
      snapshot: restoredSnapshot(snapshot),
    }),
  ];
}

function lostRow(row: Subject, fields: readonly string[]): NewOperation[] {
  if (fields.length === 0) return [];
  const reason = `What it had before is no longer known, as the plan that wrote it was removed: ${fields.join(', ')}.`;
  return [skip(row, FORMER_VALUE_LOST, reason)];
}

function hashOf(field: string, value: string): string {
  return metafieldHash(field.slice(METAFIELD.length), value);
}
