import { Big } from 'big.js';
import type { StoreProduct, StoreVariant } from '../../bigcommerce/product-schema.ts';
import { isNone, noneIfZero } from '../../product/compare.ts';
import { VARIANT_FIELDS, variantRow } from '../../product/field-names.ts';
import { fieldsFrom, type ProductFields, type VariantValues } from '../../product/fields.ts';
import { type Field, rowOf, type TABLE, TABLE_FIELDS, type TableField } from '../../product/table.ts';

/** Fields that go to the store and come back as plain values, by the table; `bodies.ts` sends them. */

export type Wire = {
  [F in keyof typeof TABLE]: (typeof TABLE)[F] extends { wire: infer W } ? W : never;
}[keyof typeof TABLE];
type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;
/** A field that the client does not read does not compile. */
type PlainProduct = Pick<StoreProduct, Camel<Wire>>;

export interface Plain<Name extends string = string> {
  field: Name;
  row: Field;
  wire: string;
  /** The client's name of it. */
  property: string;
}

const camel = (wire: string) => wire.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const plain = <Name extends string>(field: Name, row: Field): Plain<Name>[] =>
  row.wire === undefined ? [] : [{ field, row, wire: row.wire, property: camel(row.wire) }];

export const PLAIN: readonly Plain<TableField>[] = TABLE_FIELDS.flatMap((field) =>
  plain(field, rowOf(field)),
);
export const OF_VARIANTS = VARIANT_FIELDS.flatMap((field) => plain(field, variantRow(field)));

/** What is the product's own, as the store has it. Texts that it lacks are empty, and whatever else it lacks is absent. */
export function plainFields(product: PlainProduct): ProductFields {
  return fieldsFrom(read(product, PLAIN));
}

/** What the variant says of itself: what it lacks is the product's. */
export function variantValues(variant: StoreVariant): VariantValues {
  return Object.fromEntries(read(variant, OF_VARIANTS).filter(([, value]) => !isNone(value)));
}

function read(from: object, fields: readonly Plain[]): [field: string, value: unknown][] {
  const values = new Map<string, unknown>(Object.entries(from));
  return fields.flatMap(({ field, row, property }): [string, unknown][] => {
    const value = fromStore(field, row, values.get(property));
    return value === undefined ? [] : [[field, value]];
  });
}

function fromStore(field: string, row: Field, value: unknown): unknown {
  switch (row.kind) {
    case 'text':
    case 'html':
      return value ?? '';
    case 'decimal':
      return value instanceof Big ? (noneIfZero(field, value.toFixed()) ?? undefined) : undefined;
    case 'integer':
      return noneIfZero(field, value) ?? undefined;
    case 'choice':
      return row.choices?.find((choice) => choice === value) ?? row.otherwise;
    case 'date':
      return typeof value === 'string' && value !== '' ? value : undefined;
    case 'words':
      return (Array.isArray(value) && value.join(', ')) || undefined;
    default:
      return value ?? undefined;
  }
}
