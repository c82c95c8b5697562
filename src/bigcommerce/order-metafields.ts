import { z } from 'zod';
import { ServiceError } from '../http/errors/service-error.ts';
import type { HttpRequest, Send } from '../http/send/send.ts';
import { call } from './call.ts';
import { type OrderMetafield, orderMetafield } from './order-schema.ts';
import { allOf, type ListRequest, pages } from './pages.ts';

const PAGE = 250;
const NAME = '/v3/orders/{id}/metafields';
const limitGroup = 'orders';
const one = z.object({ data: orderMetafield });

export interface OrderMetafieldWrite {
  /** 1 to 64 characters each. */
  namespace: string;
  key: string;
  /** 1 to 65,535 characters. */
  value: string;
  permissionSet: 'app_only' | 'read' | 'write' | 'read_and_sf_access' | 'write_and_sf_access';
}

/**
 * Metafields of an order (docs/facts/bigcommerce-catalog.md#metafields); only the account that made one can change it
 * (403).
 */
export function createOrderMetafields(send: Send) {
  const path = (orderId: number) => `/v3/orders/${orderId}/metafields`;

  async function metafields(
    orderId: number,
    filter: { namespace?: string; key?: string } = {},
    signal?: AbortSignal,
  ): Promise<OrderMetafield[]> {
    const request: ListRequest = {
      path: path(orderId),
      endpoint: `GET ${NAME}`,
      limitGroup,
      query: filter,
      signal,
    };
    return allOf(pages(send, request, orderMetafield, PAGE));
  }

  async function write(
    request: Pick<HttpRequest, 'method' | 'path' | 'endpoint' | 'signal'>,
    it: OrderMetafieldWrite,
  ) {
    const { namespace, key, value, permissionSet } = it;
    const json = { namespace, key, value, permission_set: permissionSet };
    return (await call(send, { ...request, limitGroup, json, idempotent: request.method === 'PUT' }, one))
      .data;
  }

  /** Looks first, so it may be called again whatever became of an earlier call. Writes nothing when nothing changes. */
  async function setMetafield(
    orderId: number,
    it: OrderMetafieldWrite,
    signal?: AbortSignal,
  ): Promise<OrderMetafield> {
    const find = async () => {
      const found = await metafields(orderId, { namespace: it.namespace, key: it.key }, signal);
      return found.find((each) => each.namespace === it.namespace && each.key === it.key);
    };
    const change = (was: OrderMetafield) =>
      was.value === it.value && was.permissionSet === it.permissionSet
        ? was
        : write(
            { method: 'PUT', path: `${path(orderId)}/${was.id}`, endpoint: `PUT ${NAME}/{id}`, signal },
            it,
          );
    const known = await find();
    if (known !== undefined) return change(known);
    try {
      return await write({ method: 'POST', path: path(orderId), endpoint: `POST ${NAME}`, signal }, it);
    } catch (error) {
      // Another process was faster.
      const made = error instanceof ServiceError && error.code === 'CONFLICT' ? await find() : undefined;
      if (made === undefined) throw error;
      return change(made);
    }
  }

  return { metafields, setMetafield };
}
