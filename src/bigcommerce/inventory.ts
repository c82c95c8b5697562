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

/** Names one item of the store; products without options are tracked by product, others by variant. */
type ItemName = { sku: string } | { productId: number } | { variantId: number };
export type Adjustment = ItemName & { locationId: number; quantity: number };
export type AdjustmentResult = RowResult<{ transactionId: string | null }>;

export interface InventoryFilter {
  skus?: readonly string[];
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
     * Levels by SKU, by product or of a whole location, up to 1,000 items a call. A SKU with a comma cannot be asked for
     * here: ask by product. Items without a product (orphans) are left out. Levels lag a moment behind adjustments.
     */
    async *items(filter: InventoryFilter = {}, signal?: AbortSignal): AsyncGenerator<InventoryItem[]> {
      const places = { 'location_id:in': filter.locationIds?.join(',') };
      const skus = filter.skus?.filter((sku) => sku !== '' && !sku.includes(','));
      const values: readonly (string | number)[] | undefined = skus ?? filter.productIds;
      const parameter = skus === undefined ? 'product_id:in' : 'sku:in';
      const lists = values === undefined ? [undefined] : urlLists([...new Set(values)], places, PAGE);
      for (const list of lists) {
        const query = { ...places, [parameter]: list };
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
  const name =
    'sku' in item
      ? { sku: item.sku }
      : 'productId' in item
        ? { product_id: item.productId }
        : { variant_id: item.variantId };
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
  const name = 'sku' in item ? item.sku : String('productId' in item ? item.productId : item.variantId);
  const at = words.indexOf(name);
  const isWhole = (neighbour: string | undefined) => neighbour === undefined || !/[\w-]/.test(neighbour);
  return at >= 0 && isWhole(words[at - 1]) && isWhole(words[at + name.length]);
}
