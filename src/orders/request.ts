import { createHash } from 'node:crypto';
import { Big } from 'big.js';
import type { StoreOrderAddress } from '../bigcommerce/order-schema.ts';
import type { OrderRequest, SupplierOrder } from '../finditparts/supplier.ts';
import type { SupplierOrderLine } from '../ledger/orders/supplier-orders.ts';
import type { OrderSettings } from './order-engine.ts';

type RequestLine = Pick<SupplierOrderLine, 'partId' | 'unitPrice' | 'ordered' | 'orderAddressId'>;

/** `STORE-ORDER-SEQ` (docs/orders.md#what-is-sent): the same order always has the same number, on whatever machine. */
export function poNumber(prefix: string, orderId: number, seq: number): string {
  return `${prefix}-${orderId}-${seq}`;
}

/** What is sent for a purchase order, made of its lines in the ledger and the address in the store. */
export function requestOf(
  po: string,
  lines: readonly RequestLine[],
  address: StoreOrderAddress,
  { shippingMethods }: Pick<OrderSettings, 'shippingMethods'>,
): OrderRequest {
  return {
    poNumber: po,
    idempotencyKey: po,
    shipTo: {
      name: address.name || address.company,
      company: address.company || null,
      street1: address.street1,
      street2: address.street2 || null,
      city: address.city,
      state: address.state || null,
      postalCode: address.zip,
      country: address.countryIso2,
      phone: address.phone || null,
      email: address.email || null,
    },
    lines: [...Map.groupBy(lines, ({ partId }) => partId)].map(([partId, some]) => ({
      partId,
      quantity: some.reduce((sum, line) => sum + line.ordered, 0),
      unitPrice: new Big(some[0]?.unitPrice ?? 0),
    })),
    shippingMethod: methodOf(address.shippingMethod, shippingMethods),
  };
}

/** Tells whether what would be sent is what was sent before, without keeping the address. */
export function hashOf(request: OrderRequest): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

/** Whether the supplier's order is for these parts in these quantities. */
export function isSameOrder(
  lines: readonly Pick<RequestLine, 'partId' | 'ordered'>[],
  { lines: theirs }: Pick<SupplierOrder, 'lines'>,
): boolean {
  const ours = [...Map.groupBy(lines, ({ partId }) => partId)].map(([id, some]) => [
    id,
    some.reduce((sum, it) => sum + it.ordered, 0),
  ]);
  const others = [...Map.groupBy(theirs, ({ partId }) => partId)].map(([id, some]) => [
    id,
    some.reduce((sum, it) => sum + it.quantity, 0),
  ]);
  return JSON.stringify(ours.sort()) === JSON.stringify(others.sort());
}

function methodOf(method: string, map: Record<string, string>): string | null {
  const key = Object.keys(map).find((name) => name.toLowerCase() === method.trim().toLowerCase());
  return (key === undefined ? method.trim() : map[key]) || null;
}
