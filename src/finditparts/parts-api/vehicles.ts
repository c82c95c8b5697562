import type { Send } from '../../http/send/send.ts';
import type { Vehicle, VehicleQuery } from '../supplier.ts';
import { call } from './call.ts';
import { pagesOf } from './pages.ts';
import { pageOf } from './schema/page.ts';
import { vehicle } from './schema/vehicle.ts';

const ENDPOINT = 'GET /vehicles';
const vehiclesPage = pageOf('vehicles');

/**
 * `GET /vehicles` (docs/finditparts-parts-api.yaml). Rows without id, make or model are left out: they cannot be
 * chosen.
 */
export async function* vehicles(
  send: Send,
  query: VehicleQuery,
  pageSize: number,
  signal?: AbortSignal,
): AsyncGenerator<Vehicle> {
  const ask = (page: number) =>
    call(
      send,
      {
        method: 'GET',
        path: '/vehicles',
        endpoint: ENDPOINT,
        limitGroup: 'search',
        query: { year: query.year, make: query.make, model: query.model, page },
        signal,
      },
      vehiclesPage,
    );
  for await (const { rows } of pagesOf(ask, pageSize, ENDPOINT)) {
    for (const row of rows) {
      const read = vehicle.safeParse(row);
      if (read.success) yield read.data;
    }
  }
}
