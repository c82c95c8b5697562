import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { call } from './call.ts';
import { pages } from './pages.ts';
import { type Image, image } from './product-schema.ts';
import type { ImageCreate, ImageUpdate } from './request-types.ts';

const NAME = '/v3/catalog/products/{id}/images';
const limitGroup = 'products';
const PAGE = 250;
const one = z.object({ data: image });

/**
 * docs/facts/bigcommerce-catalog.md#images: one image a call, by a public URL of at most 255 characters; 8 MB each,
 * 1,000 a product. A URL that the store cannot fetch is a 400. A repeated create makes a second image.
 */
export function createImages(send: Send) {
  const path = (productId: number, imageId?: number) =>
    `/v3/catalog/products/${productId}/images${imageId === undefined ? '' : `/${imageId}`}`;

  return {
    list(productId: number, signal?: AbortSignal): AsyncGenerator<Image[]> {
      return pages(send, { path: path(productId), endpoint: `GET ${NAME}`, limitGroup, signal }, image, PAGE);
    },

    async create(productId: number, json: ImageCreate, signal?: AbortSignal): Promise<Image> {
      const endpoint = `POST ${NAME}`;
      const request = { method: 'POST', path: path(productId), endpoint, limitGroup, json, signal } as const;
      return (await call(send, { ...request, idempotent: false }, one)).data;
    },

    async update(
      productId: number,
      imageId: number,
      json: ImageUpdate,
      signal?: AbortSignal,
    ): Promise<Image> {
      const endpoint = `PUT ${NAME}/{imageId}`;
      const request = {
        method: 'PUT',
        path: path(productId, imageId),
        endpoint,
        limitGroup,
        json,
        signal,
      } as const;
      return (await call(send, request, one)).data;
    },

    async delete(productId: number, imageId: number, signal?: AbortSignal): Promise<void> {
      const endpoint = `DELETE ${NAME}/{imageId}`;
      await send({ method: 'DELETE', path: path(productId, imageId), endpoint, limitGroup, signal });
    },
  };
}
