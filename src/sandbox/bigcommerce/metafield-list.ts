import type { Database } from '../database.ts';
import type { Conditions } from './conditions.ts';
import { CURSOR_CONTROLS, cursorPage } from './cursor-list.ts';
import { chooseFields, readFieldChoice } from './field-choice.ts';
import { dates, equal, idIn, textIn } from './filter-kinds.ts';
import { type Filters, type Query, readFilters } from './filters.ts';
import {
  columnsOf,
  type MetafieldHome,
  type MetafieldRow,
  PRODUCT_METAFIELDS,
  showMetafield,
  VISIBLE,
} from './metafields.ts';

const FILTERS: Filters = {
  namespace: equal('namespace'),
  'namespace:in': textIn('namespace'),
  key: equal('key'),
  'key:in': textIn('key'),
  ...dates('date_created', 'created'),
  ...dates('date_modified', 'modified'),
};

const CONTROLS = [...CURSOR_CONTROLS, 'direction', 'include_fields'];

/**
 * Metafields of all products, by namespace, key and date, by page or by cursor
 * (docs/facts/bigcommerce-catalog.md#metafields).
 */
export function listMetafields(db: Database, query: Query, client: string) {
  return list(db, PRODUCT_METAFIELDS, query, readFilters(query, FILTERS, CONTROLS).add(VISIBLE, client));
}

/** One owner's; a product's list alone is documented with `resource_id:in` and `exclude_fields`. */
export function listMetafieldsOf(
  db: Database,
  home: MetafieldHome,
  ownerId: number,
  query: Query,
  client: string,
) {
  const where =
    home.type === 'product'
      ? readFilters(query, { ...FILTERS, 'resource_id:in': idIn(home.owner) }, [
          ...CONTROLS,
          'exclude_fields',
        ])
      : readFilters(query, FILTERS, CONTROLS);
  return list(db, home, query, where.add(`${home.owner} = ?`, ownerId).add(VISIBLE, client));
}

function list(db: Database, home: MetafieldHome, query: Query, where: Conditions) {
  const choice = readFieldChoice(query);
  const from = `(SELECT ${columnsOf(home)}, ${home.owner} FROM ${home.table})`;
  return cursorPage<MetafieldRow, object>(db, from, query, where, ({ id, owner_id, ...row }) =>
    chooseFields(showMetafield(home, { id, owner_id, ...row }), choice),
  );
}
