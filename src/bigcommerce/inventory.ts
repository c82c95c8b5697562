import { z } from 'zod';
import { ServiceError } from '../http/errors/service-error.ts';
import type { Send } from '../http/send/send.ts';
import { bisect, type RowResult } from './bisect.ts';
import { call, chunksOf } from './call.ts';
import type { Gate } from './gate.ts';
import { pages } from './pages.ts';
import { type InventoryItem, inventoryItem, type Location, location } from './schema.ts';
import { urlLists } from './url-list.ts';

/** Items of one adjustment (docs/facts/bigcommerce-inventory.md#adjustments). */
const ADJUSTMENT_BATCH = 2_000;
/** The largest page of the inventory endpoints. */
const PAGE = 1_000;
/** Above this a quantity is not saved. */
const MAX_QUANTITY = 2_147_483_647;

const ITEMS = '/v3/inventory/items';
const ABSOLUTE = '/v3/inventory/adjustments/absolute';
const LOCATIONS = '/v3/inventory/locations';
const limitGroup = 'catalog';

/**
 * Names one item of the store: what is counted by product, or by variant. Never by SKU: a product without variants may be
 * refused by it (docs/facts/bigcommerce-inventory.md#identity).
 */
type ItemName = { productId: number } | { variantId: number };
export type Adjustment = ItemName & { locationId: number; quantity: number };
export type AdjustmentResult = RowResult<{ transactionId: string | null }>;

export interface InventoryFilter {
  productIds?: readonly number[];
  locationIds?: readonly number[];
}

/** docs/facts/bigcommerce-inventory.md. Stock is in pieces; every method rejects with `ServiceError`. */
export function createInventory(send: Send, gate: Gate) {
  /** One location's items, at most a batch of them; waits until no other bulk write runs. */
  async function adjust(items: readonly Adjustment[], reason: string | undefined, signal?: AbortSignal) {
    const json = { ...(reason !== undefined && { reason }), items: items.map(wireItem) };
    const request = {
      method: 'PUT',
      path: ABSOLUTE,
      endpoint: `PUT ${ABSOLUTE}`,
      limitGroup,
      json,
      signal,
    } as const;
    const answer = z.object({ transaction_id: z.coerce.string().nullish().catch(null) }).nullish();
    const done = await gate.exclusive(() => call(send, request, answer), signal);
    return items.map(() => ({ ok: { transactionId: done?.transaction_id ?? null } }));
  }

  return {
    /**
     * Levels by product or of whole locations, up to 1,000 items a call. Items without a product (orphans) are left out.
     * Levels lag a moment behind adjustments.
     */
    async *items(filter: InventoryFilter = {}, signal?: AbortSignal): AsyncGenerator<InventoryItem[]> {
      const places = { 'location_id:in': filter.locationIds?.join(',') };
      const { productIds } = filter;
      const lists = productIds === undefined ? [undefined] : urlLists([...new Set(productIds)], places, PAGE);
      for (const list of lists) {
        const query = { ...places, 'product_id:in': list };
        const request = { path: ITEMS, endpoint: `GET ${ITEMS}`, limitGroup, query, signal };
        for await (const rows of pages(send, request, inventoryItem, PAGE)) {
          yield rows.filter((row) => row.productId !== null);
        }
      }
    },

    /**
     * Sets the level of each item at its location and says of each what became of it, in the order given: 2,000 a call,
     * one call at a time whoever asks, never beside a batch of products. Absolute levels are safe to send again. The
     * store works them off later, so a read right after may show the old level.
     */
    async adjustAbsolute(
      items: readonly Adjustment[],
      { reason, signal }: { reason?: string; signal?: AbortSignal } = {},
    ): Promise<AdjustmentResult[]> {
      const results = new Map<Adjustment, AdjustmentResult>();
      const good = items.filter((item) => {
        const error = refusedHere(item);
        if (error !== undefined) results.set(item, { error });
        return error === undefined;
      });
      for (const [, atLocation] of Map.groupBy(good, (item) => item.locationId)) {
        for (const some of chunksOf(atLocation, ADJUSTMENT_BATCH)) {
          const settled = await bisect(some, { write: (part) => adjust(part, reason, signal), isNamed });
          some.forEach((item, index) => {
            results.set(item, settled[index] as AdjustmentResult);
          });
        }
      }
      return items.map((item) => results.get(item) as AdjustmentResult);
    },

    locations(signal?: AbortSignal): AsyncGenerator<Location[]> {
      const request = { path: LOCATIONS, endpoint: `GET ${LOCATIONS}`, limitGroup, signal };
      return pages(send, request, location, PAGE);
    },
  };
}

/** Exactly one name per item: two are refused. */
function wireItem(item: Adjustment) {
  const name = 'productId' in item ? { product_id: item.productId } : { variant_id: item.variantId };
  return { location_id: item.locationId, ...name, quantity: item.quantity };
}

/** What the store would not save, or would save as something else. */
function refusedHere({ quantity }: Adjustment): ServiceError | undefined {
  if (Number.isInteger(quantity) && quantity >= 0 && quantity <= MAX_QUANTITY) return undefined;
  return new ServiceError(
    'INVALID_REQUEST',
    `A stock level must be a whole number from 0 to ${MAX_QUANTITY}, not ${quantity}.`,
    { service: 'bigcommerce', endpoint: `PUT ${ABSOLUTE}`, outcome: 'not_sent' },
  );
}

/** Refusals name items in their title: `Item with variant_id 106 is tracked by product`, `Items with identity: [...]`. */
function isNamed(item: Adjustment, words: string): boolean {
  const name = String('productId' in item ? item.productId : item.variantId);
  const at = words.indexOf(name);
  const isWhole = (neighbour: string | undefined) => neighbour === undefined || !/[\w-]/.test(neighbour);
  return at >= 0 && isWhole(words[at - 1]) && isWhole(words[at + name.length]);
}
