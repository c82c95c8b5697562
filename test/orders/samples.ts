import { Big } from 'big.js';
import type { StoreOrderAddress, StoreOrderLine } from '../../src/bigcommerce/order-schema.ts';
import { labelOf, type OrderLine, piecesOf } from '../../src/orders/pieces.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';

/** What tests without a service are made of: a line, an address and an order of a store. */

export const settingsOf = (orders: RulesInput['orders'] = {}) => Rules.parse({ orders }).orders;

export function aStoreLine(changes: Partial<StoreOrderLine> = {}): OrderLine {
  const line = {
    id: 1,
    addressId: 7,
    productId: 70,
    variantId: null,
    sku: 'GU-3600AX',
    name: 'Drum',
    type: 'physical',
    quantity: 2,
    quantityShipped: 0,
    quantityRefunded: 0,
    priceExTax: new Big('150'),
    totalExTax: new Big('300'),
    priceIncTax: null,
    totalIncTax: null,
    tax: null,
    options: [],
    discount: new Big(0),
    ...changes,
  };
  return { ...line, label: labelOf(line), pieces: piecesOf(line) };
}

export function anAddress(changes: Partial<StoreOrderAddress> = {}): StoreOrderAddress {
  return {
    id: 7,
    name: 'A Customer',
    company: '',
    street1: '1 Main Street',
    street2: '',
    city: 'Austin',
    state: 'Texas',
    zip: '73301',
    country: 'United States',
    countryIso2: 'US',
    phone: '512-555-0100',
    email: 'a@customer.example',
    shippingMethod: 'UPS Ground',
    ...changes,
  };
}

/** Of an order, what checks look at beside its lines. */
export const ORDER_MONEY = {
  currency: 'USD',
  refunded: new Big(0),
  taxInclusive: false,
  totalTax: new Big(0),
  shippingTax: new Big(0),
  paymentStatus: 'captured',
};
