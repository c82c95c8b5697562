import type { AddressInput, Kind, LineInput } from './body.ts';
import type { Found, Picker } from './pick.ts';

export interface Recipe {
  /** Only asked for where the tester gave none. */
  lines: () => LineInput[];
  addresses: AddressInput[];
  status_id: number;
  payment_status: string;
  payment_method: string;
  shipping_method: string;
  customer_message: string;
  external_order_id: string | null;
  /** The supplier asks more for the parts, at once, than they were sold for. */
  moves: boolean;
}

const GROUND = 'UPS Ground';
const AIR = 'UPS Next Day Air';

/** Orders that must not be sent on, whatever they hold (docs/orders.md#what-is-sent). */
const STATUSES: Partial<Record<Kind, { status_id: number; payment_status: string }>> = {
  unpaid: { status_id: 11, payment_status: 'pending' },
  pending: { status_id: 1, payment_status: 'pending' },
  declined: { status_id: 6, payment_status: 'declined' },
  disputed: { status_id: 13, payment_status: 'captured' },
  'manual-verification': { status_id: 12, payment_status: 'held for review' },
};

/** What a kind of order is made of; products come from the store, prices too. */
export function recipeOf(kind: Kind, seed: number, picker: Picker): Recipe {
  const good = () => oneOf(picker.take(seed, 'a part in stock, not hazardous', isEasy));
  const base: Recipe = {
    lines: () => [good()],
    addresses: [{}],
    status_id: 11,
    payment_status: 'captured',
    payment_method: 'Credit Card',
    shipping_method: GROUND,
    customer_message: '',
    external_order_id: null,
    moves: false,
    ...STATUSES[kind],
  };
  switch (kind) {
    case 'multi-line':
      return { ...base, lines: () => [good(), good(), good()] };
    case 'two-addresses':
      return { ...base, addresses: [{}, {}], lines: () => [good(), { ...good(), address: 1 }] };
    case 'foreign-lines':
      return { ...base, lines: () => [good(), ...foreign()] };
    case 'all-foreign':
      return { ...base, lines: foreign };
    case 'partial-stock':
      return { ...base, lines: () => [tooMany(picker.take(seed, 'a part with little stock', isScarce))] };
    case 'no-postcode':
      return { ...base, addresses: [{ zip: '' }] };
    case 'long-street':
      return {
        ...base,
        addresses: [{ street_1: `${'Long Industrial Parkway '.repeat(6)}Dock 12` }],
      };
    case 'long-po': {
      const po = `PO-${'2026-FLEET-MAINTENANCE-'.repeat(4)}0001`;
      return {
        ...base,
        payment_method: 'Purchase Order',
        customer_message: `Our PO number: ${po}`,
        external_order_id: po,
      };
    }
    case 'hazmat-by-air':
      return {
        ...base,
        lines: () => [oneOf(picker.take(seed, 'a hazardous part', isHazardous))],
        shipping_method: AIR,
      };
    case 'price-moved':
      return { ...base, moves: true };
    default:
      return base;
  }
}

function isEasy({ part, stock }: Found): boolean {
  return stock >= leastOf(part) && part.hazmat === false;
}

function isHazardous({ part: { hazmat } }: Found): boolean {
  return typeof hazmat === 'object' && hazmat !== null;
}

function isScarce({ part, stock }: Found): boolean {
  return stock >= part.pack_quantity && stock < 500 && part.hazmat === false;
}

function leastOf({ pack_quantity, minimum_quantity }: Found['part']): number {
  return Math.ceil(Math.max(pack_quantity, minimum_quantity) / pack_quantity) * pack_quantity;
}

function oneOf({ productId, part }: Found): LineInput {
  return { product_id: productId, quantity: leastOf(part), type: 'physical', address: 0 };
}

function tooMany({ productId, part, stock }: Found): LineInput {
  const packs = Math.floor(stock / part.pack_quantity) + 2;
  return { product_id: productId, quantity: packs * part.pack_quantity, type: 'physical', address: 0 };
}

/** A line typed in by hand, and one of a product that the store no longer has. */
function foreign(): LineInput[] {
  return [
    { sku: 'SHOP-CAP-01', name: 'Workshop cap', quantity: 2, price: '14.95', type: 'physical', address: 0 },
    { sku: '', name: 'Gift wrap', quantity: 1, price: '3.00', type: 'physical', address: 0 },
  ];
}
