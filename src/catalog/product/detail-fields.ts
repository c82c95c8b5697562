import type { StoreProduct } from '../../bigcommerce/schema.ts';
import { withoutUndefined } from '../../common/without-undefined.ts';
import type { ProductFields } from './fields.ts';

/** Fields that no rule maps and a person's file may set, as the store has them. What a product lacks is absent. */
export function detailFields(product: StoreProduct): ProductFields {
  const decimal = (value: StoreProduct['salePrice']) => (value?.gt(0) ? value.toFixed() : undefined);
  return withoutUndefined({
    type: product.type === 'digital' ? ('digital' as const) : ('physical' as const),
    salePrice: decimal(product.salePrice),
    fixedShippingPrice: decimal(product.fixedCostShippingPrice),
    freeShipping: product.isFreeShipping,
    featured: product.isFeatured,
    showCondition: product.isConditionShown,
    inventoryTracking: trackingOf(product),
    lowStock: product.inventoryWarningLevel || undefined,
    maximumQuantity: product.orderQuantityMaximum || undefined,
    binPickingNumber: product.binPickingNumber || undefined,
    warranty: product.warranty || undefined,
    metaKeywords: product.metaKeywords.join(', ') || undefined,
    taxClass: product.taxClassId,
    sortOrder: product.sortOrder,
    customUrl: product.customUrl ?? undefined,
  });
}

function trackingOf({ inventoryTracking: word }: StoreProduct): 'none' | 'product' | 'variant' {
  return word === 'product' || word === 'variant' ? word : 'none';
}

/** The same as BigCommerce takes them. */
export function detailBody(fields: ProductFields) {
  const text = (value: string | null | undefined) => (value === null ? '' : value);
  const number = (value: string | number | null | undefined) =>
    value === undefined ? undefined : Number(value ?? 0);
  const { metaKeywords, customUrl } = fields;
  return withoutUndefined({
    type: fields.type,
    sale_price: number(fields.salePrice),
    fixed_cost_shipping_price: number(fields.fixedShippingPrice),
    is_free_shipping: fields.freeShipping,
    is_featured: fields.featured,
    is_condition_shown: fields.showCondition,
    inventory_tracking: fields.inventoryTracking,
    inventory_warning_level: number(fields.lowStock),
    order_quantity_maximum: number(fields.maximumQuantity),
    bin_picking_number: text(fields.binPickingNumber),
    warranty: text(fields.warranty),
    meta_keywords: metaKeywords === undefined ? undefined : keywords(metaKeywords),
    tax_class_id: fields.taxClass,
    sort_order: number(fields.sortOrder),
    custom_url: customUrl ? { url: customUrl, is_customized: true } : undefined,
  });
}

export function keywords(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
