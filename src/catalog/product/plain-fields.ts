import { Big } from 'big.js';
import type { ProductUpdate, VariantUpdate } from '../../bigcommerce/request-types.ts';
import type { StoreProduct, StoreVariant } from '../../bigcommerce/schema.ts';
import { isNone, noneIfZero, sameInStore } from '../../product/compare.ts';
import { VARIANT_FIELDS } from '../../product/field-names.ts';
import {
  changesFrom,
  fieldsFrom,
  type ProductChanges,
  type ProductFields,
  type VariantValues,
} from '../../product/fields.ts';
import { keywords } from '../../product/file-fields.ts';
import { type Field, rowOf, type TABLE, TABLE_FIELDS, type TableField } from '../../product/table.ts';

/** Fields that go to the store and come back as plain values, by the table: whole products, both ways. */

type Wire = {
  [F in keyof typeof TABLE]: (typeof TABLE)[F] extends { wire: infer W } ? W : never;
}[keyof typeof TABLE];
type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;
/** A field that the client does not read, or may not write, does not compile. */
type PlainProduct = Pick<StoreProduct, Camel<Wire>>;
type PlainBody = Partial<Pick<ProductUpdate, Wire | 'brand_id' | 'brand_name'>>;

interface Plain<Name extends string = string> {
  field: Name;
  row: Field;
  wire: string;
  /** The client's name of it. */
  property: string;
}

const PLAIN: readonly Plain<TableField>[] = TABLE_FIELDS.flatMap((field) => plain(field, rowOf(field)));
const IMAGE_URL: Field = { kind: 'text', group: 'content', owner: 'merchant', wire: 'image_url' };
const OF_VARIANTS = VARIANT_FIELDS.flatMap((field) =>
  plain(field, field === 'imageUrl' ? IMAGE_URL : rowOf(field)),
);

function plain<Name extends string>(field: Name, row: Field): Plain<Name>[] {
  const { wire } = row;
  if (wire === undefined) return [];
  return [{ field, row, wire, property: wire.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) }];
}

/** What is the product's own, as the store has it. Texts that it lacks are empty, and whatever else it lacks is absent. */
export function plainFields(product: PlainProduct): ProductFields {
  return fieldsFrom(read(product, PLAIN));
}

/** What the store says it saved otherwise than it was written, as it has it. */
export function savedOtherwise(product: PlainProduct, written: ProductChanges): ProductChanges {
  const saved: ProductChanges = plainFields(product);
  const wrong = PLAIN.filter(
    ({ field }) => field in written && !sameInStore(field, written[field], saved[field]),
  );
  return changesFrom(wrong.map(({ field }) => [field, saved[field] ?? null]));
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
    case 'words':
      return (Array.isArray(value) && value.join(', ')) || undefined;
    default:
      return value ?? undefined;
  }
}

/** The same as BigCommerce takes them, of the fields that are there; `null` clears. */
export function plainBody(fields: ProductChanges): PlainBody {
  const { brand } = fields;
  return {
    ...write(fields, PLAIN, toStore),
    // A product is taken out of its brand by number only.
    ...(brand === undefined ? {} : brand === null ? { brand_id: 0 } : { brand_name: brand }),
  };
}

/** `null` as a variant's price or measure makes it the product's again. */
export function variantBody(values: VariantValues): Omit<VariantUpdate, 'id'> {
  return write(values, OF_VARIANTS, (row, value) =>
    row.kind === 'decimal' && value === null ? null : toStore(row, value),
  );
}

function write(fields: object, plain: readonly Plain[], to: (row: Field, value: unknown) => unknown) {
  const values = new Map<string, unknown>(Object.entries(fields));
  return Object.fromEntries(
    plain.flatMap(({ field, row, wire }) => {
      const value = values.get(field);
      const sent = value === undefined ? undefined : to(row, value);
      return sent === undefined ? [] : [[wire, sent]];
    }),
  );
}

function toStore({ kind }: Field, value: unknown): unknown {
  switch (kind) {
    case 'text':
    case 'html':
      return value ?? '';
    case 'decimal':
      return amount(String(value ?? 0));
    case 'integer':
      return Number(value ?? 0);
    case 'words':
      return keywords(String(value ?? ''));
    case 'path':
      return isNone(value) ? undefined : { url: value, is_customized: true };
    default:
      return value ?? undefined;
  }
}

/** BigCommerce's JSON has numbers for money; four decimals survive the way through a float and back. */
export function amount(text: string): number {
  return new Big(text).round(4, Big.roundHalfUp).toNumber();
}
