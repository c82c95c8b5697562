import { createHash } from 'node:crypto';
import type { ImportedName, SavedName } from './field-names.ts';
import type { ProductChanges } from './fields.ts';
import { isTableField, rowOf } from './table.ts';

/**
 * Stores tidy texts, so what is there is not what was sent. The ledger keeps what was sent, and beside it marks of what
 * the store made of it: `saved.FIELD` of what ttpd's rules wrote; `imported.FIELD` of a text of a person's file and
 * what became of that. A mark is a hash, and stands only where the two differ.
 */

export const savedName = (field: string): SavedName => `saved.${field}`;
const importedName = (field: string): ImportedName => `imported.${field}`;

function hash(value: unknown): string {
  return createHash('sha256')
    .update(String(value ?? '').normalize())
    .digest('hex')
    .slice(0, 16);
}

/** For the snapshot of a row: whether each of its texts is to be marked is known once the store has answered. */
export function importedTexts(fields: ProductChanges): ProductChanges {
  const marks: ProductChanges = {};
  for (const [name, value] of Object.entries(fields))
    if (isText(name)) marks[importedName(name)] = hash(value);
  return marks;
}

/**
 * What a snapshot becomes, with marks of the texts that were written.
 * @param saved what the store keeps of them otherwise than it was sent
 */
export function withMarks(
  fields: ProductChanges,
  { written, saved }: { written: ProductChanges; saved: ProductChanges },
): ProductChanges {
  const marked: ProductChanges = { ...fields };
  const kept = new Map<string, unknown>(Object.entries(saved));
  for (const [name, value] of Object.entries(fields)) {
    const sent = name.startsWith('imported.') ? name.slice('imported.'.length) : undefined;
    if (sent !== undefined)
      marked[importedName(sent)] = kept.has(sent) ? `${value} ${hash(kept.get(sent))}` : null;
    else if (isText(name) && name in written)
      marked[savedName(name)] = kept.has(name) ? hash(kept.get(name)) : null;
  }
  return marked;
}

/** The store's values, those that it made of what ttpd sent read as what was sent. */
export function asSent<Fields extends ProductChanges>(theirs: Fields, base: ProductChanges): Fields {
  const sent = new Map<string, unknown>(Object.entries(base));
  const read = Object.entries(theirs).map(([name, value]) => [
    name,
    isText(name) && base[savedName(name)] === hash(value) ? sent.get(name) : value,
  ]);
  return Object.assign({ ...theirs }, Object.fromEntries(read));
}

/** Whether the store has what it made of this very text of a file before. */
export function isAsImported(field: string, ours: unknown, theirs: unknown, base: ProductChanges): boolean {
  return base[importedName(field)] === `${hash(ours)} ${hash(theirs)}`;
}

function isText(name: string): boolean {
  return isTableField(name) && ['text', 'html'].includes(rowOf(name).kind);
}
