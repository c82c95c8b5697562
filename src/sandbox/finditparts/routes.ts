import { Hono } from 'hono';
import type { World } from '../world.ts';
import { supplierRefusal } from './errors.ts';
import { orderRoutes } from './orders.ts';
import { partRoutes } from './parts.ts';
import { vehicleRoutes } from './vehicles.ts';

/** The supplier's contract (docs/finditparts-parts-api.yaml), below `/finditparts/v1`. */
export function supplierRoutes(world: World): Hono {
  return new Hono()
    .route('/parts', partRoutes(world))
    .route('/vehicles', vehicleRoutes())
    .route('/orders', orderRoutes(world))
    .all('*', (c) => {
      throw supplierRefusal(404, 'not_found', `${c.req.method} ${c.req.path} does not exist`);
    });
}
