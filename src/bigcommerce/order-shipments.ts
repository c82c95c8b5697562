import { ServiceError } from '../http/errors/service-error.ts';
import type { HttpRequest, Send } from '../http/send/send.ts';
import { call } from './call.ts';
import { type StoreShipment, shipment } from './order-schema.ts';
import { allOf, type ListRequest, pagesV2 } from './pages.ts';

const PAGE = 250;
/** docs/facts/bigcommerce-orders.md#shipments. */
const MAX_TRACKING_NUMBER = 50;
const NAME = '/v2/orders/{id}/shipments';
const limitGroup = 'orders';

export interface ShipmentCreate {
  /** `order_address_id`: where these lines go. */
  orderAddressId: number;
  /** Lines (`order_product_id`) and pieces in this parcel. */
  items: readonly { orderProductId: number; quantity: number }[];
  /** At most 50 characters. */
  trackingNumber: string;
  /** `auspost`, `canadapost`, `endicia`, `usps`, `fedex`, `royalmail`, `ups`, `upsready`, `carrier_{id}`; `''`: unknown. */
  shippingProvider: string;
  trackingCarrier?: string;
  comments?: string;
}

/** Shipments of an order (docs/facts/bigcommerce-orders.md#shipments). */
export function createOrderShipments(send: Send) {
  const path = (orderId: number) => `/v2/orders/${orderId}/shipments`;

  return {
    async shipments(orderId: number, signal?: AbortSignal): Promise<StoreShipment[]> {
      const request: ListRequest = { path: path(orderId), endpoint: `GET ${NAME}`, limitGroup, signal };
      return allOf(pagesV2(send, request, shipment, PAGE));
    },

    /**
     * Mails the customer, and a second call makes a second shipment and a second mail: never sent again by itself. When
     * its outcome is unknown, look at `shipments` for the tracking number.
     */
    async createShipment(orderId: number, it: ShipmentCreate, signal?: AbortSignal): Promise<StoreShipment> {
      const endpoint = `POST ${NAME}`;
      if (it.trackingNumber.length > MAX_TRACKING_NUMBER) throw tooLong(it.trackingNumber, endpoint);
      const request: HttpRequest = {
        method: 'POST',
        path: path(orderId),
        endpoint,
        limitGroup,
        json: {
          order_address_id: it.orderAddressId,
          items: it.items.map(({ orderProductId, quantity }) => ({
            order_product_id: orderProductId,
            quantity,
          })),
          tracking_number: it.trackingNumber,
          // Always sent: left out, it was once taken for a custom carrier without a link.
          shipping_provider: it.shippingProvider,
          tracking_carrier: it.trackingCarrier,
          comments: it.comments,
        },
        idempotent: false,
        signal,
      };
      return call(send, request, shipment);
    },
  };
}

function tooLong(trackingNumber: string, endpoint: string): ServiceError {
  return new ServiceError(
    'INVALID_REQUEST',
    `BigCommerce takes tracking numbers of at most ${MAX_TRACKING_NUMBER} characters; this one has ${trackingNumber.length}.`,
    { service: 'bigcommerce', endpoint, outcome: 'not_sent' },
  );
}
