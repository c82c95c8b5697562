import type { Fields } from '../columns.ts';
import type { ProductRow, VariantRow } from '../csv-row.ts';
import { oneZero, type ValueType } from '../values.ts';

/**
 * WooCommerce's `In stock?` decides whether a thing can be bought where its pieces are not counted, and repeats what the
 * number says where they are. Here the same is said by `availability` and `purchasing_disabled`.
 */
export const inStock: ValueType<boolean> = {
  ...oneZero,
  // What is ordered from the maker can be bought.
  parse: (it, context) => (/^(?:on)?backorder$/i.test(it) ? true : oneZero.parse(it, context)),
};

type Sold = Pick<ProductRow, 'purchasability' | 'stock' | 'inventoryTracking' | 'variants'>;

export function productInStock({ purchasability, stock, inventoryTracking }: Sold): boolean | undefined {
  if (purchasability === 'disabled') return false;
  if (stock !== undefined && inventoryTracking !== 'variant') return stock > 0;
  return purchasability === undefined ? undefined : true;
}

export function variationInStock(
  { purchasability }: Sold,
  { purchasingDisabled, stock }: VariantRow,
): boolean | undefined {
  if (purchasability === 'disabled' || purchasingDisabled === true) return false;
  if (stock !== undefined) return stock > 0;
  return purchasingDisabled === undefined ? undefined : true;
}

/** Whether the column cannot say it: preorders, and what may not be bought beside what is sold out. */
export function hidesPurchasability({
  purchasability,
  stock,
  inventoryTracking,
  variants = [],
}: Sold): boolean {
  const counts = inventoryTracking === 'variant' ? variants.map((each) => each.stock) : [stock];
  const isSoldOut = counts.every((pieces) => pieces === 0);
  return purchasability === 'preorder' || (purchasability === 'disabled' && isSoldOut);
}

/** The same of a variation that is sold out and may not be bought, unless that is said of its whole product. */
export function hidesVariations(row: Sold): boolean {
  const { purchasability, inventoryTracking, stock, variants = [] } = row;
  const counted = inventoryTracking === 'product' ? stock : undefined;
  const isHidden = variants.some((each) => each.purchasingDisabled && (each.stock ?? counted) === 0);
  return isHidden && (purchasability !== 'disabled' || hidesPurchasability(row));
}

/** What the columns of a product and of its variations say, in the fields that they have here. */
export function readInStock(product: Fields, variations: readonly Fields[]): void {
  const isOut = product.inStock === false;
  const counts =
    variations.length > 0 ? variations.map((each) => each.stock ?? product.stock) : [product.stock];
  if (product.inStock === true) product.purchasable = true;
  // A number of zero says it already, and will not for ever.
  else if (isOut && counts.some((pieces) => pieces !== 0)) product.purchasable = false;
  for (const each of variations) {
    if (each.inStock === true) each.purchasingDisabled = false;
    else if (each.inStock === false && !isOut && each.stock !== 0) each.purchasingDisabled = true;
    delete each.inStock;
  }
  delete product.inStock;
}
