import { isNone } from './compare.ts';
import {
  customField,
  imageField,
  isCustomField,
  isImageField,
  isVideoField,
  type NameAndValue,
  pairOf,
  type VariantField,
  variantField,
  variantOf,
  videoField,
} from './field-names.ts';
import {
  fieldsFrom,
  type ImageDetails,
  type ProductChanges,
  type ProductFields,
  type VideoDetails,
} from './fields.ts';

/** What hangs on a product and has fields of its own there, each by what it is known by. */

/** Custom fields, and whether each is to be there. */
export function customFieldsIn(fields: ProductChanges): (NameAndValue & { isThere: boolean })[] {
  return Object.keys(fields)
    .filter(isCustomField)
    .map((field) => ({ ...pairOf(field), isThere: !isNone(fields[field]) }));
}

export function withCustomFields(pairs: readonly NameAndValue[]): ProductFields {
  return fieldsFrom(pairs.map((pair) => [customField(pair), pair.value]));
}

export function imagesIn(fields: ProductChanges): [name: string, details: ImageDetails | null][] {
  return Object.keys(fields)
    .filter(isImageField)
    .map((field) => [field.slice(imageField('').length), fields[field] ?? null]);
}

export function videosIn(fields: ProductChanges): [youtubeId: string, details: VideoDetails | null][] {
  return Object.keys(fields)
    .filter(isVideoField)
    .map((field) => [field.slice(videoField('').length), fields[field] ?? null]);
}

export function variantsIn(
  fields: ProductChanges,
): [sku: string, field: VariantField, value: string | number | boolean | null][] {
  return Object.keys(fields).flatMap((name) => {
    const of = variantOf(name);
    return of ? [[of.sku, of.field, fields[variantField(of.sku, of.field)] ?? null]] : [];
  });
}
