import {
  type Field,
  isTableField,
  type Marked,
  marked,
  rowOf,
  type TableField,
  VARIANT_TABLE,
} from './table.ts';

/**
 * Names of what hangs on a product, flat beside its own fields, so that each has its own base, before and after:
 * `customField.NAME=VALUE`, `metafields.KEY`; `image.URL` and `videos.YOUTUBE-ID` say how one is shown (`null` takes it away),
 * `variants.SKU.FIELD` is one field of one variant.
 */
const CUSTOM_FIELD = 'customField.';
export const METAFIELD = 'metafields.';
const IMAGE = 'image.';
const VIDEO = 'videos.';
const VARIANT = 'variants.';

type OnlyVariants = keyof typeof VARIANT_TABLE;
export type VariantField = Marked<'byVariant'> | OnlyVariants;
export const VARIANT_FIELDS: readonly VariantField[] = [
  ...marked('byVariant'),
  ...Object.keys(VARIANT_TABLE).filter(isOnlyVariants),
];

function isOnlyVariants(field: string): field is OnlyVariants {
  return Object.hasOwn(VARIANT_TABLE, field);
}

/** A variant's field is as the product's, where the product has one too. */
export function variantRow(field: VariantField): Field {
  return isOnlyVariants(field) ? VARIANT_TABLE[field] : rowOf(field);
}

export interface NameAndValue {
  name: string;
  value: string;
}

export type CustomFieldName = `${typeof CUSTOM_FIELD}${string}`;
export type MetafieldName = `${typeof METAFIELD}${string}`;
/** Marks of the ledger: `marks.ts`. */
export type SavedName = `saved.${string}`;
export type ImportedName = `imported.${string}`;
export type ImageFieldName = `${typeof IMAGE}${string}`;
export type VideoFieldName = `${typeof VIDEO}${string}`;
export type VariantFieldName = `${typeof VARIANT}${string}.${VariantField}`;
/** A name that the compiler knows for a field's. */
export type FieldName =
  | TableField
  | CustomFieldName
  | MetafieldName
  | ImageFieldName
  | VideoFieldName
  | VariantFieldName;

/**
 * One custom field is one pair: a name may come more than once, and a pair may not. Letters composed or decomposed are
 * one pair; a `=` of the name has a `\` before it. The field's value is the pair's, or `null` where it is taken away.
 */
export const customField = ({ name, value }: NameAndValue): CustomFieldName =>
  `${CUSTOM_FIELD}${name.normalize().replaceAll(/[\\=]/g, '\\$&')}=${value.normalize()}`;
export const imageField = (name: string): ImageFieldName => `${IMAGE}${name}`;
export const videoField = (youtubeId: string): VideoFieldName => `${VIDEO}${youtubeId}`;
export const variantField = (sku: string, field: VariantField): VariantFieldName =>
  `${VARIANT}${sku}.${field}`;

export function isCustomField(name: string): name is CustomFieldName {
  return name.startsWith(CUSTOM_FIELD);
}

/** The pair that a custom field is. */
export function pairOf(field: CustomFieldName): NameAndValue {
  const [, name = '', value = ''] = /^((?:[^\\=]|\\.)*)=(.*)$/s.exec(field.slice(CUSTOM_FIELD.length)) ?? [];
  return { name: name.replaceAll(/\\(.)/gs, '$1'), value };
}

export function isMetafield(name: string): name is MetafieldName {
  return name.startsWith(METAFIELD);
}

export function isImageField(name: string): name is ImageFieldName {
  return name.startsWith(IMAGE);
}

export function isVideoField(name: string): name is VideoFieldName {
  return name.startsWith(VIDEO);
}

export function isVariantField(name: string): name is VariantFieldName {
  return variantOf(name) !== undefined;
}

/** Images and videos of a product, and its variants' own values. */
export function isNested(name: string): boolean {
  return isImageField(name) || isVideoField(name) || isVariantField(name);
}

export function isFieldName(name: string): name is FieldName {
  return isTableField(name) || isCustomField(name) || isMetafield(name) || isNested(name);
}

/** Whose value a field is; a SKU may have points. */
export function variantOf(name: string): { sku: string; field: VariantField } | undefined {
  const dot = name.lastIndexOf('.');
  if (!name.startsWith(VARIANT) || dot < VARIANT.length) return undefined;
  const last = name.slice(dot + 1);
  const field = VARIANT_FIELDS.find((each) => each === last);
  return field && { sku: name.slice(VARIANT.length, dot), field };
}

/** The row of the table that says how a field's values are compared and converted. */
export function tableRow(name: string): Field | undefined {
  const field = variantOf(name)?.field;
  if (field !== undefined) return variantRow(field);
  return isTableField(name) ? rowOf(name) : undefined;
}
