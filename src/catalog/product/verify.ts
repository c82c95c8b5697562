import type { StoreProduct } from '../../bigcommerce/product-schema.ts';
import type { OperationError } from '../../ledger/journal/operation.ts';
import { sameInStore } from '../../product/compare.ts';
import { tableRow } from '../../product/field-names.ts';
import { changesFrom, namesIn, type ProductChanges, pick } from '../../product/fields.ts';
import { marked } from '../../product/table.ts';
import { oneLine, plainText } from '../../rules/sanitize.ts';
import { PLAIN, plainFields } from './plain-fields.ts';

/** Whether two texts are the same words: stores tidy markup and blanks. */
export function readsAlike(field: string, one: unknown, other: unknown): boolean {
  const kind = tableRow(field)?.kind;
  const words = (value: unknown) =>
    kind === 'html' ? plainText(String(value ?? '')) : oneLine(String(value ?? ''));
  return (kind === 'html' || kind === 'text') && words(one) === words(other);
}

/** Texts of a row that the store has in a way of its own. */
export function tidiedTexts(written: ProductChanges, there: ProductChanges): ProductChanges {
  const tidied = namesIn(written).filter(
    (field) =>
      !sameInStore(field, written[field], there[field]) && readsAlike(field, written[field], there[field]),
  );
  return pick(there, tidied);
}

/** The store has a row's product with another value than was sent: `unknown`, until it is as it was sent. */
export const NOT_AS_SENT = 'NOT_AS_SENT';

/** What the store keeps or refuses. Texts are its to tidy. */
const VERIFIED: readonly string[] = marked('verified');

export interface Saved {
  /** What the store has otherwise than it was sent. */
  error: OperationError | undefined;
  /** Texts that it saved in a way of its own, which a rollback must know for ttpd's. */
  tidied: ProductChanges | undefined;
  /** Of a new product: fields of which nothing was sent and the store has a value all the same. */
  made: ProductChanges;
}

/**
 * A product as the store says it saved it, beside what was written: HTTP 200 is not success. Stock is asynchronous and is
 * read back on its own.
 */
export function compareSaved(product: StoreProduct, written: ProductChanges): Saved {
  const there: ProductChanges = plainFields(product);
  const saved = savedOtherwise(there, written);
  const names = namesIn(saved);
  const wrong = names.filter(
    (field) => VERIFIED.includes(field) && !readsAlike(field, saved[field], written[field]),
  );
  const tidied = names.filter((field) => !wrong.includes(field));
  const message = `The store has it with another ${wrong.join(', ')} than was sent.`;
  return {
    error: wrong.length > 0 ? { code: NOT_AS_SENT, message } : undefined,
    tidied: tidied.length > 0 ? pick(saved, tidied) : undefined,
    made: pick(
      there,
      marked('defaulted').filter((field) => written[field] === undefined),
    ),
  };
}

/** Of what was written, what is there otherwise. */
export function savedOtherwise(there: ProductChanges, written: ProductChanges): ProductChanges {
  const wrong = PLAIN.filter(
    ({ field }) => field in written && !sameInStore(field, written[field], there[field]),
  );
  return changesFrom(wrong.map(({ field }) => [field, there[field] ?? null]));
}
