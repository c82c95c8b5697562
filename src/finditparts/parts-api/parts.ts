import { orUndefined } from '../../http/errors/service-error.ts';
import type { Send } from '../../http/send/send.ts';
import type { Offer, Part } from '../supplier.ts';
import { call, segment } from './call.ts';
import { priceOf, stockOf } from './schema/offer.ts';
import { partAnswer } from './schema/part.ts';

/** Parts whose price and stock are asked for at a time: enough to keep the limits busy, not to fill the queue. */
const PARTS_IN_FLIGHT = 8;

/** `GET /parts/{id}` (docs/finditparts-parts-api.yaml). */
export function part(send: Send, id: string, signal?: AbortSignal): Promise<Part | undefined> {
  const request = {
    method: 'GET',
    path: `/parts/${segment(id)}`,
    endpoint: 'GET /parts/{id}',
    limitGroup: 'details',
    signal,
  } as const;
  return orUndefined(call(send, request, partAnswer));
}

/** Two calls a part; stops asking at the first failure. */
export async function offers(
  send: Send,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<(Offer | undefined)[]> {
  const found = new Array<Offer | undefined>(ids.length);
  const queue = ids.entries();
  let failed = false;
  const worker = async () => {
    // One iterator shared by all workers: each part is taken once.
    for (const [index, id] of queue) {
      if (failed) return;
      try {
        found[index] = await offer(send, id, signal);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARTS_IN_FLIGHT, ids.length) }, worker));
  return found;
}

/** Unknown only when neither call knows the part; one that is missing is an unknown price or stock. */
async function offer(send: Send, id: string, signal?: AbortSignal): Promise<Offer | undefined> {
  const path = `/parts/${segment(id)}`;
  const [price, stock] = await Promise.all([
    orUndefined(
      call(
        send,
        {
          method: 'GET',
          path: `${path}/price`,
          endpoint: 'GET /parts/{id}/price',
          limitGroup: 'details',
          signal,
        },
        priceOf(id),
      ),
    ),
    orUndefined(
      call(
        send,
        {
          method: 'GET',
          path: `${path}/inventory`,
          endpoint: 'GET /parts/{id}/inventory',
          limitGroup: 'inventory',
          signal,
        },
        stockOf(id),
      ),
    ),
  ]);
  if (price === undefined && stock === undefined) return undefined;
  return { price: price ?? null, stock: stock ?? null };
}
