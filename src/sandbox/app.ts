import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { adminRoutes } from './admin/routes.ts';
import { foreignStore, STORE_PREFIX, storeAdmission, storeFaults, storeGate } from './bigcommerce/gate.ts';
import { storeRoutes } from './bigcommerce/routes.ts';
import { tellHooks } from './bigcommerce/webhooks/deliver.ts';
import { injectFaults } from './faults/inject.ts';
import { SUPPLIER_PREFIX, supplierAdmission, supplierFaults, supplierGate } from './finditparts/gate.ts';
import { supplierRoutes } from './finditparts/routes.ts';
import type { HttpEnv } from './http-env.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** Both services and the admin's door as one app. */
export function createApp(world: World): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const isRouted = (method: string, path: string) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method !== 'ALL');
  return app
    .use(
      `${SUPPLIER_PREFIX}/*`,
      supplierGate(world),
      supplierAdmission(world),
      injectFaults(world, supplierFaults),
    )
    .route(SUPPLIER_PREFIX, supplierRoutes(world))
    .use(
      `${STORE_PREFIX}/*`,
      storeGate(world),
      compressed(world),
      storeAdmission(world, isRouted),
      injectFaults(world, storeFaults(world)),
      tellHooks(world, STORE_PREFIX),
    )
    .route(STORE_PREFIX, storeRoutes(world))
    .all('/stores/*', () => {
      throw foreignStore();
    })
    .use('/_sandbox/*', tellHooks(world, ''))
    .route('/_sandbox', adminRoutes(world))
    .notFound((c) => c.json({ status: 404, title: `${c.req.path} does not exist` }, 404))
    .onError(answerFor);
}

/** As the real service answers whoever takes it so (docs/facts/bigcommerce-api.md#answers). */
function compressed({ settings }: World): MiddlewareHandler<HttpEnv> {
  const zip = compress({ encoding: 'gzip', threshold: 0 });
  return (c, next) => (settings.gzip ? zip(c, next) : next());
}

function answerFor(error: Error, c: Context): Response {
  if (!(error instanceof Refusal)) return c.json({ status: 500, title: error.message }, 500);
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value === '' ? undefined : value);
  const type = error.headers['Content-Type'];
  if (type === undefined) return c.json(error.body, error.status as ContentfulStatusCode);
  const text = typeof error.body === 'string' ? error.body : JSON.stringify(error.body);
  return c.body(text, error.status as ContentfulStatusCode, { 'Content-Type': type });
}
