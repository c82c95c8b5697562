import { isObject } from '../../json.ts';
import { check, integer, listOf, type Rule, text } from '../rules.ts';
import { refuseReadOnly, refuseReadOnlyOfShipment } from './read-only.ts';
import type { LineRow, ShipmentDoc } from './stored.ts';
import { invalidField, v2Refusal } from './v2.ts';

const PROVIDERS = [
  '',
  'auspost',
  'canadapost',
  'endicia',
  'usps',
  'fedex',
  'ups',
  'upsready',
  'upsonline',
  'shipperhq',
  'royalmail',
];
const MOST_PIECES = 2_147_483_647;

const item: Rule = (value) => {
  if (!isObject(value)) return 'error.expected.object';
  const id = integer(1, Number.MAX_SAFE_INTEGER);
  const rules = {
    order_product_id: id,
    quantity: integer(1, MOST_PIECES),
  };
  const [wrong] = Object.entries(check(value, rules));
  if (wrong) return `${wrong[0]} ${wrong[1]}`;
  const absent = ['order_product_id', 'quantity'].find((field) => value[field] === undefined);
  return absent === undefined ? undefined : `${absent} is required`;
};

const provider: Rule = (value) =>
  PROVIDERS.includes(value as string) || /^carrier_\w+$/.test(String(value))
    ? undefined
    : 'is not a shipping provider';

const RULES = {
  order_address_id: integer(1, Number.MAX_SAFE_INTEGER),
  tracking_number: text(50),
  tracking_link: text(500),
  tracking_carrier: text(100),
  shipping_provider: provider,
  shipping_method: text(255),
  merchant_shipping_cost: text(50),
  comments: text(65_535),
  items: listOf(item),
};

export interface ShipmentInput {
  addressId: number;
  doc: ShipmentDoc;
}

/** The body of `PUT /v2/orders/{id}/shipments/{shipment_id}`: only what changes. */
export function readShipmentChange(body: unknown, addressIds: readonly number[]) {
  const { order_address_id: addressId, items, ...doc } = checked(body);
  if (items !== undefined) refuseReadOnly({ items }, ['items']);
  if (addressId !== undefined && !addressIds.includes(addressId))
    throw invalidField('order_address_id', 'is not an address of this order');
  return { addressId, doc };
}

function checked(body: unknown): Partial<ShipmentDoc> & { order_address_id?: number } {
  if (!isObject(body)) throw v2Refusal(400, 'The request body must be an object.');
  refuseReadOnlyOfShipment(body);
  const [wrong] = Object.entries(check(body, RULES));
  if (wrong) throw invalidField(wrong[0], wrong[1]);
  return body;
}

/**
 * The body of `POST /v2/orders/{id}/shipments`, its address and lines being this order's
 * (docs/facts/bigcommerce-orders.md#shipments).
 */
export function readShipment(
  body: unknown,
  addressIds: readonly number[],
  lines: readonly LineRow[],
): ShipmentInput {
  const { order_address_id: addressId, items = [], ...fields } = checked(body);
  if (addressId === undefined)
    throw v2Refusal(400, "The required field 'order_address_id' was not supplied.");
  if (items.length === 0) throw v2Refusal(400, "The required field 'items' was not supplied.");
  if (!addressIds.includes(addressId))
    throw invalidField('order_address_id', 'is not an address of this order');
  const shipped = items.map(({ order_product_id, quantity }) => {
    const line = lines.find(({ id }) => id === order_product_id);
    if (!line)
      throw invalidField('items', `order_product_id ${order_product_id} is not a line of this order`);
    if (line.address_id !== addressId)
      throw invalidField('items', `order_product_id ${order_product_id} goes to another address`);
    return { order_product_id, product_id: line.product_id, quantity };
  });
  return {
    addressId,
    doc: {
      tracking_number: '',
      tracking_carrier: '',
      tracking_link: '',
      // Left out, it was once taken for a carrier of the merchant's own, without a link.
      shipping_provider: 'custom',
      shipping_method: '',
      merchant_shipping_cost: '0.0000',
      comments: '',
      ...fields,
      items: shipped,
    },
  };
}
