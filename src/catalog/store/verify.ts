import type { StoreProduct } from '../../bigcommerce/schema.ts';
import type { OperationError } from '../../ledger/journal/operation.ts';
import { namesIn, type ProductChanges, pick } from '../../product/fields.ts';
import { marked } from '../../product/table.ts';
import { savedOtherwise } from '../product/plain-fields.ts';

/** The store has a row's product with another value than was sent: `unknown`, until it is as it was sent. */
export const NOT_AS_SENT = 'NOT_AS_SENT';

/** What the store keeps or refuses. Texts are its to tidy. */
const VERIFIED: readonly string[] = marked('verified');

/**
 * Names of the fields that the store answered with another value than was written. HTTP 200 is not success: only the
 * product as the store says it saved it is. Stock is asynchronous and is read back on its own.
 */
export function differences(product: StoreProduct, written: ProductChanges): string[] {
  return namesIn(savedOtherwise(product, written)).filter((field) => VERIFIED.includes(field));
}

/** Values as the store says it saved them, where that is not what was sent: a rollback must know them for ttpd's. */
export function tidied(product: StoreProduct, written: ProductChanges): ProductChanges | undefined {
  const saved = savedOtherwise(product, written);
  const names = namesIn(saved).filter((field) => !VERIFIED.includes(field));
  return names.length > 0 ? pick(saved, names) : undefined;
}

/** What differs as a row's error; `undefined` when nothing does. */
export function notAsSent(wrong: readonly string[]): OperationError | undefined {
  if (wrong.length === 0) return undefined;
  return { code: NOT_AS_SENT, message: `The store has it with another ${wrong.join(', ')} than was sent.` };
}
