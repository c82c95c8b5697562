import { TtpdError } from '../../common/errors.ts';
import { orUndefined, ServiceError } from '../../http/errors/service-error.ts';
import type { Send } from '../../http/send/send.ts';
import type { OrderRequest, SupplierCapabilities, SupplierOrder } from '../supplier.ts';
import { call, segment } from './call.ts';
import { orderAnswer, ordersAnswer } from './schema/order.ts';

/**
 * `POST /orders` (docs/finditparts-parts-api.yaml). Never repeated by itself when it may have been taken, not even with
 * a key: a supplier that does not heed the key would deliver twice. A `ServiceError` with outcome `unknown` means: look
 * the purchase order up before anything is sent again.
 */
export function placeOrder(
  send: Send,
  order: OrderRequest,
  capabilities: SupplierCapabilities,
  signal?: AbortSignal,
): Promise<SupplierOrder> {
  const { idempotentOrders } = capabilities;
  return call(
    send,
    {
      method: 'POST',
      path: '/orders',
      endpoint: 'POST /orders',
      limitGroup: 'orders',
      isPersonal: true,
      json: wireOrder(order),
      idempotent: false,
      // The purchase order number is as unique as a key needs to be.
      ...(idempotentOrders && { headers: { 'Idempotency-Key': order.idempotencyKey ?? order.poNumber } }),
      signal,
    },
    orderAnswer.refine((placed) => placed.poNumber === null || samePo(placed.poNumber, order.poNumber), {
      path: ['order', 'po_number'],
      message: 'is not the purchase order that was sent',
    }),
  );
}

/** `GET /orders/{id}`. */
export function order(send: Send, id: string, signal?: AbortSignal): Promise<SupplierOrder | undefined> {
  const request = {
    method: 'GET',
    path: `/orders/${segment(id)}`,
    endpoint: 'GET /orders/{id}',
    limitGroup: 'orders',
    isPersonal: true,
    signal,
  } as const;
  return orUndefined(call(send, request, orderAnswer));
}

const LOOK_UP = 'GET /orders';

/**
 * `GET /orders?po_number=` (that it exists is assumed: `capabilities.orderLookup`). An empty result means that the
 * order is absent. Orders of other numbers, or without one, show that the supplier did not filter by it: then a miss
 * proves nothing, and the call rejects with CONTRACT rather than say "absent".
 */
export async function findOrderByPurchaseOrder(
  send: Send,
  po: string,
  capabilities: SupplierCapabilities,
  signal?: AbortSignal,
): Promise<SupplierOrder[]> {
  if (capabilities.orderLookup === 'none' || po.trim() === '') {
    throw new TtpdError(
      'NOT_SUPPORTED',
      'FinditParts orders cannot be looked up by purchase order number here.',
      {
        hint: 'Set orderLookup to by-po-number in the profile if your FinditParts account offers it.',
      },
    );
  }
  const request = {
    method: 'GET',
    path: '/orders',
    endpoint: LOOK_UP,
    limitGroup: 'orders',
    isPersonal: true,
    query: { po_number: po },
    signal,
  } as const;
  const orders = await call(send, request, ordersAnswer);
  const ours = orders.filter((each) => each.poNumber !== null && samePo(each.poNumber, po));
  if (ours.length === 0 && orders.length > 0) {
    throw new ServiceError(
      'CONTRACT',
      `FinditParts answered ${LOOK_UP} with orders of other purchase order numbers, so it is not known whether ${po} exists.`,
      { service: 'finditparts', endpoint: LOOK_UP, outcome: 'unknown' },
      { hint: 'Set orderLookup to none in the profile and settle the order with FinditParts.' },
    );
  }
  return ours;
}

/** Suppliers print the number in their own case. */
function samePo(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function wireOrder({ poNumber, shipTo, lines, shippingMethod }: OrderRequest) {
  return {
    po_number: poNumber,
    ship_to: {
      name: shipTo.name,
      company: shipTo.company,
      street1: shipTo.street1,
      street2: shipTo.street2,
      city: shipTo.city,
      state: shipTo.state,
      postal_code: shipTo.postalCode,
      country: shipTo.country,
      phone: shipTo.phone,
      email: shipTo.email,
    },
    lines: lines.map((line) => ({
      part_id: line.partId,
      quantity: line.quantity,
      // Text with a point, as prices come (docs/facts/finditparts.md#unknown-is-not-zero): no float on the way.
      unit_price: line.unitPrice.toFixed(),
    })),
    shipping_method: shippingMethod,
  };
}
