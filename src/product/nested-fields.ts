import {
  imageField,
  isImageField,
  isVideoField,
  type VariantField,
  variantField,
  variantOf,
  videoField,
} from './field-names.ts';
import type { ImageDetails, ProductChanges, VideoDetails } from './fields.ts';

/** What hangs on a product and has fields of its own there, each by what it is known by. */

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
