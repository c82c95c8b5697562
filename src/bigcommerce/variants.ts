import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { bisect, type RowResult } from './bisect.ts';
import { call, chunksOf } from './call.ts';
import type { Gate } from './gate.ts';
import { allOf, pages } from './pages.ts';
import { refusedRow } from './problem.ts';
import { type StoreVariant, variant } from './product-schema.ts';
import type { VariantAdd, VariantUpdate } from './request-types.ts';

/** Variants of one batch; more is a 413 (docs/facts/bigcommerce-catalog.md#batches). */
const BATCH = 50;
const PAGE = 250;
const PATH = '/v3/catalog/variants';
const limitGroup = 'products';

/** docs/facts/bigcommerce-catalog.md#variants. Every method rejects with `ServiceError`. */
export function createVariants(send: Send, gate: Gate) {
  async function put(
    rows: readonly (VariantUpdate | VariantAdd)[],
    signal?: AbortSignal,
  ): Promise<RowResult<StoreVariant>[]> {
    const endpoint = `PUT ${PATH}`;
    const request = { method: 'PUT', path: PATH, endpoint, limitGroup, json: rows, signal } as const;
    const { data } = await call(send, request, z.object({ data: z.array(variant) }));
    const byId = new Map(data.map((each) => [each.id, each]));
    const bySku = new Map(data.map((each) => [each.sku, each]));
    return rows.map((row) => {
      const name = 'id' in row ? row.id : row.sku;
      const ok = 'id' in row ? byId.get(row.id) : bySku.get(row.sku);
      if (ok !== undefined) return { ok };
      return { error: refusedRow(endpoint, `variant ${name} is missing from its answer`, 200, undefined) };
    });
  }

  return {
    /** Those with this SKU, base variants among them. */
    async bySku(sku: string, signal?: AbortSignal): Promise<StoreVariant[]> {
      const request = { path: PATH, endpoint: `GET ${PATH}`, limitGroup, query: { sku }, signal };
      const found = await allOf(pages(send, request, variant, PAGE));
      // Should the store ever ignore the filter, other variants must not pass for this.
      return found.filter((each) => each.sku.toLowerCase() === sku.toLowerCase());
    },

    /**
     * Writes what changed and adds what is new, 50 variants a call, and says of each what became of it, in the order given. A refused batch
     * does not say which variant is at fault, so it is halved until the bad ones stand alone.
     */
    async updateBatch(
      rows: readonly (VariantUpdate | VariantAdd)[],
      signal?: AbortSignal,
    ): Promise<RowResult<StoreVariant>[]> {
      const results: RowResult<StoreVariant>[] = [];
      for (const some of chunksOf(rows, BATCH))
        results.push(
          ...(await gate.shared(() => bisect(some, { write: (part) => put(part, signal) }), signal)),
        );
      return results;
    },
  };
}
