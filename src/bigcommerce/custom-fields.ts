import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { call } from './call.ts';
import { pages } from './pages.ts';
import { type CustomField, customField } from './product-schema.ts';
import type { CustomFieldWrite } from './request-types.ts';

const NAME = '/v3/catalog/products/{id}/custom-fields';
const limitGroup = 'products';
const PAGE = 250;
const one = z.object({ data: customField });

/**
 * docs/facts/bigcommerce-catalog.md#custom-fields: name and value 1 to 250 characters, 200 a product, each pair once a
 * product.
 */
export function createCustomFields(send: Send) {
  const path = (productId: number, fieldId?: number) =>
    `/v3/catalog/products/${productId}/custom-fields${fieldId === undefined ? '' : `/${fieldId}`}`;

  return {
    list(productId: number, signal?: AbortSignal): AsyncGenerator<CustomField[]> {
      return pages(
        send,
        { path: path(productId), endpoint: `GET ${NAME}`, limitGroup, signal },
        customField,
        PAGE,
      );
    },

    async create(productId: number, json: CustomFieldWrite, signal?: AbortSignal): Promise<CustomField> {
      const endpoint = `POST ${NAME}`;
      const request = { method: 'POST', path: path(productId), endpoint, limitGroup, json, signal } as const;
      return (await call(send, { ...request, idempotent: false }, one)).data;
    },

    async update(
      productId: number,
      fieldId: number,
      json: Partial<CustomFieldWrite>,
      signal?: AbortSignal,
    ): Promise<CustomField> {
      const endpoint = `PUT ${NAME}/{fieldId}`;
      const request = {
        method: 'PUT',
        path: path(productId, fieldId),
        endpoint,
        limitGroup,
        json,
        signal,
      } as const;
      return (await call(send, request, one)).data;
    },

    async delete(productId: number, fieldId: number, signal?: AbortSignal): Promise<void> {
      const endpoint = `DELETE ${NAME}/{fieldId}`;
      await send({ method: 'DELETE', path: path(productId, fieldId), endpoint, limitGroup, signal });
    },
  };
}
