import { insertOrder, tenThousandths } from '../../bigcommerce/orders/insert.ts';
import type { Address } from '../../bigcommerce/orders/stored.ts';
import type { Database } from '../../database.ts';
import { refuse } from '../refuse.ts';
import type { AddressInput, Kind, NewOrders } from './body.ts';
import type { Recipe } from './kinds.ts';

const SHIPPING_COST = '25.00';

/** Puts an order into the store as checkout would: its id. */
export function makeOrder(db: Database, kind: Kind, recipe: Recipe, input: NewOrders): number {
  const inclusive = input.is_tax_inclusive_pricing ?? false;
  const n = db.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'orders'")?.seq ?? 0;
  const shipping_method = input.shipping_method ?? recipe.shipping_method;
  const addresses = input.addresses ?? recipe.addresses;
  const order = {
    status_id: input.status_id ?? recipe.status_id,
    customer_id: n % 7,
    channel_id: 1,
    payment_method: input.payment_method ?? recipe.payment_method,
    external_order_id: input.external_order_id ?? recipe.external_order_id,
    created: Date.now() - input.ageMinutes * 60_000,
    lines: input.lines ?? recipe.lines(),
    addresses: addresses.map((address, nth) => ({ ...buyer(n + 1, nth, address), shipping_method })),
    tax: input.tax_percent === undefined ? undefined : { percent: input.tax_percent, inclusive },
    doc: {
      billing: buyer(n + 1, 0, {}),
      payment_status: input.payment_status ?? recipe.payment_status,
      staff_notes: input.staff_notes ?? '',
      customer_message: input.customer_message ?? recipe.customer_message,
      external_source: null,
      shipping_cost: tenThousandths(input.shipping_cost ?? SHIPPING_COST),
      tax_inclusive: inclusive,
      currency: {
        shown: input.currency_code ?? input.default_currency_code ?? 'USD',
        paid: input.default_currency_code ?? 'USD',
        rate: input.currency_exchange_rate ?? '1.0000000000',
      },
      kind,
    },
  };
  return insertOrder(db, order, (why) => refuse(422, `lines: ${why}`));
}

/** Plainly made up, and different for each order. */
function buyer(n: number, nth: number, changes: AddressInput): Address {
  return {
    first_name: 'Test',
    last_name: `Buyer ${n}${nth === 0 ? '' : `-${nth + 1}`}`,
    company: n % 3 === 0 ? '' : `Sample Fleet ${n}`,
    street_1: `${100 + n + nth} Proving Ground Road`,
    street_2: '',
    city: 'Reno',
    state: 'Nevada',
    zip: '89501',
    country: 'United States',
    country_iso2: 'US',
    phone: `775-555-${String(100 + (n % 100)).padStart(4, '0')}`,
    email: `buyer${n}@customer.example`,
    ...changes,
  };
}
