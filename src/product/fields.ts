import {
  type CustomFieldName,
  type FieldName,
  type ImageFieldName,
  type ImportedName,
  isCustomField,
  isFieldName,
  isMetafield,
  isNested,
  type MetafieldName,
  type SavedName,
  type VariantField,
  type VariantFieldName,
  type VideoFieldName,
} from './field-names.ts';
import { type Field, isTableField, type Owner, rowOf, type TABLE, type VARIANT_TABLE } from './table.ts';

export interface ImageDetails {
  description: string;
  isThumbnail: boolean;
  sortOrder: number;
}

export interface VideoDetails {
  title: string;
  description: string;
  sortOrder: number;
}

/** A variant that is to be made. What is absent is the product's. */
export interface NewVariant {
  sku: string;
  options: { name: string; value: string }[];
  stock?: number;
  fields: VariantValues;
}
export type VariantValues = {
  [F in VariantField]?: ValueOf<(typeof TABLE & typeof VARIANT_TABLE)[F]> | null;
};

/** The values of the table's lists. */
interface Lists {
  /** Category paths from the top: `[['Brakes', 'Brake Drums']]`. */
  categories: string[][];
  /** Source URLs, in order. */
  images: string[];
  /** Price of one piece when so many are bought, from few to many. */
  bulkPrices: { from: number; price: string }[];
  /** Put on these when it is made; later they are the merchant's. */
  channels: number[];
  /** Categories to take the product out of. Others that it is in stay. */
  removedCategories: string[][];
  /** In a rollback's rows: images to take away, and where each was from. */
  removedImages: { id: number; url: string }[];
  /** Those that are to be made; of one that is there each field has its own. */
  variants: NewVariant[];
}

type ValueOf<Row extends Field> = Row['kind'] extends 'integer'
  ? number
  : Row['kind'] extends 'flag'
    ? boolean
    : Row extends { choices: readonly (infer Choice)[] }
      ? Choice
      : string;

type TableFields = {
  -readonly [F in keyof typeof TABLE]?: F extends keyof Lists ? Lists[F] : ValueOf<(typeof TABLE)[F]>;
};

/**
 * A product in ttpd's fields, as plain JSON values. Money and measures are decimal text, never floats, in the store's
 * units. An absent field makes no statement.
 */
export type ProductFields = TableFields & AttachedFields & { [name: MetafieldName]: string | null };

/** By their names: `null` takes one away. */
interface AttachedFields {
  [name: CustomFieldName]: string | null;
  [name: ImageFieldName]: ImageDetails | null;
  [name: VideoFieldName]: VideoDetails | null;
  /** Of the ledger only: `marks.ts`. */
  [name: SavedName | ImportedName]: string | null;
  [name: VariantFieldName]: string | number | boolean | null;
}

/** What the ledger keeps of a metafield: enough to see a change and to address it, however long its value is. */
export interface WrittenMetafield {
  hash: string;
  id: number;
}

export type MetafieldValue = string | WrittenMetafield | null | undefined;

export function writtenMetafield(value: MetafieldValue): WrittenMetafield | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** A superseded part's link, as the ledger keeps it. */
export interface Related {
  /** The supplier's id of the part that replaces it. */
  part: string;
  /** Whether that part's product was there to be linked to. */
  linked: boolean;
  /** Its id then: absent in old ledgers. */
  product?: number;
}

type Cleared = { [F in keyof TableFields]?: TableFields[F] | null };
/** What is written to a product, was there before, or was last written: `null` is none. */
export type ProductChanges = Cleared &
  AttachedFields & {
    [name: MetafieldName]: string | WrittenMetafield | null;
    /** The id of the part that is linked to; rows of their own write it. */
    related?: string | Related | null;
    /** The id of a product that a rollback takes out of the related ones. */
    removedRelated?: number | null;
    /** Source URLs of images that files added: of no diff, and kept so that they are not added again. */
    importedImages?: string[] | null;
    /** Categories by the rules that the product was in before: of no diff, and kept so that they are never taken away. */
    foundCategories?: string[][] | null;
  };
export type ChangeName = FieldName | (typeof LINKS)[number];

/** Owners that `ttpd.yaml` sets otherwise. `customFields` and `dimensions` stand for all of theirs. */
export type Owners = Partial<Record<string, Owner>>;

export function ownerOf(field: string, owners: Owners): Owner {
  const name = isCustomField(field) ? 'customFields' : (fieldRule(field).ownedAs ?? field);
  return owners[name] ?? fieldRule(field).owner;
}

const LINKS = ['related', 'removedRelated', 'importedImages', 'foundCategories'] as const;

function isLink(name: string): name is (typeof LINKS)[number] {
  return LINKS.some((link) => link === name);
}

export function fieldRule(field: string): Pick<Field, 'group' | 'owner' | 'ownedAs'> {
  if (isTableField(field)) return rowOf(field);
  if (isCustomField(field) || isLink(field) || isMetafield(field)) return { group: 'content', owner: 'ttpd' };
  if (isNested(field)) return { group: 'content', owner: 'merchant' };
  throw new Error(`"${field}" is not a field of a product`);
}

export function namesIn(fields: ProductFields): FieldName[];
export function namesIn(fields: ProductChanges): ChangeName[];
export function namesIn(fields: ProductChanges): ChangeName[] {
  return Object.keys(fields).filter((name) => isFieldName(name) || isLink(name));
}

/** Those of the fields that are there. */
export function pick(fields: ProductFields, names: readonly string[]): ProductFields;
export function pick(fields: ProductChanges, names: readonly string[]): ProductChanges;
export function pick(fields: ProductChanges, names: readonly string[]): ProductChanges {
  return fieldsFrom(Object.entries(fields).filter(([name]) => names.includes(name)));
}

/** As `fieldsFrom`, of values that may be none. */
export function changesFrom(entries: Iterable<readonly [name: string, value: unknown]>): ProductChanges {
  const changes: ProductChanges = {};
  return Object.assign(changes, Object.fromEntries(entries));
}

/** For values that were read or compared field by field, each of its field's own kind. */
export function fieldsFrom(entries: Iterable<readonly [name: string, value: unknown]>): ProductFields {
  const fields: ProductFields = {};
  return Object.assign(fields, Object.fromEntries(entries));
}
