import { z } from 'zod';
import { ServiceError } from '../http/errors/service-error.ts';
import type { Send } from '../http/send/send.ts';
import type { RowResult } from './bisect.ts';
import { chunksOf, read } from './call.ts';
import { page, pages, steadyList } from './pages.ts';
import { problemText, refusedRow } from './problem.ts';
import type { CategoryCreate } from './request-types.ts';
import { type Category, type CategoryTree, category, tree } from './schema.ts';
import { urlLists } from './url-list.ts';

const TREES = '/v3/catalog/trees';
const PATH = '/v3/catalog/trees/categories';
const limitGroup = 'catalog';
const PAGE = 250;

/** Above this the endpoint breaks, by BigCommerce's own word (docs#904). */
const CATEGORY_BATCH = 10;

export interface CategoryFilter {
  'tree_id:in'?: string;
  'parent_id:in'?: string;
  'category_id:in'?: string;
  name?: string;
  'name:like'?: string;
}

/**
 * docs/facts/bigcommerce-catalog.md#categories: trees, not the deprecated `/catalog/categories`. At most 8 levels deep.
 */
export function createCategories(send: Send) {
  async function post(rows: readonly CategoryCreate[], signal?: AbortSignal): Promise<RowResult<Category>[]> {
    const request = {
      method: 'POST',
      path: PATH,
      endpoint: `POST ${PATH}`,
      limitGroup,
      json: rows,
      idempotent: false,
      signal,
    } as const;
    const answer = await send(request);
    const { data, errors } = read(
      answer,
      request,
      z.object({ data: z.array(category), errors: z.unknown().optional() }),
    );
    const left = [...data];
    return rows.map((row) => {
      const at = left.findIndex((each) => isCreatedFrom(each, row));
      const [ok] = at < 0 ? [] : left.splice(at, 1);
      return ok === undefined
        ? { error: refusedRow(request.endpoint, problemText(errors), answer.status, answer.body) }
        : { ok };
    });
  }

  return {
    /** All trees, in one page: the endpoint takes no page parameters. */
    async *trees(signal?: AbortSignal): AsyncGenerator<CategoryTree[]> {
      yield (await page(send, { path: TREES, endpoint: `GET ${TREES}`, limitGroup, signal }, tree)).rows;
    },

    /** Whatever is made or deleted meanwhile. */
    all(signal?: AbortSignal): Promise<Category[]> {
      const request = { path: PATH, endpoint: `GET ${PATH}`, limitGroup, signal };
      return steadyList(send, request, category, PAGE);
    },

    list(filter: CategoryFilter = {}, signal?: AbortSignal): AsyncGenerator<Category[]> {
      const request = { path: PATH, endpoint: `GET ${PATH}`, limitGroup, query: { ...filter }, signal };
      return pages(send, request, category, PAGE);
    },

    /**
     * Creates ten a call and says of each what became of it, in the order given. Where the store saved only some (207) or
     * none (422) without saying which is at fault, the others are sent once more, each alone: names are unique among
     * siblings, so none is made twice. Parents must be there before their children: create level by level.
     */
    async create(rows: readonly CategoryCreate[], signal?: AbortSignal): Promise<RowResult<Category>[]> {
      const results: RowResult<Category>[] = [];
      for (const some of chunksOf(rows, CATEGORY_BATCH)) {
        const first = await orRefused(some, () => post(some, signal));
        for (const [index, row] of some.entries()) {
          const result = first[index] as RowResult<Category>;
          const isSettled = 'ok' in result || some.length === 1;
          const [settled = result] = isSettled ? [] : await orRefused([row], () => post([row], signal));
          results.push(settled);
        }
      }
      return results;
    },

    /** Deletes categories and all below them. */
    async delete(ids: readonly number[], signal?: AbortSignal): Promise<void> {
      // Without the filter the call would mean every category: no ids, no call.
      for (const list of urlLists(ids)) {
        const query = { 'category_id:in': list };
        await send({ method: 'DELETE', path: PATH, endpoint: `DELETE ${PATH}`, limitGroup, query, signal });
      }
    },
  };
}

function isCreatedFrom(created: Category, row: CategoryCreate): boolean {
  const isSamePlace = row.parent_id ? created.parentId === row.parent_id : created.parentId === 0;
  return isSamePlace && created.name.trim() === row.name.trim();
}

async function orRefused(
  rows: readonly CategoryCreate[],
  work: () => Promise<RowResult<Category>[]>,
): Promise<RowResult<Category>[]> {
  try {
    return await work();
  } catch (error) {
    const blamesRows = error instanceof ServiceError && [400, 409, 413, 422, 507].includes(error.status ?? 0);
    if (!blamesRows) throw error;
    return rows.map(() => ({ error }));
  }
}
