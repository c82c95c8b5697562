import { isObject, type JsonObject } from '../../json.ts';
import { invalid, missing } from '../errors.ts';
import { check, flag, integer, listOf, number, oneOf, type Rule, text, withNumbers } from '../rules.ts';
import type { ProductFields } from '../stored/product.ts';
import { DECIMALS, FIELD_RULES, READ_ONLY, REQUIRED } from './fields.ts';
import { inlineVariantProblem, readVariant, type VariantInput } from './variant-input.ts';

export interface CustomFieldInput {
  id?: number;
  name: string;
  value: string;
}

export interface ImageInput {
  id?: number;
  image_url: string;
  description?: string;
  is_thumbnail?: boolean;
  sort_order?: number;
}

export interface BulkPriceInput {
  quantity_min: number;
  quantity_max: number;
  type: string;
  amount: number | string;
}

export interface CustomUrlInput {
  url: string;
  is_customized?: boolean;
}

/** A product as it may be written: plain fields and what hangs on them. */
export interface ProductInput {
  fields: Partial<ProductFields>;
  inventoryLevel?: number;
  categories?: number[];
  brandName?: string;
  customUrl?: CustomUrlInput;
  customFields?: CustomFieldInput[];
  images?: ImageInput[];
  bulkPrices?: BulkPriceInput[];
  videos?: VideoInput[];
  /** Of a new product only. */
  variants?: VariantInput[];
}

const MOST_CATEGORIES = 1000;
const MOST_CUSTOM_FIELDS = 200;
const MOST_IMAGES = 1000;
const MOST_VARIANTS = 600;

export const customFieldRules = { id: integer(1, 2 ** 31), name: text(250, 1), value: text(250, 1) };

export const imageRules = {
  id: integer(1, 2 ** 31),
  product_id: integer(0, 2 ** 31),
  image_url: text(255, 1),
  description: text(65_535),
  is_thumbnail: flag,
  sort_order: integer(-(2 ** 31), 2 ** 31 - 1),
};

export interface VideoInput {
  id?: number;
  video_id: string;
  type?: string;
  title?: string;
  description?: string;
  sort_order?: number;
}

export const videoRules = {
  id: integer(1, 2 ** 31),
  video_id: text(25, 1),
  type: oneOf('youtube'),
  title: text(255),
  description: text(65_535),
  sort_order: integer(-(2 ** 31), 2 ** 31 - 1),
};

export const bulkPriceRules = {
  id: integer(0, 2 ** 31),
  quantity_min: integer(0, 2 ** 31),
  quantity_max: integer(0, 2 ** 31),
  type: oneOf('price', 'percent', 'fixed'),
  amount: (value: unknown) => number(0)(typeof value === 'string' ? Number(value) : value),
};

const RELATION_RULES: Readonly<Record<string, Rule>> = {
  ...FIELD_RULES,
  categories: listOf(integer(1, 2 ** 31), MOST_CATEGORIES),
  brand_name: text(255),
  custom_url: item({ url: text(255, 1), is_customized: flag, create_redirect: flag }, ['url']),
  custom_fields: listOf(item(customFieldRules, ['name', 'value']), MOST_CUSTOM_FIELDS),
  images: listOf(item(imageRules, ['image_url']), MOST_IMAGES),
  bulk_pricing_rules: listOf(item(bulkPriceRules, ['quantity_min', 'quantity_max', 'type', 'amount'])),
  videos: listOf(item(videoRules, ['video_id'])),
  // Only with a new product: the PUT's spec has none (docs/facts/bigcommerce-catalog.md#batches).
  variants: listOf(inlineVariantProblem, MOST_VARIANTS),
};

/**
 * Checks a product body (docs/facts/bigcommerce-catalog.md#field-limits); all that is wrong is named by field, in one
 * refusal.
 */
export function readProduct(given: unknown, isNew: boolean): ProductInput {
  if (!isObject(given)) throw invalid({ body: 'error.expected.object' });
  const body = withNumbers(given, DECIMALS);
  if (isNew) {
    const absent = REQUIRED.filter(
      (field) => body[field] === undefined || body[field] === null || body[field] === '',
    );
    if (absent.length > 0) throw missing(absent);
  }
  const errors = check(body, RELATION_RULES, READ_ONLY);
  if (body.brand_id !== undefined && body.brand_name !== undefined)
    errors.brand_name = 'use brand_id or brand_name, not both';
  if (!isNew && body.variants !== undefined) errors.variants = 'variants have calls of their own';
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return sort(body);
}

function sort(body: JsonObject): ProductInput {
  const { inventory_level, categories, brand_name, custom_url, custom_fields } = body;
  const { images, bulk_pricing_rules, videos, variants } = body;
  const plain = Object.keys(body).filter((field) => field in FIELD_RULES && field !== 'inventory_level');
  // The rules above have established every type that is asserted here.
  return {
    fields: Object.fromEntries(plain.map((field) => [field, body[field]])) as Partial<ProductFields>,
    inventoryLevel: inventory_level as number | undefined,
    categories: categories as number[] | undefined,
    brandName: brand_name as string | undefined,
    customUrl: custom_url as CustomUrlInput | undefined,
    customFields: custom_fields as CustomFieldInput[] | undefined,
    images: images as ImageInput[] | undefined,
    bulkPrices: bulk_pricing_rules as BulkPriceInput[] | undefined,
    videos: videos as VideoInput[] | undefined,
    variants: (variants as unknown[] | undefined)?.map((variant) => readVariant(variant, ['sku'])),
  };
}

function item(rules: Readonly<Record<string, Rule>>, required: readonly string[]): Rule {
  return (value) => {
    if (!isObject(value)) return 'error.expected.object';
    const absent = required.find((field) => value[field] === undefined);
    if (absent !== undefined) return `${absent} is required`;
    const [wrong] = Object.entries(check(value, rules, IMAGE_READ_ONLY));
    return wrong && `${wrong[0]} ${wrong[1]}`;
  };
}

const IMAGE_READ_ONLY = [
  'url_zoom',
  'url_standard',
  'url_thumbnail',
  'url_tiny',
  'date_modified',
  'image_file',
];
