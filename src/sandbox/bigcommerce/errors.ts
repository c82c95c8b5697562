import { Refusal } from '../refusal.ts';

const TYPE = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

export type FieldErrors = Readonly<Record<string, string>>;

/** `{status, title, type, errors}` (docs/facts/bigcommerce-api.md#answers). */
export function storeRefusal(status: number, title: string, errors: FieldErrors = {}): Refusal {
  return new Refusal(status, { status, title, type: TYPE, errors });
}

/** The same as `application/problem+json`: inventory and locations (docs/facts/bigcommerce-api.md#answers). */
export function problem(status: number, title: string, errors: FieldErrors = {}): Refusal {
  return new Refusal(
    status,
    { status, title, type: TYPE, errors },
    { 'Content-Type': 'application/problem+json' },
  );
}

export function notFound(what: string): Refusal {
  return new Refusal(404, { status: 404, title: `The requested ${what} was not found`, type: TYPE });
}

/** A unique value is taken: the texts seen in the field (docs/facts/bigcommerce-catalog.md#uniqueness). */
export function duplicate(what: string, field: string): Refusal {
  const title = `The ${what} is a duplicate`;
  return storeRefusal(409, title, { [field]: title });
}

/** 413, worded as in the specs (docs/facts/bigcommerce-catalog.md#batches). */
export function tooMany(most: number): Refusal {
  const title = `The request payload is too large. The maximum items allowed in the array is ${most}.`;
  return storeRefusal(413, title);
}

export function missing(fields: readonly string[]): Refusal {
  const errors = Object.fromEntries(fields.map((field) => [field, `Please provide a ${field}.`]));
  return storeRefusal(422, 'Missing Required Fields', errors);
}

export function invalid(errors: FieldErrors): Refusal {
  return storeRefusal(422, 'JSON data is missing or invalid', errors);
}

export function badJson(): Refusal {
  return new Refusal(400, { status: 400, title: 'Input is invalid', type: TYPE, detail: 'Syntax error' });
}

/** As seen in several clients (docs/facts/bigcommerce-api.md#requests). */
export function unknownFilters(names: readonly string[]): Refusal {
  return storeRefusal(422, `The filter(s): ${names.join(', ')} are not valid filter parameter(s).`);
}
