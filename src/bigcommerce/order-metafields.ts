import { z } from 'zod';
import { orUndefined, ServiceError } from '../http/errors/service-error.ts';
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
    // A second POST of a key makes nothing: it is refused.
    return (await call(send, { ...request, limitGroup, json, idempotent: true }, one)).data;
  }

  /**
   * Makes one that is not there yet: of all who try, one succeeds, and the others are refused (CONFLICT). So is its own
   * repetition after a lost answer: read it back.
   */
  function createMetafield(orderId: number, it: OrderMetafieldWrite, signal?: AbortSignal) {
    return write({ method: 'POST', path: path(orderId), endpoint: `POST ${NAME}`, signal }, it);
  }

  /** One that is gone already is no error. */
  async function deleteMetafield(orderId: number, id: number, signal?: AbortSignal): Promise<void> {
    const endpoint = `DELETE ${NAME}/{id}`;
    const request = {
      method: 'DELETE',
      path: `${path(orderId)}/${id}`,
      endpoint,
      limitGroup,
      signal,
    } as const;
    await orUndefined(send(request));
  }

  /**
   * Looks first, so it may be called again whatever became of an earlier call. Writes nothing when nothing changes. Where
   * another account made what is there, this account makes its own beside it.
   */
  async function setMetafield(
    orderId: number,
    it: OrderMetafieldWrite,
    signal?: AbortSignal,
  ): Promise<OrderMetafield> {
    const find = async () => {
      const found = await metafields(orderId, { namespace: it.namespace, key: it.key }, signal);
      return found.find((each) => each.namespace === it.namespace && each.key === it.key);
    };
    const change = async (was: OrderMetafield) => {
      if (was.value === it.value && was.permissionSet === it.permissionSet) return was;
      const request = { path: `${path(orderId)}/${was.id}`, endpoint: `PUT ${NAME}/{id}`, signal };
      try {
        return await write({ method: 'PUT', ...request }, it);
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'FORBIDDEN') throw error;
        return createMetafield(orderId, it, signal);
      }
    };
    const known = await find();
    if (known !== undefined) return change(known);
    try {
      return await createMetafield(orderId, it, signal);
    } catch (error) {
      // Another process was faster.
      const made = error instanceof ServiceError && error.code === 'CONFLICT' ? await find() : undefined;
      if (made === undefined) throw error;
      return change(made);
    }
  }

  return { metafields, createMetafield, setMetafield, deleteMetafield };
}
