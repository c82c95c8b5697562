import type { StoreProduct } from '../bigcommerce/schema.ts';
import type { OperationError } from '../ledger/operations.ts';
import { type ProductFields, sameValue } from './fields.ts';

/**
 * Names of the fields that the store answered with another value than was written. HTTP 200 is not success: only the
 * product as the store says it saved it is. Stock is asynchronous and HTML is the store's to tidy, so neither is asked.
 */
export function differences(product: StoreProduct, written: ProductFields): string[] {
  const answered: ProductFields = {
    name: product.name,
    mpn: product.mpn,
    price: product.price.toFixed(),
    weight: product.weight.toFixed(),
    visible: product.isVisible,
    ...(product.costPrice ? { costPrice: product.costPrice.toFixed() } : {}),
    ...(product.retailPrice ? { retailPrice: product.retailPrice.toFixed() } : {}),
    ...(product.mapPrice ? { mapPrice: product.mapPrice.toFixed() } : {}),
  };
  return Object.keys(answered).filter(
    (field) =>
      field in written && !sameValue(field, rounded(field, written[field]), rounded(field, answered[field])),
  );
}

/** BigCommerce keeps four decimals (bigcommerce-facts.md section 1). */
function rounded(field: string, value: unknown): unknown {
  const isDecimal = typeof value === 'string' && /price|weight/i.test(field);
  return isDecimal ? Number(value).toFixed(4) : value;
}

/** What differs as a row's error; `undefined` when nothing does. */
export function notAsSent(wrong: readonly string[]): OperationError | undefined {
  if (wrong.length === 0) return undefined;
  return { code: 'NOT_AS_SENT', message: `The store has it with another ${wrong.join(', ')} than was sent.` };
}
