import { isNone, noneIfZero } from './compare.ts';
import { changesFrom, type ProductChanges, type ProductFields } from './fields.ts';
import { type Marked, marked, rowOf } from './table.ts';

/** Fields that a file and the store name alike, as a file has them. */
export type FileFields = { [F in FileField]?: ProductFields[F] };
type FileField = Marked<'inFiles'>;

const IN_FILES = marked('inFiles');

/** What a file's row says of these fields: what it says nothing of is absent, and `null` clears. */
export function fromFile(row: { [F in FileField]?: ProductFields[F] | null }): ProductChanges {
  return changesFrom(
    IN_FILES.flatMap((field) => {
      const value = row[field];
      const said = value === undefined ? undefined : meant(field, value);
      return said === undefined ? [] : [[field, said] as const];
    }),
  );
}

function meant(field: FileField, value: string | number | boolean | null): unknown {
  const { kind, zeroIsNone } = rowOf(field);
  switch (kind) {
    case 'decimal':
    case 'integer':
      return value === null && !zeroIsNone ? 0 : noneIfZero(field, value);
    case 'words':
      return keywords(String(value ?? '')).join(', ');
    case 'path':
      return isNone(value) ? undefined : `/${String(value).replace(/^\/+/, '')}`;
    default:
      return value;
  }
}

/** What a file has of a product: what the product lacks is absent. */
export function toFile(fields: ProductFields): FileFields {
  const own: FileFields = {};
  return Object.assign(
    own,
    Object.fromEntries(
      IN_FILES.filter((field) => !isNone(fields[field])).map((field) => [field, fields[field]]),
    ),
  );
}

export function keywords(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
