import type { StoreProduct } from '../../bigcommerce/schema.ts';
import type { FieldValues, OperationError } from '../../ledger/journal/operation.ts';
import { detailFields } from '../product/detail-fields.ts';
import { type ProductFields, sameInStore } from '../product/fields.ts';
import { plainFields } from './reader.ts';

/** The store has a row's product with another value than was sent: `unknown`, until it is as it was sent. */
export const NOT_AS_SENT = 'NOT_AS_SENT';

/** Texts are the store's to tidy; these it keeps or refuses. */
const KEPT = [
  'name',
  'mpn',
  'gtin',
  'upc',
  'condition',
  'price',
  'costPrice',
  'retailPrice',
  'mapPrice',
  'salePrice',
  'fixedShippingPrice',
  'weight',
  'width',
  'height',
  'depth',
  'minimumQuantity',
  'visible',
];

/**
 * Names of the fields that the store answered with another value than was written. HTTP 200 is not success: only the
 * product as the store says it saved it is. Stock is asynchronous and is read back on its own.
 */
export function differences(product: StoreProduct, written: ProductFields): string[] {
  const answered = { ...plainFields(product), ...detailFields(product) };
  return KEPT.filter((field) => field in written && !sameInStore(field, written[field], answered[field]));
}

/** Texts as the store says it saved them, where that is not what was sent: a rollback must know them for ttpd's. */
export function tidied(product: StoreProduct, written: FieldValues): FieldValues | undefined {
  const texts = Object.entries(plainFields(product)).filter(
    ([field, value]) =>
      field in written && !KEPT.includes(field) && !sameInStore(field, written[field], value),
  );
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

/** What differs as a row's error; `undefined` when nothing does. */
export function notAsSent(wrong: readonly string[]): OperationError | undefined {
  if (wrong.length === 0) return undefined;
  return { code: NOT_AS_SENT, message: `The store has it with another ${wrong.join(', ')} than was sent.` };
}
