import { z } from 'zod';
import { ServiceError } from '../http/errors/service-error.ts';
import type { HttpRequest, Send } from '../http/send/send.ts';
import { bisect, type RowResult } from './bisect.ts';
import { call, chunksOf } from './call.ts';
import { page, pages } from './pages.ts';
import { problemText, refusedRow } from './problem.ts';
import type { MetafieldCreate, MetafieldUpdate } from './request-types.ts';
import { type Metafield, metafield } from './schema.ts';

/** The bulk calls' limit is not published (docs/facts/bigcommerce-catalog.md#batches); a 413 halves what is sent. */
const METAFIELD_BATCH = 50;
const PAGE = 250;

const BULK = '/v3/catalog/products/metafields';
const ONE_PRODUCT = '/v3/catalog/products/{id}/metafields';
const limitGroup = 'products';

export interface MetafieldFilter {
  namespace?: string;
  'namespace:in'?: string;
  key?: string;
  'key:in'?: string;
}

type Sent = MetafieldCreate | MetafieldUpdate;

/**
 * docs/facts/bigcommerce-catalog.md#metafields. Key and namespace at most 64 characters, value 65,535; 250 a product
 * and API account. Only the account that made a metafield can change it (403).
 */
export function createMetafields(send: Send) {
  /** Some saved, some not is a 422 whose body holds both; any other refusal is bisected. */
  async function bulk<Row extends Sent>(method: 'POST' | 'PUT', rows: readonly Row[], signal?: AbortSignal) {
    const results: RowResult<Metafield>[] = [];
    for (const some of chunksOf(rows, METAFIELD_BATCH)) {
      results.push(...(await bisect(some, { write: (part) => write(method, part, signal) })));
    }
    return results;
  }

  async function write(method: 'POST' | 'PUT', rows: readonly Sent[], signal?: AbortSignal) {
    const request: HttpRequest = {
      method,
      path: BULK,
      endpoint: `${method} ${BULK}`,
      limitGroup,
      json: rows,
      idempotent: method === 'PUT',
      signal,
    };
    try {
      const { data } = await call(send, request, z.object({ data: z.array(metafield) }));
      return rows.map((row) => resultOf(row, data, request.endpoint));
    } catch (error) {
      const saved = error instanceof ServiceError ? savedIn(error, rows.length) : undefined;
      if (!(error instanceof ServiceError) || saved === undefined) throw error;
      return rows.map((row) => {
        const result = resultOf(row, saved, request.endpoint, error.body);
        // Long texts are cut in the body of an error; what was saved is what was sent.
        return 'ok' in result && row.value !== undefined
          ? { ok: { ...result.ok, value: row.value } }
          : result;
      });
    }
  }

  return {
    /** Of every product, or of one. */
    list(
      filter: MetafieldFilter & { productId?: number } = {},
      signal?: AbortSignal,
    ): AsyncGenerator<Metafield[]> {
      const { productId, ...query } = filter;
      const [path, name] =
        productId === undefined
          ? [BULK, BULK]
          : [`/v3/catalog/products/${productId}/metafields`, ONE_PRODUCT];
      return pages(send, { path, endpoint: `GET ${name}`, limitGroup, query, signal }, metafield, PAGE);
    },

    /** Of every product; `null` when the store does not say. */
    async count(query: MetafieldFilter, signal?: AbortSignal): Promise<number | null> {
      const request = {
        path: BULK,
        endpoint: `GET ${BULK}`,
        limitGroup,
        query: { ...query, limit: 1 },
        signal,
      };
      return (await page(send, request, metafield)).total;
    },

    /** Says of each row what became of it, in the order given. */
    create: (rows: readonly MetafieldCreate[], signal?: AbortSignal) => bulk('POST', rows, signal),
    update: (rows: readonly MetafieldUpdate[], signal?: AbortSignal) => bulk('PUT', rows, signal),

    async delete(ids: readonly number[], signal?: AbortSignal): Promise<void> {
      for (const some of chunksOf(ids, METAFIELD_BATCH)) {
        const endpoint = `DELETE ${BULK}`;
        await send({ method: 'DELETE', path: BULK, endpoint, limitGroup, json: some, signal });
      }
    },
  };
}

function resultOf(
  row: Sent,
  saved: readonly Metafield[],
  endpoint: string,
  body?: unknown,
): RowResult<Metafield> {
  const ok = saved.find((each) =>
    'id' in row
      ? each.id === row.id
      : each.productId === row.resource_id && each.namespace === row.namespace && each.key === row.key,
  );
  if (ok !== undefined) return { ok };
  const words = problemText(z.object({ errors: z.unknown() }).safeParse(body).data?.errors);
  return { error: refusedRow(endpoint, words, 422, body) };
}

/** `{data: [saved], errors: [...]}` of a 422 that accounts for each row; there may be none saved. */
function savedIn(error: ServiceError, rows: number): Metafield[] | undefined {
  if (error.status !== 422) return undefined;
  const body = z
    .object({ data: z.array(metafield), errors: z.array(z.unknown()).nullish() })
    .safeParse(error.body).data;
  if (!body) return undefined;
  return body.data.length > 0 || body.errors?.length === rows ? body.data : undefined;
}
