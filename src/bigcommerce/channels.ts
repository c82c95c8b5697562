import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { chunksOf } from './call.ts';
import { id, text } from './fields.ts';
import { pages } from './pages.ts';

const PATH = '/v3/channels';
const ASSIGNMENTS = '/v3/catalog/products/channel-assignments';
const PAGE = 250;
/** Pairs of one call: the most that was seen (docs/facts/bigcommerce-catalog.md#channels). */
export const ASSIGNMENT_BATCH = 50;

const channel = z.object({ id, name: text, status: text });
export type Channel = z.output<typeof channel>;

export interface ChannelAssignment {
  productId: number;
  channelId: number;
}

/** docs/facts/bigcommerce-catalog.md#channels: a product is sold on a channel only when it is assigned to it. */
export function createChannels(send: Send) {
  return {
    list(signal?: AbortSignal): AsyncGenerator<Channel[]> {
      return pages(send, { path: PATH, endpoint: `GET ${PATH}`, signal }, channel, PAGE);
    },

    /** Puts products on channels, 50 pairs a call; pairs that are there already stay. One bad pair refuses its call. */
    async assign(pairs: readonly ChannelAssignment[], signal?: AbortSignal): Promise<void> {
      for (const some of chunksOf(pairs, ASSIGNMENT_BATCH)) {
        const json = some.map(({ productId, channelId }) => ({
          product_id: productId,
          channel_id: channelId,
        }));
        const endpoint = `PUT ${ASSIGNMENTS}`;
        await send({ method: 'PUT', path: ASSIGNMENTS, endpoint, limitGroup: 'products', json, signal });
      }
    },
  };
}
