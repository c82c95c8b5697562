import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { call } from './call.ts';
import { pages, steadyList } from './pages.ts';
import { isDuplicateName } from './problem.ts';
import type { BrandCreate } from './request-types.ts';
import { type Brand, brand } from './schema.ts';

const PATH = '/v3/catalog/brands';
const limitGroup = 'catalog';
const PAGE = 250;

export interface BrandFilter {
  name?: string;
  'name:like'?: string;
  'id:in'?: string;
}

/** docs/facts/bigcommerce-catalog.md#brands. Names are unique, at most 255 characters; 30,000 brands a store. */
export function createBrands(send: Send) {
  function list(filter: BrandFilter = {}, signal?: AbortSignal): AsyncGenerator<Brand[]> {
    const request = { path: PATH, endpoint: `GET ${PATH}`, limitGroup, query: { ...filter }, signal };
    return pages(send, request, brand, PAGE);
  }

  async function byName(name: string, signal?: AbortSignal): Promise<Brand | undefined> {
    for await (const rows of list({ name }, signal)) {
      const found = rows.find((each) => each.name.toLowerCase() === name.toLowerCase());
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function create(body: BrandCreate, signal?: AbortSignal): Promise<Brand> {
    const request = {
      method: 'POST',
      path: PATH,
      endpoint: `POST ${PATH}`,
      limitGroup,
      json: body,
      idempotent: false,
      signal,
    } as const;
    return (await call(send, request, z.object({ data: brand }))).data;
  }

  return {
    list,
    /** Whatever is made or deleted meanwhile. */
    all(signal?: AbortSignal): Promise<Brand[]> {
      const request = { path: PATH, endpoint: `GET ${PATH}`, limitGroup, signal };
      return steadyList(send, request, brand, PAGE);
    },
    /** Without regard to case. */
    byName,
    create,

    /** Looks before it creates, and again when another writer was faster. */
    async findOrCreate(name: string, signal?: AbortSignal): Promise<Brand> {
      const known = await byName(name, signal);
      if (known !== undefined) return known;
      try {
        return await create({ name }, signal);
      } catch (error) {
        const other = isDuplicateName(error) ? await byName(name, signal) : undefined;
        if (other === undefined) throw error;
        return other;
      }
    },

    async delete(id: number, signal?: AbortSignal): Promise<void> {
      const endpoint = `DELETE ${PATH}/{id}`;
      await send({ method: 'DELETE', path: `${PATH}/${id}`, endpoint, limitGroup, signal });
    },
  };
}
