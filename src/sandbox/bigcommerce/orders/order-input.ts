import type { Database } from '../../database.ts';
import { isObject, type JsonObject } from '../../json.ts';
import { check, flag, integer, listOf, number, orNull, type Rule, text, withNumbers } from '../rules.ts';
import { addressOf, insertOrder, type NewLine, type NewOrder, tenThousandths } from './insert.ts';
import { refuseReadOnly } from './read-only.ts';
import { isStatus } from './statuses.ts';
import type { Address } from './stored.ts';
import { invalidField, v2Refusal } from './v2.ts';

const PENDING = 1;
const id = integer(1, Number.MAX_SAFE_INTEGER);
const words = text(255);
const amount = number(0);
const AMOUNTS = ['price_ex_tax', 'price_inc_tax'];

/** Refuses what `check` does, naming the first field within. */
function objectOf(rules: Readonly<Record<string, Rule>>, numbers: readonly string[] = []): Rule {
  return (value) => {
    if (!isObject(value)) return 'error.expected.object';
    const [wrong] = Object.entries(check(withNumbers(value, numbers), rules));
    return wrong && `${wrong[0]} ${wrong[1]}`;
  };
}

const ADDRESS = Object.fromEntries(Object.keys(addressOf({})).map((field) => [field, words]));

const RULES: Readonly<Record<string, Rule>> = {
  status_id: (value) => (isStatus(value) ? undefined : 'is not a status'),
  customer_id: integer(0, Number.MAX_SAFE_INTEGER),
  channel_id: id,
  billing_address: objectOf(ADDRESS),
  shipping_addresses: listOf(objectOf({ ...ADDRESS, shipping_method: words })),
  products: listOf(
    objectOf(
      {
        product_id: id,
        variant_id: id,
        name: text(250, 1),
        sku: words,
        quantity: integer(1, 2_147_483_647),
        price_ex_tax: amount,
        price_inc_tax: amount,
      },
      AMOUNTS,
    ),
  ),
  payment_method: words,
  staff_notes: text(65_535),
  customer_message: text(65_535),
  external_source: orNull(words),
  external_order_id: orNull(words),
  default_currency_code: text(3, 3),
  base_shipping_cost: amount,
  is_tax_inclusive_pricing: flag,
};

interface Product {
  product_id?: number;
  variant_id?: number;
  name?: string;
  sku?: string;
  quantity?: number;
  price_ex_tax?: number | string;
  price_inc_tax?: number | string;
}

interface Body {
  status_id?: number;
  customer_id?: number;
  channel_id?: number;
  billing_address?: Partial<Address>;
  shipping_addresses?: (Partial<Address> & { shipping_method?: string })[];
  products?: Product[];
  payment_method?: string;
  staff_notes?: string;
  customer_message?: string;
  external_source?: string | null;
  external_order_id?: string | null;
  default_currency_code?: string;
  base_shipping_cost?: number;
}

/**
 * `POST /v2/orders` (docs/facts/bigcommerce-orders.md#changing-an-order): Pending where nothing else is said, without a
 * mail, and a second one each time that it is sent. Where no address is given the goods go to that of the bill.
 */
export function createOrder(db: Database, body: unknown): number {
  if (!isObject(body)) throw v2Refusal(400, 'The request body must be an object.');
  refuseReadOnly(body);
  const input: JsonObject & Body = withNumbers(body, ['base_shipping_cost']);
  const [wrong] = Object.entries(check(input, RULES));
  if (wrong) throw invalidField(wrong[0], wrong[1]);
  const { billing_address, products = [], shipping_addresses = [] } = input;
  if (!billing_address) throw missing('billing_address');
  if ((billing_address.zip ?? '').length < 2) throw missing('billing_address.zip');
  if (products.length === 0) throw missing('products');
  const addresses = shipping_addresses.length > 0 ? shipping_addresses : [billing_address];
  const currency = input.default_currency_code ?? 'USD';
  const order: NewOrder = {
    status_id: input.status_id ?? PENDING,
    customer_id: input.customer_id ?? 0,
    channel_id: input.channel_id ?? 1,
    payment_method: input.payment_method ?? '',
    external_order_id: input.external_order_id ?? null,
    created: Date.now(),
    lines: products.map(lineOf),
    addresses: addresses.map((address) => ({ shipping_method: 'None', ...addressOf(address) })),
    tax: undefined,
    doc: {
      billing: addressOf(billing_address),
      payment_status: '',
      staff_notes: input.staff_notes ?? '',
      customer_message: input.customer_message ?? '',
      external_source: input.external_source ?? null,
      shipping_cost: tenThousandths(input.base_shipping_cost ?? 0),
      currency: { shown: currency, paid: currency, rate: '1.0000000000' },
      kind: 'api',
    },
  };
  return insertOrder(db, order, (why) => v2Refusal(400, `The order could not be made: ${why}.`));
}

function lineOf({ quantity, price_ex_tax, price_inc_tax, ...line }: Product): NewLine {
  if (quantity === undefined) throw missing('products.quantity');
  if ((price_ex_tax === undefined) !== (price_inc_tax === undefined))
    throw invalidField('products', 'price_ex_tax and price_inc_tax go together');
  if (line.product_id === undefined && (line.name === undefined || price_ex_tax === undefined))
    throw invalidField('products', 'a custom product has a name and both prices');
  return { ...line, quantity, price: price_ex_tax, type: 'physical', address: 0 };
}

function missing(field: string) {
  return v2Refusal(400, `The required field '${field}' was not supplied.`);
}
