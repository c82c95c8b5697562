import type { StoreBehaviour } from '../../store-behaviour.ts';
import { invalid } from '../errors.ts';
import { keptHtml } from './html.ts';
import type { CustomFieldInput, ProductInput } from './product-input.ts';
import type { VariantInput } from './variant-input.ts';

const HTML = ['description', 'warranty'];
const PRICE = /price$/;

/** What the store makes of the values it was sent, before it looks whether they are taken. */
export function asKept(behaviour: StoreBehaviour, input: ProductInput): ProductInput {
  return {
    ...input,
    fields: keptFields(behaviour, input.fields),
    ...(input.customFields && { customFields: input.customFields.map((pair) => keptPair(behaviour, pair)) }),
    ...(input.variants && { variants: input.variants.map((variant) => keptVariant(behaviour, variant)) }),
  };
}

export function keptVariant(behaviour: StoreBehaviour, input: VariantInput): VariantInput {
  return { ...input, fields: keptFields(behaviour, input.fields) };
}

export function keptPair<T extends Partial<CustomFieldInput>>({ trimsTexts }: StoreBehaviour, pair: T): T {
  if (!trimsTexts) return pair;
  const kept = { ...pair };
  for (const field of ['name', 'value'] as const) {
    const text = pair[field]?.trim();
    if (text === '') throw invalid({ custom_fields: `${field} must not be empty` });
    if (text !== undefined) kept[field] = text;
  }
  return kept;
}

function keptFields<T extends object>(behaviour: StoreBehaviour, fields: T): T {
  const kept = Object.entries(fields).map(([field, value]) => [field, keptValue(behaviour, field, value)]);
  const result: T = Object.fromEntries(kept);
  if ('name' in result && result.name === '') throw invalid({ name: 'must not be empty' });
  return result;
}

function keptValue({ html, trimsTexts, roundsPrices }: StoreBehaviour, field: string, value: unknown) {
  if (typeof value === 'number')
    return roundsPrices && PRICE.test(field) ? Math.round(value * 10_000) / 10_000 : value;
  if (typeof value !== 'string') return value;
  const text = HTML.includes(field) ? keptHtml(value, html) : value;
  return trimsTexts ? text.trim() : text;
}
