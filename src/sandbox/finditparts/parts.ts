import { Hono } from 'hono';
import type { PartQuery } from '../catalogue/query.ts';
import { Search } from '../catalogue/search.ts';
import type { World } from '../world.ts';
import { partNotFound, supplierRefusal } from './errors.ts';
import { readPage } from './paging.ts';

/** Parts, their prices and their stock (docs/finditparts-parts-api.yaml). */
export function partRoutes({ catalogue, settings }: World): Hono {
  const search = new Search(catalogue);
  const locate = (id: string): number => {
    catalogue.changes.refresh();
    const index = catalogue.locate(id);
    if (index < 0) throw partNotFound(id);
    return index;
  };
  return new Hono()
    .get('/search', (c) => {
      const query = c.req.query();
      const { page, size } = readPage(query);
      const { parts, total } = search.page(readQuery(query), page, size, settings.searchCarriesOffers);
      return c.json({ parts, page: { number: page, size, total } });
    })
    .get('/:id', (c) => {
      const index = locate(c.req.param('id'));
      return c.json({ part: { ...catalogue.part(index), ...catalogue.details(index) } });
    })
    .get('/:id/price', (c) => c.json(catalogue.price(locate(c.req.param('id')))))
    .get('/:id/inventory', (c) => c.json(catalogue.inventory(locate(c.req.param('id')))));
}

function readQuery(query: Record<string, string>): PartQuery {
  const { q, category, brand, mpn, vehicle_id: vehicleId, in_stock, updated_since } = query;
  const read: PartQuery = { q, category, brand, mpn, vehicleId };
  if (in_stock !== undefined) {
    if (in_stock !== 'true' && in_stock !== 'false') {
      throw supplierRefusal(422, 'invalid_in_stock', 'in_stock must be true or false');
    }
    read.inStock = in_stock === 'true';
  }
  if (updated_since !== undefined) {
    read.updatedSince = Date.parse(updated_since);
    if (Number.isNaN(read.updatedSince)) {
      throw supplierRefusal(422, 'invalid_updated_since', 'updated_since must be an ISO 8601 date');
    }
  }
  return read;
}
