import type { Send } from '../../http/send/send.ts';
import type { Supplier, SupplierCapabilities } from '../supplier.ts';
import { findOrderByPurchaseOrder, order, placeOrder } from './orders.ts';
import { offers, part } from './parts.ts';
import { search } from './search.ts';
import { createTimes } from './times.ts';
import { vehicles } from './vehicles.ts';

/**
 * Assumed, not stated by FinditParts, so each is a setting (docs/facts/finditparts.md#parts-api). 100 is the largest
 * page the contract allows.
 */
const PARTS_API_CAPABILITIES: SupplierCapabilities = {
  pageSize: 100,
  orderLookup: 'by-po-number',
  idempotentOrders: false,
};

export interface PartsApiOptions {
  /** Calls `https://api.finditparts.com/v1` or its test twin, with the `X-API-Key` header. */
  send: Send;
  capabilities?: Partial<SupplierCapabilities>;
  /** Of times that name none: `America/Chicago`; without it UTC. */
  timeZone?: string;
}

/**
 * FinditParts behind the contract that ttpd was given (docs/facts/finditparts.md#parts-api,
 * docs/finditparts-parts-api.yaml). Rejects with `ServiceError`; code CONTRACT names the endpoint and field of an
 * answer that cannot be read.
 */
export function createPartsApi({ send, capabilities: given, timeZone = 'UTC' }: PartsApiOptions): Supplier {
  const capabilities = { ...PARTS_API_CAPABILITIES, ...given };
  const { ofOffer, ofPart } = createTimes(timeZone);
  return {
    capabilities,
    async *search(query, signal) {
      for await (const page of search(send, query, capabilities.pageSize, signal))
        yield { ...page, parts: page.parts.map(ofPart) };
    },
    async part(id, signal) {
      const found = await part(send, id, signal);
      return found && ofPart(found);
    },
    offers: async (ids, signal) => (await offers(send, ids, signal)).map((it) => it && ofOffer(it)),
    vehicles: (query, signal) => vehicles(send, query, capabilities.pageSize, signal),
    placeOrder: (request, signal) => placeOrder(send, request, capabilities, signal),
    order: (id, signal) => order(send, id, signal),
    findOrderByPurchaseOrder: (po, signal) => findOrderByPurchaseOrder(send, po, capabilities, signal),
  };
}
