import { z } from 'zod';
import { orUndefined, ServiceError } from '../http/errors/service-error.ts';
import type { HttpRequest, Send } from '../http/send/send.ts';
import { call, read } from './call.ts';
import { createOrderMetafields } from './order-metafields.ts';
import {
  order,
  orderHead,
  orderLine,
  type StoreOrder,
  type StoreOrderHead,
  type StoreOrderLine,
} from './order-schema.ts';
import { createOrderShipments } from './order-shipments.ts';
import { allOf, answeredAt, type ListRequest, pagesV2, pageV2, repeatedPage } from './pages.ts';

/** The largest page of V2 orders; more is a 413 (docs/facts/bigcommerce-api.md#paging). */
const PAGE = 250;
const ORDERS = '/v2/orders';
const limitGroup = 'orders';
/** Addresses and lines inside the order: one call for 250 orders instead of three for each. */
const WHOLE = { include: 'consignments.line_items', consignment_structure: 'object' };

const numbered = z.looseObject({ id: z.number().int() });

/** What one order alone may be answered with. */
const OF_ONE_ORDER: readonly string[] = ['CONTRACT', 'FORBIDDEN', 'NOT_FOUND', 'INVALID_REQUEST'];

export interface OrderFilter {
  /** One status a call, as the store knows no "or"; absent: any. */
  statusId?: number;
  /** Any change counts, ours too: ask with an overlap, and tell repeats by id and `dateModified`. */
  minDateModified?: Date;
}

/** An order that is there and cannot be read. */
export interface UnreadableOrder {
  /** `null`: not even its number. */
  id: number | null;
  /** Which field is wrong; never its value, which may be personal. */
  reason: string;
}

/** Only what changes. Create the shipment before a status of "shipped", or its mail goes out without tracking. */
export interface OrderUpdate {
  statusId?: number;
  /** Replaces the whole note. At most 65,535 characters. */
  staffNotes?: string;
  externalOrderId?: string;
}

/** `readAt`: by the store's clock, where its answer said so. */
export type ReadOrder = StoreOrder & { readAt: Date | null };

/** docs/facts/bigcommerce-orders.md. Every method rejects with `ServiceError`. */
export function createOrders(send: Send) {
  /** Every line of one order, whatever its address. */
  async function products(orderId: number, signal?: AbortSignal): Promise<StoreOrderLine[]> {
    const request: ListRequest = {
      path: `${ORDERS}/${orderId}/products`,
      endpoint: `GET ${ORDERS}/{id}/products`,
      limitGroup,
      signal,
    };
    return allOf(pagesV2(send, request, orderLine, PAGE));
  }

  /**
   * Lists of lines have been seen to stop at 50 (docs/facts/bigcommerce-api.md#paging): an order that counts other
   * pieces is asked again.
   */
  async function whole(it: StoreOrder, signal?: AbortSignal): Promise<StoreOrder> {
    const pieces = it.lines.reduce((sum, line) => sum + line.quantity, 0);
    return pieces === it.itemsTotal ? it : { ...it, lines: await products(it.id, signal) };
  }

  /** `undefined` where its lines cannot be had, for a reason of its own. */
  async function readable(
    it: StoreOrder,
    failed: (order: UnreadableOrder) => void,
    signal?: AbortSignal,
  ): Promise<StoreOrder | undefined> {
    try {
      return await whole(it, signal);
    } catch (error) {
      if (!(error instanceof ServiceError) || !OF_ONE_ORDER.includes(error.code)) throw error;
      failed({ id: it.id, reason: `its lines: ${error.code}` });
      return undefined;
    }
  }

  return {
    /**
     * Pages of orders, by id, with lines and addresses. Orders may leave the status while they are read
     * (submitting does that): each page begins after the last id, so none slips from one page past the next, and only
     * an empty page is the end, since pages have been seen to be smaller than what was asked for. An order that cannot be
     * read keeps nobody else waiting.
     * @param onUnreadable told of those; without it, the first is thrown as CONTRACT when all others were read
     */
    async *list(
      { statusId, minDateModified }: OrderFilter,
      signal?: AbortSignal,
      onUnreadable?: (order: UnreadableOrder) => void,
    ): AsyncGenerator<ReadOrder[]> {
      const endpoint = `GET ${ORDERS}`;
      const unreadable: UnreadableOrder[] = [];
      const failed = onUnreadable ?? ((it: UnreadableOrder) => void unreadable.push(it));
      let last = 0;
      for (let number = 1; ; number++) {
        const query = {
          ...WHOLE,
          status_id: statusId,
          min_date_modified: minDateModified?.toISOString(),
          min_id: last + 1,
          sort: 'id:asc',
          limit: PAGE,
        };
        const request = { path: ORDERS, endpoint, limitGroup, query, signal };
        const { rows, readAt } = await pageV2(send, request, z.unknown());
        if (rows.length === 0) break;
        const ids = rows.map((row) => numbered.safeParse(row).data?.id ?? null);
        const newest = Math.max(last, ...ids.filter((id) => id !== null));
        // Rows that are there again: of a short page it is all there is, of a full one the rest cannot be reached.
        if (newest === last && number > 1) {
          if (rows.length < PAGE) break;
          throw repeatedPage(endpoint, number);
        }
        const read: ReadOrder[] = [];
        for (const [n, row] of rows.entries()) {
          const id = ids[n] ?? null;
          if (id !== null && id <= last) continue;
          const { data, error } = order.safeParse(row);
          const whole = data && (await readable(data, failed, signal));
          if (whole) read.push({ ...whole, readAt });
          else if (error) failed({ id, reason: reasonOf(error) });
        }
        if (read.length > 0) yield read;
        last = newest;
      }
      const [first] = unreadable;
      if (first !== undefined) throw cannotRead(endpoint, first, unreadable.length - 1);
    },

    /** `undefined` when the store has no such order. */
    async get(orderId: number, signal?: AbortSignal): Promise<ReadOrder | undefined> {
      const path = `${ORDERS}/${orderId}`;
      const request = {
        method: 'GET',
        path,
        endpoint: `GET ${ORDERS}/{id}`,
        limitGroup,
        query: WHOLE,
        signal,
      } as const;
      const answer = await orUndefined(send(request));
      if (!answer) return undefined;
      return { ...(await whole(read(answer, request, order), signal)), readAt: answeredAt(answer) };
    },

    products,

    /** Safe to send again. */
    async update(orderId: number, changes: OrderUpdate, signal?: AbortSignal): Promise<StoreOrderHead> {
      const request: HttpRequest = {
        method: 'PUT',
        path: `${ORDERS}/${orderId}`,
        endpoint: `PUT ${ORDERS}/{id}`,
        limitGroup,
        json: {
          status_id: changes.statusId,
          staff_notes: changes.staffNotes,
          external_order_id: changes.externalOrderId,
        },
        signal,
      };
      return call(send, request, orderHead);
    },

    ...createOrderShipments(send),
    ...createOrderMetafields(send),
  };
}

function reasonOf({ issues: [issue] }: z.ZodError): string {
  return issue === undefined ? 'the order' : `field ${issue.path.join('.')}: ${issue.message}`;
}

function cannotRead(endpoint: string, { id, reason }: UnreadableOrder, others: number): ServiceError {
  const more = others === 0 ? '' : ` (and ${others} more like it)`;
  return new ServiceError(
    'CONTRACT',
    `BigCommerce answered ${endpoint} with order ${id ?? 'without a number'} differently than agreed${more}: ${reason}.`,
    { service: 'bigcommerce', endpoint, outcome: 'unknown' },
    { hint: 'All other orders were read. Look at this one in the control panel, and report this.' },
  );
}
