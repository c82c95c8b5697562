import { Big } from 'big.js';
import type { ProductCreate, ProductUpdate } from '../../../bigcommerce/request-types.ts';
import { withoutUndefined } from '../../../common/without-undefined.ts';
import { detailBody } from '../../product/detail-fields.ts';
import { CUSTOM_FIELD, type ProductFields } from '../../product/fields.ts';
import { isNested } from '../../product/nested-fields.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import { nestedCreateBody } from './variant-bodies.ts';

/** BigCommerce's JSON has numbers for money; four decimals survive the way through a float and back. */
function amount(text: string): number {
  return new Big(text).round(4, Big.roundHalfUp).toNumber();
}

/**
 * Everything in one POST: brand by name, stock, custom fields and images inline
 * (docs/facts/bigcommerce-catalog.md#creating-products).
 */
export function createBody(sku: string, fields: ProductFields, taxonomy: Taxonomy): ProductCreate {
  const { name = sku, price = '0', weight = '0', stock } = fields;
  return {
    ...updatableFields(fields),
    name,
    sku,
    type: fields.type ?? 'physical',
    price: amount(price),
    weight: amount(weight),
    categories: categoryIds(fields.categories ?? [], taxonomy),
    // What has no level of its own, such as a core charge, can always be bought.
    inventory_tracking: fields.inventoryTracking ?? (stock === undefined ? 'none' : 'product'),
    ...(stock === undefined ? {} : { inventory_level: stock }),
    custom_fields: customFieldsOf(fields).flatMap(([field, value]) =>
      value === null ? [] : [{ name: field, value }],
    ),
    ...(fields.condition ? { is_condition_shown: fields.showCondition ?? true } : {}),
    ...bulkRules(fields.bulkPrices ?? []),
    ...nestedCreateBody(fields),
  };
}

/** A fixed price a piece from so many on, up to where the next begins; 0 has no end. */
function bulkRules(prices: NonNullable<ProductFields['bulkPrices']>) {
  if (prices.length === 0) return {};
  return {
    bulk_pricing_rules: prices.map(({ from, price }, i) => ({
      quantity_min: from,
      quantity_max: (prices[i + 1]?.from ?? 1) - 1,
      type: 'fixed' as const,
      amount: amount(price),
    })),
  };
}

/** One row of the batch PUT: what changed, and nothing else. Custom fields and images have calls of their own. */
export function updateBody(
  productId: number,
  { before, after }: { before: ProductFields; after: ProductFields },
  taxonomy: Taxonomy,
): ProductUpdate {
  const level = after.stock === undefined ? {} : { inventory_level: after.stock };
  const body: ProductUpdate = { id: productId, ...updatableFields(after), ...level };
  if (!after.categories && !after.removedCategories) return body;
  // The store replaces the whole list, so what the product has goes along.
  const all = categoryIds([...(before.categories ?? []), ...(after.categories ?? [])], taxonomy);
  const removed = new Set(categoryIds(after.removedCategories ?? [], taxonomy));
  return { ...body, categories: all.filter((id) => !removed.has(id)) };
}

/** What a product is left with when only its custom fields or images change: no PUT is needed. */
export function changesProduct(after: ProductFields): boolean {
  return Object.keys(after).some(
    (field) =>
      !['images', 'removedImages', 'stock', 'variants'].includes(field) &&
      !field.startsWith(CUSTOM_FIELD) &&
      !isNested(field),
  );
}

export function customFieldsOf(fields: ProductFields): [name: string, value: string | null][] {
  return Object.entries(fields)
    .filter(([field]) => field.startsWith(CUSTOM_FIELD))
    .map(([field, value]) => [field.slice(CUSTOM_FIELD.length), value === null ? null : String(value)]);
}

function updatableFields(fields: ProductFields) {
  const text = (value: string | null | undefined) => (value === undefined ? undefined : (value ?? ''));
  const decimal = (value: string | null | undefined) =>
    value === undefined ? undefined : value === null ? 0 : amount(value);
  return withoutUndefined({
    name: fields.name,
    mpn: text(fields.mpn),
    gtin: text(fields.gtin),
    upc: text(fields.upc),
    page_title: text(fields.pageTitle),
    meta_description: text(fields.metaDescription),
    search_keywords: text(fields.searchKeywords),
    availability_description: text(fields.availability),
    // A product is taken out of its brand by number only.
    ...(fields.brand === null ? { brand_id: 0 } : { brand_name: fields.brand }),
    description: text(fields.description),
    condition: fields.condition,
    price: decimal(fields.price),
    cost_price: decimal(fields.costPrice),
    retail_price: decimal(fields.retailPrice),
    map_price: decimal(fields.mapPrice),
    weight: decimal(fields.weight),
    width: decimal(fields.width),
    height: decimal(fields.height),
    depth: decimal(fields.depth),
    order_quantity_minimum: fields.minimumQuantity === null ? 0 : fields.minimumQuantity,
    is_visible: fields.visible,
    ...detailBody(fields),
  });
}

function categoryIds(paths: readonly string[][], taxonomy: Taxonomy): number[] {
  const ids = paths.flatMap((path) => taxonomy.idOf(path) ?? []);
  return [...new Set(ids)];
}
