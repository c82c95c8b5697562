import { Hono } from 'hono';
import { vehicles } from '../catalogue/vehicles.ts';
import { readPage } from './paging.ts';

/** `GET /vehicles` by year, make and model, without case (docs/finditparts-parts-api.yaml). */
export function vehicleRoutes(): Hono {
  return new Hono().get('/', (c) => {
    const query = c.req.query();
    const { page, size } = readPage(query);
    const found = [...vehicles()].filter(
      (vehicle) =>
        (query.year === undefined || String(vehicle.year) === query.year) &&
        (query.make === undefined || same(vehicle.make, query.make)) &&
        (query.model === undefined || same(vehicle.model, query.model)),
    );
    const from = (page - 1) * size;
    return c.json({
      vehicles: found.slice(from, from + size),
      page: { number: page, size, total: found.length },
    });
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
