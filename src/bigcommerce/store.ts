import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { call } from './call.ts';
import { store } from './schema.ts';

/**
 * docs/facts/bigcommerce-api.md#store-information: the connection test, and the units that every number of the store is
 * in.
 */
export function createStore(send: Send) {
  return {
    information(signal?: AbortSignal) {
      return call(send, { method: 'GET', path: '/v2/store', endpoint: 'GET /v2/store', signal }, store);
    },

    /** The store's clock, Unix seconds. Needs no scope of its own. */
    async time(signal?: AbortSignal): Promise<number> {
      const request = { method: 'GET', path: '/v2/time', endpoint: 'GET /v2/time', signal } as const;
      return (await call(send, request, z.object({ time: z.coerce.number() }))).time;
    },
  };
}
