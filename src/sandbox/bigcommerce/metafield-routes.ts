import { type Context, Hono } from 'hono';
import { jsonBody } from '../json-body.ts';
import type { World } from '../world.ts';
import { badJson, notFound, storeRefusal } from './errors.ts';
import { chooseFields, FIELD_CONTROLS, readFieldChoice } from './field-choice.ts';
import { refuseOthers } from './filters.ts';
import { listMetafieldsOf } from './metafield-list.ts';
import {
  addMetafield,
  changeMetafield,
  type Fault,
  isFault,
  type MetafieldInput,
  metafield,
  readMetafield,
  showMetafield,
} from './metafields.ts';

/** Metafields of one product (BigCommerce facts 6). */
export function metafieldRoutes({ db }: World): Hono {
  const productOf = (c: Context): number => {
    const id = Number(c.req.param('product'));
    if (!db.get('SELECT id FROM products WHERE id = ?', id)) throw notFound('product');
    return id;
  };
  const find = (c: Context) => {
    const row = metafield(db, Number(c.req.param('id')));
    if (!row || row.product_id !== productOf(c)) throw notFound('metafield');
    return row;
  };
  const answer = (c: Context, saved: number | Fault) => {
    if (typeof saved !== 'number') throw storeRefusal(saved.status, saved.title, { metafield: saved.title });
    const row = metafield(db, saved);
    return c.json({ data: row && showMetafield(row), meta: {} });
  };
  const read = async (c: Context, isNew: boolean) => {
    const input = readMetafield(await jsonBody(c, badJson), isNew);
    if (isFault(input)) throw storeRefusal(input.status, input.title, { metafield: input.title });
    return input;
  };
  const base = '/:product{[0-9]+}/metafields';
  const one = `${base}/:id{[0-9]+}`;
  return new Hono()
    .get(base, (c) => c.json(listMetafieldsOf(db, productOf(c), c.req.query())))
    .post(base, async (c) => {
      const input = await read(c, true);
      return answer(
        c,
        db.transaction(() => addMetafield(db, productOf(c), input as MetafieldInput)),
      );
    })
    .get(one, (c) => {
      const query = c.req.query();
      refuseOthers(query, FIELD_CONTROLS);
      return c.json({ data: chooseFields(showMetafield(find(c)), readFieldChoice(query)), meta: {} });
    })
    .put(one, async (c) => {
      const input = await read(c, false);
      return answer(
        c,
        db.transaction(() => changeMetafield(db, find(c).id, input)),
      );
    })
    .delete(one, (c) => {
      db.run('DELETE FROM metafields WHERE id = ?', find(c).id);
      return c.body(null, 204);
    });
}
