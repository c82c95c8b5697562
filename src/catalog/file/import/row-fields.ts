import type { ProductRow, VariantRow } from '../../../csv/csv-row.ts';
import { type Level, level } from '../../../ledger/journal/operation.ts';
import { sameValue } from '../../../product/compare.ts';
import { imageField, VARIANT_FIELDS, variantField, videoField } from '../../../product/field-names.ts';
import {
  changesFrom,
  type ImageDetails,
  type NewVariant,
  type ProductChanges,
  type VariantValues,
} from '../../../product/fields.ts';
import { fromFile } from '../../../product/file-fields.ts';
import { videosIn } from '../../../product/nested-fields.ts';
import { pairByName } from '../../product/images.ts';
import { isSameOption } from '../../product/nested-fields.ts';
import { restocked } from '../../store/levels.ts';
import type { StoreEntry } from '../../store/reader.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import { customFieldsOf } from './custom-fields.ts';
import { optionsKey } from './limits.ts';
import { labelOf } from './option-labels.ts';
import type { Report } from './row-problems.ts';

/** The store fetches the picture from there; longer ones it refuses (docs/facts/bigcommerce-catalog.md#images). */
const URL_LIMIT = 255;
/** The storefront, which new products are in. */
const DEFAULT_CHANNEL = 1;

/**
 * What a row says of a product in ttpd's fields: its own word, whoever owns them. A field that it says nothing of is
 * absent. Numbers of the store (categories, brands) must be there; names need not be.
 */
export async function rowFields(
  row: ProductRow,
  theirs: StoreEntry | undefined,
  taxonomy: Taxonomy,
  report: Report,
): Promise<ProductChanges> {
  const fields = fromFile(row);
  Object.assign(fields, customFieldsOf(row, theirs, report));
  for (const [i, { youtubeId, title, description, sortOrder }] of (row.videos ?? []).entries())
    fields[videoField(youtubeId)] = {
      title: title ?? '',
      description: description ?? '',
      sortOrder: sortOrder ?? i,
    };
  await brandOf(row, taxonomy, fields, report);
  categoriesOf(row, taxonomy, fields, report);
  taxClassOf(row, fields, report);
  purchasabilityOf(row, theirs, fields);
  return fields;
}

async function brandOf(
  { brand, brandId }: ProductRow,
  taxonomy: Taxonomy,
  fields: ProductChanges,
  report: Report,
): Promise<void> {
  if (brand !== undefined || brandId === undefined) return;
  const name = brandId === null ? null : await taxonomy.brandName(brandId);
  if (name !== undefined) fields.brand = name;
  else
    report.error('BRAND_ID_UNKNOWN', `The store has no brand with the id ${brandId}.`, {
      column: 'brandId',
      value: String(brandId),
      hint: 'Give its name in a Brand column, or create the brand first.',
    });
}

function categoriesOf(
  { categories, categoryIds }: ProductRow,
  taxonomy: Taxonomy,
  fields: ProductChanges,
  report: Report,
): void {
  if (categories !== undefined) fields.categories = categories ?? [];
  else if (categoryIds !== undefined) {
    const paths = (categoryIds ?? []).map((id) => [id, taxonomy.pathOf(id)] as const);
    const unknown = paths.filter(([id, path]) => path.length === 1 && path[0] === `#${id}`);
    if (unknown.length === 0) fields.categories = paths.map(([, path]) => path);
    else
      report.error(
        'CATEGORY_ID_UNKNOWN',
        `The store has no category with the id ${unknown.map(([id]) => id).join(', ')}.`,
        {
          column: 'categoryIds',
          value: (categoryIds ?? []).join(';'),
          hint: 'Ids are of one store: take them from this one, or give the names of categories.',
        },
      );
  }
}

/** Where a file says only yes or no, yes is said of a preorder too. */
function purchasabilityOf(
  { purchasable }: ProductRow,
  theirs: StoreEntry | undefined,
  fields: ProductChanges,
): void {
  if (purchasable === false) fields.purchasability ??= 'disabled';
  else if (purchasable && theirs?.fields.purchasability === 'disabled') fields.purchasability ??= 'available';
}

/** Only numbers are known here; the first is every store's default. */
function taxClassOf({ taxClass }: ProductRow, fields: ProductChanges, report: Report): void {
  if (taxClass === undefined) return;
  if (taxClass === null || /^default/i.test(taxClass)) fields.taxClass = 0;
  else if (/^\d{1,3}$/.test(taxClass)) fields.taxClass = Number(taxClass);
  else
    report.warning('TAX_CLASS_NAME', `The tax class "${taxClass}" is left as it is in the store.`, {
      column: 'taxClass',
      value: taxClass,
      hint: "Give the tax class's number instead of its name.",
    });
}

/**
 * The images of a row: those that the store has, going by the names of their files, may be shown otherwise; others are
 * added. One that is not in the file stays, unless the cell clears them all.
 * @param known addresses of images that earlier imports added: the store does not say where an image came from
 */
export function imageFields(
  { images }: ProductRow,
  theirs: StoreEntry | undefined,
  known: ReadonlySet<string>,
  report: Report,
): ProductChanges {
  const fields: ProductChanges = {};
  const there = theirs?.fields ?? {};
  if (images === null) for (const name of there.images ?? []) fields[imageField(name)] = null;
  const added: string[] = [];
  const names = namesOf(images ?? [], theirs, known);
  for (const [i, image] of (images ?? []).entries()) {
    const { url, description, isThumbnail, sortOrder } = image;
    const given = { description, isThumbnail, sortOrder };
    const name = names.get(url);
    if (name !== undefined) {
      fields[imageField(name)] = shownAs(there[imageField(name)] ?? NOT_SHOWN, given);
    } else if (!known.has(url) && !added.includes(url)) {
      if (!isFetchable(url)) {
        report.error('IMAGE_URL', `The store cannot fetch the image ${url}.`, {
          column: 'images',
          value: url,
          hint: `Give an address that begins with https:// and has at most ${URL_LIMIT} characters.`,
        });
        continue;
      }
      const isFirst = (there.images ?? []).length === 0 && i === 0;
      const otherThumbnail = (images ?? []).some((other) => other !== image && other.isThumbnail);
      const sort = (there.images ?? []).length + i;
      fields[imageField(url)] = shownAs(
        { description: '', isThumbnail: isFirst && !otherThumbnail, sortOrder: sort },
        given,
      );
      added.push(url);
    }
  }
  return added.length > 0 ? { ...fields, images: added } : fields;
}

/** Which of the store's pictures the file means: first by its address there, then those that ttpd added, then any of that name. */
function namesOf(
  images: readonly { url: string }[],
  theirs: StoreEntry | undefined,
  known: ReadonlySet<string>,
): Map<string, string> {
  const there = theirs?.whole?.images ?? [];
  const addresses = new Set([...known, ...images.map(({ url }) => url)]);
  const exact = new Map(
    there.flatMap(({ address, name }) => (addresses.has(address) ? [[address, name] as const] : [])),
  );
  const open = [...addresses].filter((url) => !exact.has(url));
  const others = there.filter(({ address }) => !exact.has(address));
  return new Map([...exact, ...[...pairByName(open, others)].map(([url, { name }]) => [url, name] as const)]);
}

const NOT_SHOWN: ImageDetails = { description: '', isThumbnail: false, sortOrder: 0 };

function shownAs(
  shown: ImageDetails,
  given: { [Key in keyof ImageDetails]?: ImageDetails[Key] | undefined },
): ImageDetails {
  return {
    description: given.description ?? shown.description,
    isThumbnail: given.isThumbnail ?? shown.isThumbnail,
    sortOrder: given.sortOrder ?? shown.sortOrder,
  };
}

function isFetchable(url: string): boolean {
  return url.length <= URL_LIMIT && /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}

/** Every video, where the clear token takes them away. */
export function clearedVideos({ videos }: ProductRow, theirs: StoreEntry): ProductChanges {
  if (videos !== null) return {};
  return changesFrom(videosIn(theirs.fields).map(([id]) => [videoField(id), null]));
}

/** The variants of a product that is to be created. */
export function newVariants({ variants = [] }: ProductRow, report: Report): NewVariant[] {
  return variants.map((variant) => {
    if (variant.options.length === 0 || variant.sku === '')
      report.error('VARIANT_INCOMPLETE', 'A new variant needs a SKU and its options.', {
        column: 'variants',
      });
    return newVariant(variant);
  });
}

function newVariant(variant: VariantRow): NewVariant {
  return {
    sku: variant.sku,
    options: variant.options.map((option) => ({ name: option.name, value: labelOf(option) })),
    ...(variant.stock === undefined ? {} : { stock: variant.stock }),
    fields: valuesOf(variant),
  };
}

function valuesOf(variant: VariantRow): VariantValues {
  const values = VARIANT_FIELDS.map((field) => [field, variant[field]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null));
}

export interface VariantChanges {
  fields: ProductChanges;
  stock: { sku: string; variantId: number; before: Level; after: Level }[];
  added: NewVariant[];
}

/** The variants of a product that is there. What options it has is the control panel's to change. */
export function variantChanges(
  { variants = [] }: ProductRow,
  { whole }: StoreEntry,
  report: Report,
): VariantChanges {
  const changes: VariantChanges = { fields: {}, stock: [], added: [] };
  const known = new Map(Object.keys(whole?.variants ?? {}).map((sku) => [sku.toLowerCase(), sku]));
  for (const variant of variants) {
    const sku = known.get(variant.sku.toLowerCase());
    if (sku === undefined) {
      const added = newVariant(variant);
      if (canBeAdded(added, whole)) changes.added.push(added);
      else
        report.error(
          'VARIANT_UNKNOWN',
          `The product is there without the variant ${variant.sku}, and without its options.`,
          {
            column: 'variants',
            value: variant.sku,
            hint: 'Add the options in the control panel, or delete the product and import it anew.',
          },
        );
      continue;
    }
    for (const field of VARIANT_FIELDS) {
      const value = variant[field];
      // A price of zero is a price; only a warning level of zero is none.
      if (value !== undefined) changes.fields[variantField(sku, field)] = value === 0 ? null : value;
    }
    const there = whole?.variants[sku];
    const pieces = there?.stock ?? null;
    if (variant.options.length > 0 && optionsKey(variant.options) !== optionsKey(there?.options ?? []))
      report.warning(
        'VARIANT_OPTIONS',
        `The variant ${sku} keeps its options: BigCommerce does not change them.`,
        {
          column: 'variants',
          value: variant.options.map(({ name, value }) => `${name}=${value}`).join(', '),
          hint: 'Delete the variant in the control panel and make it anew.',
        },
      );
    if (there && variant.stock !== undefined && pieces !== null && variant.stock !== pieces)
      changes.stock.push({
        sku,
        variantId: there.id,
        before: level(pieces, there.stockByLocation),
        after: restocked(there, variant.stock),
      });
  }
  return changes;
}

/** BigCommerce adds a variant of option values that the product has: one of each option. */
function canBeAdded({ options }: NewVariant, whole: StoreEntry['whole']): boolean {
  const [first, ...others] = Object.values(whole?.variants ?? {});
  if (!first || options.length !== first.options.length) return false;
  const known = [first, ...others].flatMap((variant) => variant.options);
  return options.every((wanted) => known.some((each) => isSameOption(each, wanted)));
}

/** A store with one channel is asked for none: its products are sold there as soon as they are made. */
export function newChannels({ channelIds }: ProductRow, usual: readonly number[]): number[] {
  const isUsual = usual.length === 0 && channelIds?.every((id) => id === DEFAULT_CHANNEL);
  return [...(channelIds && !isUsual ? channelIds : usual)];
}

/** Where a product is sold that is there is the merchant's. */
export function checkChannels(
  { channelIds }: ProductRow,
  theirs: StoreEntry | undefined,
  report: Report,
): void {
  const there = theirs?.whole?.channels;
  if (!channelIds || !there) return;
  if (JSON.stringify([...channelIds].sort()) === JSON.stringify([...there].sort())) return;
  report.warning('CHANNELS_NOT_WRITTEN', `Its channels stay as they are: ${there.join(', ')}.`, {
    column: 'channelIds',
    value: channelIds.join(';'),
    hint: 'Assign channels in the control panel.',
  });
}

const SHARED = ['price', 'retailPrice', 'costPrice', 'weight'] as const;

/**
 * For files whose products have no price of their own, only their variants': a price of the product that changes what no
 * variant costs is none of the file's.
 */
export function withoutSharedPrices(ours: ProductChanges, theirs: StoreEntry): ProductChanges {
  const skus = Object.keys(theirs.whole?.variants ?? {});
  if (skus.length === 0) return ours;
  const kept = { ...ours };
  const there = theirs.fields;
  for (const field of SHARED) {
    const isSame = skus.every((sku) => {
      const own = variantField(sku, field);
      const after = (own in ours ? ours[own] : there[own]) ?? ours[field] ?? there[field];
      return sameValue(field, there[own] ?? there[field], after);
    });
    if (isSame) for (const name of [field, ...skus.map((sku) => variantField(sku, field))]) delete kept[name];
  }
  return kept;
}
