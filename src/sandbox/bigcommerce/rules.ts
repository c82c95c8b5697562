import type { JsonObject } from '../json.ts';

/** What a field's value must be; the answer is what is wrong with it. */
export type Rule = (value: unknown) => string | undefined;

export function text(max: number, min = 0): Rule {
  return (value) => {
    if (typeof value !== 'string') return 'error.expected.string';
    if (value.length < min) return min === 1 ? 'must not be empty' : `must have at least ${min} characters`;
    return value.length > max ? `must not be longer than ${max} characters` : undefined;
  };
}

export function number(min: number, max = Number.MAX_SAFE_INTEGER): Rule {
  return (value) => {
    if (typeof value !== 'number') return 'error.expected.number';
    return value < min || value > max ? `must be from ${min} to ${max}` : undefined;
  };
}

export function integer(min: number, max: number): Rule {
  return (value) => (Number.isInteger(value) ? number(min, max)(value) : 'error.expected.integer');
}

export function flag(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'error.expected.boolean';
}

export function oneOf(...values: readonly string[]): Rule {
  return (value) => (values.includes(value as string) ? undefined : `must be one of ${values.join(', ')}`);
}

export function listOf(rule: Rule, most = Number.MAX_SAFE_INTEGER): Rule {
  return (value) => {
    if (!Array.isArray(value)) return 'error.expected.array';
    if (value.length > most) return `must not have more than ${most} items`;
    return value.map(rule).find((wrong) => wrong !== undefined);
  };
}

export function orNull(rule: Rule): Rule {
  return (value) => (value === null ? undefined : rule(value));
}

/** Decimals may come as text, as in BigCommerce's own samples. */
export function withNumbers(input: JsonObject, fields: readonly string[]): JsonObject {
  const numbers = fields.filter((field) => /^\s*-?\d+(\.\d+)?\s*$/.test(textOf(input[field])));
  return { ...input, ...Object.fromEntries(numbers.map((field) => [field, Number(input[field])])) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Field by field; a field without a rule is unknown, and refused (the published specs let it pass). */
export function check(
  input: JsonObject,
  rules: Readonly<Record<string, Rule>>,
  ignored: readonly string[] = [],
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [field, value] of Object.entries(input)) {
    if (ignored.includes(field)) continue;
    const wrong = Object.hasOwn(rules, field) ? rules[field]?.(value) : 'is not a known field';
    if (wrong !== undefined) errors[field] = wrong;
  }
  return errors;
}
