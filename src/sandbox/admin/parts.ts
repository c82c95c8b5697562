import { Hono } from 'hono';
import { z } from 'zod';
import { idOf, indexOf } from '../catalogue/part.ts';
import type { World } from '../world.ts';
import { readBody } from './body.ts';
import { refuse } from './refuse.ts';

/** Any wire field; `removed` takes the part away (and `false` brings it back). */
const patchBody = z.looseObject({ id: z.never().optional(), removed: z.boolean().optional() });
const repriceBody = z.strictObject({ factor: z.number().positive(), category: z.string().optional() });

/** Changes on the supplier's side. */
export function partAdminRoutes({ db, catalogue }: World): Hono {
  return new Hono()
    .post('/reprice', async (c) => {
      const { factor, category } = await readBody(c, repriceBody);
      if (category !== undefined && !catalogue.layout.has(category))
        throw refuse(422, `No category ${category}`);
      catalogue.changes.refresh();
      catalogue.changes.reprice(factor, category ?? null);
      return c.json({ factor, category: category ?? null });
    })
    .patch('/:id', async (c) => {
      const index = indexOf(c.req.param('id'));
      if (index < 0 || index >= catalogue.size) throw refuse(404, `No part ${c.req.param('id')}`);
      const patch = await readBody(c, patchBody);
      catalogue.changes.refresh();
      db.transaction(() => catalogue.change(index, patch));
      if (patch.removed) return c.json({ id: idOf(index), removed: true });
      return c.json({
        part: { ...catalogue.part(index), ...catalogue.details(index), ...catalogue.offers(index) },
      });
    });
}
