import { type Context, Hono } from 'hono';
import type { HttpEnv } from '../http-env.ts';
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
  type MetafieldHome,
  type MetafieldInput,
  metafield,
  readMetafield,
  removeMetafield,
  showMetafield,
} from './metafields.ts';

/** Metafields of one product or order (docs/facts/bigcommerce-catalog.md#metafields). */
export function metafieldRoutes({ db }: World, home: MetafieldHome): Hono<HttpEnv> {
  const ownerOf = (c: Context<HttpEnv>): number => {
    const id = Number(c.req.param('owner'));
    if (!db.get(`SELECT id FROM ${home.owners} WHERE id = ?`, id)) throw notFound(home.type);
    return id;
  };
  const find = (c: Context<HttpEnv>) => {
    const row = metafield(db, home, Number(c.req.param('id')));
    const isHidden = row?.permission_set === 'app_only' && row.client !== c.get('client');
    if (!row || isHidden || row.owner_id !== ownerOf(c)) throw notFound('metafield');
    return row;
  };
  const answer = (c: Context, saved: number | Fault) => {
    if (typeof saved !== 'number') throw storeRefusal(saved.status, saved.title, { metafield: saved.title });
    const row = metafield(db, home, saved);
    return c.json({ data: row && showMetafield(home, row), meta: {} });
  };
  const read = async (c: Context, isNew: boolean) => {
    const input = readMetafield(await jsonBody(c, badJson), isNew);
    if (isFault(input)) throw storeRefusal(input.status, input.title, { metafield: input.title });
    return input;
  };
  const base = '/:owner{[0-9]+}/metafields';
  const one = `${base}/:id{[0-9]+}`;
  return new Hono<HttpEnv>()
    .get(base, (c) => c.json(listMetafieldsOf(db, home, ownerOf(c), c.req.query(), c.get('client'))))
    .post(base, async (c) => {
      const input = await read(c, true);
      return answer(
        c,
        db.transaction(() => addMetafield(db, home, ownerOf(c), input as MetafieldInput, c.get('client'))),
      );
    })
    .get(one, (c) => {
      const query = c.req.query();
      refuseOthers(query, FIELD_CONTROLS);
      return c.json({ data: chooseFields(showMetafield(home, find(c)), readFieldChoice(query)), meta: {} });
    })
    .put(one, async (c) => {
      const input = await read(c, false);
      return answer(
        c,
        db.transaction(() => changeMetafield(db, home, find(c).id, input, c.get('client'))),
      );
    })
    .delete(one, (c) => {
      const removed = removeMetafield(db, home, find(c).id, c.get('client'));
      if (typeof removed !== 'number') throw storeRefusal(removed.status, removed.title);
      return c.body(null, 204);
    });
}
