import type { ProductCreate, ProductUpdate } from '../../../bigcommerce/request-types.ts';
import { isNone } from '../../../product/compare.ts';
import { CUSTOM_FIELD, isCustomField, isNested } from '../../../product/field-names.ts';
import type { ProductChanges } from '../../../product/fields.ts';
import { amount, plainBody } from '../../product/plain-fields.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import { nestedCreateBody } from './variant-bodies.ts';

/**
 * Everything in one POST: brand by name, stock, custom fields and images inline
 * (docs/facts/bigcommerce-catalog.md#creating-products).
 */
export function createBody(sku: string, fields: ProductChanges, taxonomy: Taxonomy): ProductCreate {
  return {
    ...plainBody(fields),
    name: fields.name ?? sku,
    sku,
    type: fields.type ?? 'physical',
    price: amount(fields.price ?? '0'),
    weight: amount(fields.weight ?? '0'),
    categories: categoryIds(fields.categories ?? [], taxonomy),
    // What has no level of its own, such as a core charge, can always be bought.
    inventory_tracking: fields.inventoryTracking ?? (isNone(fields.stock) ? 'none' : 'product'),
    ...levelOf(fields),
    custom_fields: customFieldsOf(fields).flatMap(([field, value]) =>
      value === null ? [] : [{ name: field, value }],
    ),
    ...(fields.condition ? { is_condition_shown: fields.showCondition ?? true } : {}),
    ...bulkRules(fields.bulkPrices ?? []),
    ...nestedCreateBody(fields),
  };
}

function levelOf({ stock }: ProductChanges) {
  return isNone(stock) ? {} : { inventory_level: stock };
}

/** A fixed price a piece from so many on, up to where the next begins; 0 has no end. */
function bulkRules(prices: NonNullable<ProductChanges['bulkPrices']>) {
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
  { before, after }: { before: ProductChanges; after: ProductChanges },
  taxonomy: Taxonomy,
): ProductUpdate {
  const body: ProductUpdate = { id: productId, ...plainBody(after), ...levelOf(after) };
  if (!after.categories && !after.removedCategories) return body;
  // The store replaces the whole list, so what the product has goes along.
  const all = categoryIds([...(before.categories ?? []), ...(after.categories ?? [])], taxonomy);
  const removed = new Set(categoryIds(after.removedCategories ?? [], taxonomy));
  return { ...body, categories: all.filter((id) => !removed.has(id)) };
}

/** What a product is left with when only its custom fields or images change: no PUT is needed. */
export function changesProduct(after: ProductChanges): boolean {
  return Object.keys(after).some(
    (field) =>
      !['images', 'removedImages', 'stock', 'variants'].includes(field) &&
      !isCustomField(field) &&
      !isNested(field),
  );
}

export function customFieldsOf(fields: ProductChanges): [name: string, value: string | null][] {
  return Object.keys(fields)
    .filter(isCustomField)
    .map((field) => [field.slice(CUSTOM_FIELD.length), fields[field] ?? null]);
}

function categoryIds(paths: readonly string[][], taxonomy: Taxonomy): number[] {
  const ids = paths.flatMap((path) => taxonomy.idOf(path) ?? []);
  return [...new Set(ids)];
}
