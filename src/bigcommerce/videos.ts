import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { call } from './call.ts';
import { pages } from './pages.ts';
import { type Video, video } from './product-schema.ts';
import type { VideoWrite } from './request-types.ts';

const NAME = '/v3/catalog/products/{id}/videos';
const limitGroup = 'products';
const PAGE = 250;
const one = z.object({ data: video });

/** docs/facts/bigcommerce-catalog.md#videos: YouTube videos by their id there. A repeated create makes a second one. */
export function createVideos(send: Send) {
  const path = (productId: number, videoId?: number) =>
    `/v3/catalog/products/${productId}/videos${videoId === undefined ? '' : `/${videoId}`}`;

  return {
    list(productId: number, signal?: AbortSignal): AsyncGenerator<Video[]> {
      return pages(send, { path: path(productId), endpoint: `GET ${NAME}`, limitGroup, signal }, video, PAGE);
    },

    async create(productId: number, json: VideoWrite, signal?: AbortSignal): Promise<Video> {
      const endpoint = `POST ${NAME}`;
      const request = { method: 'POST', path: path(productId), endpoint, limitGroup, json, signal } as const;
      return (await call(send, { ...request, idempotent: false }, one)).data;
    },

    /** Title, description and order; another video is another one. */
    async update(
      productId: number,
      id: number,
      json: Omit<VideoWrite, 'video_id'>,
      signal?: AbortSignal,
    ): Promise<Video> {
      const endpoint = `PUT ${NAME}/{videoId}`;
      const request = {
        method: 'PUT',
        path: path(productId, id),
        endpoint,
        limitGroup,
        json,
        signal,
      } as const;
      return (await call(send, request, one)).data;
    },

    async delete(productId: number, id: number, signal?: AbortSignal): Promise<void> {
      const endpoint = `DELETE ${NAME}/{videoId}`;
      await send({ method: 'DELETE', path: path(productId, id), endpoint, limitGroup, signal });
    },
  };
}
