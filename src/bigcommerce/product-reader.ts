import { z } from 'zod';
import { orUndefined } from '../http/errors/service-error.ts';
import type { Send } from '../http/send/send.ts';
import { call } from './call.ts';
import { type ListRequest, page, pages, repeatedPage } from './pages.ts';
import { product, type StoreProduct } from './product-schema.ts';
import { MAX_LIST, urlLists } from './url-list.ts';

/** The largest page that V3 catalogue lists give. */
const PAGE = 250;

export type ProductInclude =
  | 'variants'
  | 'images'
  | 'custom_fields'
  | 'videos'
  | 'channels'
  | 'bulk_pricing_rules';

/** Filters by the store's own names. `date_modified` takes full timestamps; a bare date is completed to a whole day. */
export type ProductFilter = Partial<
  Record<
    | 'id:min'
    | 'id:max'
    | 'id:greater'
    | 'id:less'
    | 'sku'
    | 'name'
    | 'mpn'
    | 'upc'
    | 'brand_id'
    | 'categories:in'
    | 'channel_id:in'
    | 'date_modified:min'
    | 'date_modified:max'
    | 'inventory_level'
    | 'inventory_level:min'
    | 'inventory_level:max'
    | 'is_visible'
    | 'keyword'
    | 'availability'
    | 'type',
    string | number | boolean
  >
>;

export interface ReadOptions {
  include?: readonly ProductInclude[];
  /** Leaves the long texts out of the answer; a description that was left out reads as `null`. */
  excludeFields?: readonly ('description' | 'search_keywords' | 'warranty' | 'meta_description')[];
  /** Nothing but these and the id; the others read as if the product had none. */
  onlyFields?: readonly (typeof LEAST_FIELDS)[number][];
  /** Takes products that cannot be read, which are left out then. Without it one of them fails the whole call. */
  onUnreadable?: ((product: UnreadableProduct) => void) | undefined;
  signal?: AbortSignal;
}

/** A product with something else than the contract says, such as `weight: null`. */
export interface UnreadableProduct {
  id: number;
  sku: string;
  /** Which field has what. */
  reason: string;
}

/** What a product cannot be read without, and what tells whether, at what price and from what stock it is sold. */
export const LEAST_FIELDS = ['name', 'sku', 'price', 'weight', 'is_visible', 'inventory_tracking'] as const;

export interface ListOptions extends ReadOptions {
  filter?: ProductFilter;
  sort?: 'id' | 'name' | 'sku' | 'price' | 'date_modified';
  direction?: 'asc' | 'desc';
}

export interface ScanPage {
  products: StoreProduct[];
  /** Products from this page on. */
  left: number;
}

const unreadable = z.object({ id: z.int(), sku: z.string().nullish() });

/** Each product by itself, where somebody wants those that cannot be read. */
function itemOf({ onUnreadable }: ReadOptions): z.ZodType<StoreProduct | UnreadableProduct> {
  if (!onUnreadable) return product;
  return z.unknown().transform((value, context) => {
    const read = product.safeParse(value);
    if (read.success) return read.data;
    const least = unreadable.safeParse(value);
    const issue = read.error.issues[0];
    const reason = `${issue?.path.join('.')}: ${issue?.message}`;
    if (least.success) return { id: least.data.id, sku: least.data.sku ?? '', reason };
    context.addIssue(reason);
    return z.NEVER;
  });
}

function readable(
  rows: readonly (StoreProduct | UnreadableProduct)[],
  { onUnreadable }: ReadOptions,
): StoreProduct[] {
  return rows.filter((row): row is StoreProduct => {
    if (!('reason' in row)) return true;
    onUnreadable?.(row);
    return false;
  });
}

/** Reads of docs/facts/bigcommerce-catalog.md#reading-products, 250 products a call. */
export function createProductReader(send: Send) {
  /** All products that match one of the values of a list parameter. */
  async function listed(
    parameter: string,
    lists: Iterable<string>,
    options: ReadOptions,
  ): Promise<StoreProduct[]> {
    const found: StoreProduct[] = [];
    for (const list of lists) {
      const request = listRequest(options, { [parameter]: list });
      for await (const rows of pages(send, request, itemOf(options), PAGE))
        found.push(...readable(rows, options));
    }
    return found;
  }

  return {
    /** Pages in the store's order. A product that is added or deleted meanwhile moves the rows: prefer `scan`. */
    list({ filter, sort, direction, ...options }: ListOptions = {}): AsyncGenerator<StoreProduct[]> {
      const query = { ...wholeDays(filter), sort, direction };
      return pages(send, listRequest(options, query), product, PAGE);
    },

    /**
     * Every product that matches, by ascending id. Each page starts after the last id, not at an offset, so products that
     * come or go during the scan neither hide another one nor show it twice. Each page says how many were left before it.
     */
    async *scan({
      filter,
      ...options
    }: Omit<ListOptions, 'sort' | 'direction'> = {}): AsyncGenerator<ScanPage> {
      const query = { ...wholeDays(filter), sort: 'id', direction: 'asc', limit: PAGE };
      let last: number | undefined;
      for (let number = 1; ; number++) {
        const after = last === undefined ? {} : { 'id:greater': last };
        const request = listRequest(options, { ...query, ...after });
        const { rows, total } = await page(send, request, itemOf(options));
        const next = rows.at(-1)?.id;
        if (next === undefined) return;
        if (last !== undefined && rows.some((row) => row.id <= (last ?? 0))) {
          throw repeatedPage(request.endpoint, number);
        }
        last = Math.max(...rows.map((row) => row.id));
        yield { products: readable(rows, options), left: total ?? rows.length };
        // The total is that of the filter, so of what is left.
        if (total !== null && rows.length >= total) return;
      }
    },

    /** How many products match, for one call. */
    async count(filter?: ProductFilter, signal?: AbortSignal): Promise<number | null> {
      const request = listRequest({ signal }, { ...wholeDays(filter), limit: 1 });
      return (await page(send, request, product)).total;
    },

    one(id: number, options: ReadOptions = {}): Promise<StoreProduct | undefined> {
      const request = listRequest(options);
      return orUndefined(
        call(
          send,
          { ...request, method: 'GET', path: `${request.path}/${id}`, endpoint: `${request.endpoint}/{id}` },
          z.object({ data: product }),
        ).then((answer) => answer.data),
      );
    },

    byIds(ids: readonly number[], options: ReadOptions = {}): Promise<StoreProduct[]> {
      return listed('id:in', urlLists([...new Set(ids)], listRequest(options).query), options);
    },

    /**
     * The products with these base SKUs, in no order; SKUs that the store does not have are left out. SKUs are compared
     * as the store does, without regard to case. A SKU with a comma cannot stand in a list and costs a call of its own.
     */
    async bySku(skus: readonly string[], options: ReadOptions = {}): Promise<StoreProduct[]> {
      const wanted = new Map(skus.filter((sku) => sku !== '').map((sku) => [sku.toLowerCase(), sku]));
      const alone = [...wanted.values()].filter((sku) => sku.includes(','));
      const together = [...wanted.values()].filter((sku) => !sku.includes(','));
      const found = [
        ...(await listed('sku:in', urlLists(together, listRequest(options).query, MAX_LIST), options)),
        ...(await listed('sku', alone, options)),
      ];
      // Should the store ever ignore the filter, other products must not pass for these.
      return found.filter((each) => wanted.has(each.sku.toLowerCase()));
    },
  };
}

function listRequest(
  { include, excludeFields, onlyFields, signal }: ReadOptions,
  query?: ListRequest['query'],
): ListRequest {
  return {
    path: '/v3/catalog/products',
    endpoint: 'GET /v3/catalog/products',
    limitGroup: 'products',
    query: {
      ...query,
      include_fields: onlyFields?.length ? onlyFields.join(',') : undefined,
      include: include?.length ? include.join(',') : undefined,
      exclude_fields: excludeFields?.length ? excludeFields.join(',') : undefined,
    },
    signal,
  };
}

/**
 * Without a time of day the store adds the present one, which would hide a part of the day
 * (docs/facts/bigcommerce-api.md#requests).
 */
function wholeDays(filter: ProductFilter = {}): ProductFilter {
  const whole = { ...filter };
  for (const [key, time] of [
    ['date_modified:min', 'T00:00:00Z'],
    ['date_modified:max', 'T23:59:59Z'],
  ] as const) {
    const value = filter[key];
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) whole[key] = value + time;
  }
  return whole;
}
