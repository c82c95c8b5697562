import { ServiceError } from '../http/errors/service-error.ts';

/**
 * The service's own words out of an error body: V3 `{title, errors: {field: text}}`, problem+json, or the V2 array
 * `[{message}]` (docs/facts/bigcommerce-api.md#answers), or the variants' `{batch_errors}`. `undefined` when it says
 * nothing.
 */
export function problemText(body: unknown): string | undefined {
  const problems = Array.isArray(body) ? body : [body];
  const texts = problems.flatMap((problem) => (isRecord(problem) ? wordsOf(problem) : []));
  return texts.length === 0 ? undefined : [...new Set(texts)].join('; ');
}

function wordsOf(problem: Record<string, unknown>): string[] {
  const { title, message, detail, errors, batch_errors: batch } = problem;
  if (Array.isArray(batch)) return batch.flatMap((each) => problemText(each) ?? []);
  const own = [title, message, detail].filter((each) => typeof each === 'string' && each !== '').map(String);
  if (Array.isArray(errors))
    return [...own, ...errors.flatMap((each) => problemText(each) ?? each ?? [])].map(String);
  if (!isRecord(errors)) return own;
  if (typeof errors.title === 'string') return [...own, ...wordsOf(errors)];
  const fields = Object.entries(errors).map(([field, text]) =>
    // The store repeats the title under the field: `{"title": "The product sku is a duplicate", "errors": {"sku": …}}`.
    own.includes(String(text))
      ? undefined
      : `${field}: ${typeof text === 'string' ? text : JSON.stringify(text)}`,
  );
  return [...own, ...fields.filter((each) => each !== undefined)];
}

/** A row that the service refused inside an answer that was no error as a whole (207, or a hole in a list of results). */
export function refusedRow(
  endpoint: string,
  words: string | undefined,
  status: number,
  body: unknown,
): ServiceError {
  const message = `BigCommerce saved only a part of ${endpoint}: ${words ?? 'it did not say why'}.`;
  return new ServiceError('INVALID_REQUEST', message, {
    service: 'bigcommerce',
    endpoint,
    outcome: 'refused',
    status,
    body,
  });
}

/** Another product or variant has the SKU, in whatever case (docs/facts/bigcommerce-catalog.md#uniqueness). */
export function isDuplicateSku(error: unknown): boolean {
  return (
    isConflict(error) &&
    /\bsku\b[^;]*(duplicate|not unique|already)/i.test(problemText(error.body) ?? error.message)
  );
}

/** Another product, brand or category has the name. */
export function isDuplicateName(error: unknown): boolean {
  const words = isConflict(error) ? (problemText(error.body) ?? error.message) : '';
  return /\bname\b[^;]*(duplicate|not unique|already|in use|must be unique|exists)/i.test(words);
}

/** 409, or the 422 with which some endpoints report a value that is taken. */
function isConflict(error: unknown): error is ServiceError {
  return error instanceof ServiceError && (error.code === 'CONFLICT' || error.status === 422);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
