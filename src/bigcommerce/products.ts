import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { bisect, type RowResult } from './bisect.ts';
import { chunksOf, read } from './call.ts';
import type { Gate } from './gate.ts';
import { problemText, refusedRow } from './problem.ts';
import { createProductReader } from './product-reader.ts';
import { product, type StoreProduct } from './product-schema.ts';
import type { ProductCreate, ProductUpdate } from './request-types.ts';
import { urlLists } from './url-list.ts';

/** Products of one batch PUT; more is a 413 (docs/facts/bigcommerce-catalog.md#batches). */
const PRODUCT_BATCH = 10;

const PATH = '/v3/catalog/products';
const ENDPOINT = '/v3/catalog/products';
const limitGroup = 'products';

export type ProductUpdateResult = RowResult<StoreProduct>;

export interface CreatedProduct {
  product: StoreProduct;
  /** Saved, but a part of it was not (207): the store's own words. Stock or the URL must be sent again. */
  partial?: string;
}

/** docs/facts/bigcommerce-catalog.md. Every method rejects with `ServiceError`. */
export function createProducts(send: Send, gate: Gate) {
  const reader = createProductReader(send);

  async function putOne({ id, ...changes }: ProductUpdate, signal?: AbortSignal): Promise<StoreProduct> {
    const endpoint = `PUT ${ENDPOINT}/{id}`;
    const request = {
      method: 'PUT',
      path: `${PATH}/${id}`,
      endpoint,
      limitGroup,
      json: changes,
      signal,
    } as const;
    const answer = await send(request);
    if (answer.status === 207) throw refusedRow(endpoint, problemIn(answer.body), 207, answer.body);
    return read(answer, request, z.object({ data: product })).data;
  }

  async function putMany(
    rows: readonly ProductUpdate[],
    signal?: AbortSignal,
  ): Promise<ProductUpdateResult[]> {
    const endpoint = `PUT ${ENDPOINT}`;
    const request = { method: 'PUT', path: PATH, endpoint, limitGroup, json: rows, signal } as const;
    const answer = await send(request);
    // It does not say whose part failed, and writing a row again is harmless: the rows are tried apart.
    if (answer.status === 207) throw refusedRow(endpoint, problemIn(answer.body), 207, answer.body);
    const { data } = read(answer, request, z.object({ data: z.array(product) }));
    const saved = new Map(data.map((each) => [each.id, each]));
    return rows.map((row) => {
      const ok = saved.get(row.id);
      if (ok !== undefined) return { ok };
      return {
        error: refusedRow(endpoint, `product ${row.id} is missing from its answer`, answer.status, undefined),
      };
    });
  }

  return {
    ...reader,

    /**
     * One product a call. Not repeated when its outcome is unknown: look the SKU up first. A taken SKU or name is
     * `isDuplicateSku` or `isDuplicateName` of the error.
     */
    async create(body: ProductCreate, signal?: AbortSignal): Promise<CreatedProduct> {
      const request = {
        method: 'POST',
        path: PATH,
        endpoint: `POST ${ENDPOINT}`,
        limitGroup,
        json: body,
        idempotent: false,
        signal,
      } as const;
      const answer = await send(request);
      const { data } = read(answer, request, z.object({ data: z.union([product, z.tuple([product])]) }));
      const saved = Array.isArray(data) ? data[0] : data;
      if (answer.status !== 207) return { product: saved };
      return {
        product: saved,
        partial: problemIn(answer.body) ?? 'The store did not say which part was not saved.',
      };
    },

    /**
     * Writes what changed, ten products a call, and says of each row what became of it, in the order given. Good rows of
     * a refused batch are written all the same. Rejects, without saying what of the rows before was written, when the
     * call itself failed (401, 403, 429, 5xx, unknown outcome): give at most ten rows to keep a journal.
     */
    async updateBatch(rows: readonly ProductUpdate[], signal?: AbortSignal): Promise<ProductUpdateResult[]> {
      const results: ProductUpdateResult[] = [];
      for (const some of chunksOf(rows, PRODUCT_BATCH)) {
        const write = async (part: readonly ProductUpdate[]) => {
          const [only] = part;
          return only !== undefined && part.length === 1
            ? [{ ok: await putOne(only, signal) }]
            : putMany(part, signal);
        };
        results.push(...(await gate.shared(() => bisect(some, { write }), signal)));
      }
      return results;
    },

    /** By id, 250 a call. Ids that are gone are no error. */
    async delete(ids: readonly number[], signal?: AbortSignal): Promise<void> {
      // The filter is what keeps this call from meaning every product: no ids, no call.
      for (const list of urlLists(ids)) {
        await send({
          method: 'DELETE',
          path: PATH,
          endpoint: `DELETE ${ENDPOINT}`,
          limitGroup,
          query: { 'id:in': list },
          signal,
        });
      }
    },
  };
}

/** A 207 carries its problem beside the data. */
function problemIn(body: unknown): string | undefined {
  return problemText(z.object({ errors: z.unknown() }).safeParse(body).data?.errors);
}
