import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { adminRoutes } from './admin/routes.ts';
import { STORE_PREFIX, storeAdmission, storeFaults, storeGate } from './bigcommerce/gate.ts';
import { storeRoutes } from './bigcommerce/routes.ts';
import { injectFaults } from './faults/inject.ts';
import { SUPPLIER_PREFIX, supplierAdmission, supplierFaults, supplierGate } from './finditparts/gate.ts';
import { supplierRoutes } from './finditparts/routes.ts';
import type { HttpEnv } from './http-env.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** Both services and the admin's door as one app. */
export function createApp(world: World): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .use(
      `${SUPPLIER_PREFIX}/*`,
      supplierGate(world),
      supplierAdmission(world),
      injectFaults(world, supplierFaults),
    )
    .route(SUPPLIER_PREFIX, supplierRoutes(world))
    .use(`${STORE_PREFIX}/*`, storeGate(world), storeAdmission(world), injectFaults(world, storeFaults))
    .route(STORE_PREFIX, storeRoutes(world))
    .route('/_sandbox', adminRoutes(world))
    .notFound((c) => c.json({ status: 404, title: `${c.req.path} does not exist` }, 404))
    .onError(answerFor);
}

function answerFor(error: Error, c: Context): Response {
  if (!(error instanceof Refusal)) return c.json({ status: 500, title: error.message }, 500);
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value === '' ? undefined : value);
  const type = error.headers['Content-Type'];
  if (type === undefined) return c.json(error.body, error.status as ContentfulStatusCode);
  return c.body(JSON.stringify(error.body), error.status as ContentfulStatusCode, { 'Content-Type': type });
}
