import { Hono } from 'hono';
import { isObject } from '../../json.ts';
import { jsonBody } from '../../json-body.ts';
import { Refusal } from '../../refusal.ts';
import type { World } from '../../world.ts';
import { CURSOR_CONTROLS, cursorPage } from '../cursor-list.ts';
import { badJson, invalid, storeRefusal, tooMany } from '../errors.ts';
import { idIn, numeric } from '../filter-kinds.ts';
import { type Filters, readFilters } from '../filters.ts';

const MOST_ITEMS = 25;

interface AssignmentRow {
  id: number;
  price_list_id: number;
  customer_group_id: number;
  channel_id: number;
}

const DELETE_FILTERS: Filters = {
  id: numeric('id'),
  price_list_id: numeric('price_list_id'),
  customer_group_id: numeric('customer_group_id'),
  channel_id: numeric('channel_id'),
  'channel_id:in': idIn('channel_id'),
};

const FILTERS: Filters = {
  ...DELETE_FILTERS,
  'id:in': idIn('id'),
  'price_list_id:in': idIn('price_list_id'),
  'customer_group_id:in': idIn('customer_group_id'),
};

/** Whom a price list is for: one a customer group (0: everybody) and channel (price lists spec). */
export function priceListAssignmentRoutes({ db }: World): Hono {
  const problemOf = (item: unknown): string | undefined => {
    if (!isObject(item)) return 'error.expected.object';
    const { price_list_id: list, customer_group_id: group = 0, channel_id: channel = 1 } = item;
    if (![list, group, channel].every(Number.isInteger)) return 'ids must be integers';
    if (!db.get('SELECT id FROM price_lists WHERE id = ?', Number(list)))
      return 'price_list_id does not exist';
    if (!db.get('SELECT id FROM channels WHERE id = ?', Number(channel))) return 'channel_id does not exist';
    const sql = 'SELECT id FROM price_list_assignments WHERE customer_group_id = ? AND channel_id = ?';
    if (db.get(sql, Number(group), Number(channel))) return 'the group has a price list on this channel';
    return undefined;
  };
  return new Hono()
    .get('/', (c) => {
      const where = readFilters(c.req.query(), FILTERS, CURSOR_CONTROLS);
      const rows = cursorPage<AssignmentRow, object>(
        db,
        'price_list_assignments',
        c.req.query(),
        where,
        (row) => ({
          ...row,
        }),
      );
      return c.json(rows);
    })
    .post('/', async (c) => {
      const items = await jsonBody(c, badJson);
      if (!Array.isArray(items) || items.length === 0) throw invalid({ body: 'error.expected.array' });
      if (items.length > MOST_ITEMS) throw tooMany(MOST_ITEMS);
      db.transaction(() => {
        for (const item of items) {
          const wrong = problemOf(item);
          if (wrong !== undefined)
            throw new Refusal(422, { batch_errors: [{ data: item, errors: { item: wrong } }] });
          const { price_list_id, customer_group_id = 0, channel_id = 1 } = item;
          const sql = `INSERT INTO price_list_assignments (price_list_id, customer_group_id, channel_id)
             VALUES (?, ?, ?)`;
          db.run(sql, price_list_id, customer_group_id, channel_id);
        }
      });
      return c.json({});
    })
    .delete('/', (c) => {
      const where = readFilters(c.req.query(), DELETE_FILTERS);
      if (where.isEmpty) throw storeRefusal(422, 'A filter is required', { id: 'Please provide a filter.' });
      db.run(`DELETE FROM price_list_assignments ${where.sql}`, ...where.values);
      return c.body(null, 204);
    });
}
