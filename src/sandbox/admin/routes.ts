import { Hono } from 'hono';
import { z } from 'zod';
import { clearStore } from '../bigcommerce/fresh-store.ts';
import { furnish } from '../bigcommerce/furnished-store.ts';
import { StoreWindow } from '../limits/store-window.ts';
import { SupplierLimits } from '../limits/supplier-limits.ts';
import { usePreset } from '../presets.ts';
import { settingsPatch } from '../settings.ts';
import type { World } from '../world.ts';
import { readBody } from './body.ts';
import { orderAdminRoutes } from './orders/routes.ts';
import { partAdminRoutes } from './parts.ts';
import { productAdminRoutes } from './products.ts';
import { refuse } from './refuse.ts';
import { stateHash } from './state-hash.ts';
import { supplierOrderAdminRoutes } from './supplier-orders.ts';

const faultsBody = z.strictObject({ faults: z.array(z.string()), seed: z.int().optional() });
const resetBody = z.strictObject({ parts: z.int().min(0).optional() });

/** The tester's door: no key, no limits, no faults. */
export function adminRoutes(world: World): Hono {
  const { db, stats, faults, settings, catalogue } = world;
  return new Hono()
    .get('/stats', (c) => c.json({ services: stats.report() }))
    .post('/stats/reset', (c) => {
      stats.reset();
      return c.json({ services: stats.report() });
    })
    .get('/faults', (c) => c.json({ faults: faults.report() }))
    .post('/faults', async (c) => {
      const { faults: texts, seed } = await readBody(c, faultsBody);
      try {
        faults.replace(texts, seed);
      } catch (error) {
        throw refuse(422, error instanceof Error ? error.message : String(error));
      }
      return c.json({ faults: faults.report() });
    })
    .get('/settings', (c) => c.json({ settings }))
    .post('/settings', async (c) => {
      const { preset, ...changes } = await readBody(c, settingsPatch);
      if (preset) usePreset(world, preset);
      Object.assign(settings, changes);
      return c.json({ settings });
    })
    .get('/state-hash', (c) => c.json(stateHash(db)))
    .post('/reset', async (c) => {
      const { parts } = await readBody(c, resetBody);
      db.transaction(() => {
        clearStore(db);
        catalogue.changes.clear();
        db.run('DELETE FROM purchase_orders');
        if (parts !== undefined) catalogue.resize(parts);
        if (settings.preset === 'awkward') furnish(db);
      });
      stats.reset();
      world.storeWindow = new StoreWindow();
      world.supplierLimits = new SupplierLimits();
      return c.json({ parts: catalogue.size });
    })
    .route('/parts', partAdminRoutes(world))
    .route('/products', productAdminRoutes(world))
    .route('/orders', orderAdminRoutes(world))
    .route('/supplier-orders', supplierOrderAdminRoutes(world))
    .all('*', (c) => {
      throw refuse(404, `${c.req.method} ${c.req.path} does not exist`);
    });
}
