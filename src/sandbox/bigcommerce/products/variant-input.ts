import { isObject } from '../../json.ts';
import { invalid, missing } from '../errors.ts';
import { check, flag, integer, listOf, number, orNull, type Rule, text, withNumbers } from '../rules.ts';
import type { VariantFields } from '../stored/variant-fields.ts';
import { DECIMALS } from './fields.ts';

export interface OptionValueInput {
  id?: number;
  option_id?: number;
  option_display_name?: string;
  label?: string;
}

/** A variant as it may be written (variants spec, productVariant_Post and _Put). */
export interface VariantInput {
  id?: number;
  productId?: number;
  fields: Partial<VariantFields>;
  inventoryLevel?: number;
  optionValues?: OptionValueInput[];
}

const INT = 2_147_483_647;
const AMOUNT = orNull(number(0));

const OPTION_VALUE_RULES: Readonly<Record<string, Rule>> = {
  id: integer(1, INT),
  option_id: integer(1, INT),
  option_display_name: text(255, 1),
  label: text(255, 1),
};

const FIELD_RULES: Readonly<Record<string, Rule>> = {
  sku: text(255, 1),
  cost_price: AMOUNT,
  price: AMOUNT,
  sale_price: AMOUNT,
  retail_price: AMOUNT,
  weight: AMOUNT,
  width: AMOUNT,
  height: AMOUNT,
  depth: AMOUNT,
  is_free_shipping: flag,
  fixed_cost_shipping_price: AMOUNT,
  purchasing_disabled: flag,
  purchasing_disabled_message: text(255),
  upc: orNull(text(14)),
  gtin: orNull(text(14)),
  mpn: orNull(text(255)),
  image_url: text(255),
  inventory_warning_level: orNull(integer(0, INT)),
  bin_picking_number: orNull(text(255)),
};

const RULES: Readonly<Record<string, Rule>> = {
  ...FIELD_RULES,
  id: integer(1, INT),
  product_id: integer(1, INT),
  inventory_level: orNull(integer(0, INT)),
  option_values: listOf((value) => {
    if (!isObject(value)) return 'error.expected.object';
    const [wrong] = Object.entries(check(value, OPTION_VALUE_RULES));
    return wrong && `${wrong[0]} ${wrong[1]}`;
  }),
};

const READ_ONLY = ['calculated_price', 'calculated_weight', 'sku_id', 'map_price'];

/** Checks one variant; all that is wrong is named by field, in one refusal. */
export function readVariant(given: unknown, required: readonly string[]): VariantInput {
  if (!isObject(given)) throw invalid({ body: 'error.expected.object' });
  const body = withNumbers(given, DECIMALS);
  const absent = required.filter((field) => body[field] === undefined || body[field] === '');
  if (absent.length > 0) throw missing(absent);
  const errors = check(body, RULES, READ_ONLY);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const plain = Object.keys(body).filter((field) => field in FIELD_RULES);
  // The rules above have established every type that is asserted here.
  return {
    id: body.id as number | undefined,
    productId: body.product_id as number | undefined,
    fields: Object.fromEntries(plain.map((field) => [field, body[field]])) as Partial<VariantFields>,
    inventoryLevel: (body.inventory_level ?? undefined) as number | undefined,
    optionValues: body.option_values as OptionValueInput[] | undefined,
  };
}

/**
 * `variants[]` of a new product: each names its options (docs/facts/bigcommerce-catalog.md#creating-products); what is
 * wrong, if anything.
 */
export function inlineVariantProblem(value: unknown): string | undefined {
  if (!isObject(value)) return 'error.expected.object';
  const absent = ['sku', 'option_values'].find((field) => value[field] === undefined);
  if (absent !== undefined) return `${absent} is required`;
  const [wrong] = Object.entries(check(withNumbers(value, DECIMALS), RULES, READ_ONLY));
  if (wrong) return `${wrong[0]} ${wrong[1]}`;
  const options = value.option_values as OptionValueInput[];
  if (options.length === 0) return 'option_values must not be empty';
  const isNamed = options.every((each) => each.option_display_name !== undefined && each.label !== undefined);
  return isNamed ? undefined : 'option_values need option_display_name and label';
}
