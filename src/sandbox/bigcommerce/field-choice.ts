import { storeRefusal } from './errors.ts';
import type { Query } from './filters.ts';
import { commaList } from './paging.ts';

export interface FieldChoice {
  only: readonly string[] | undefined;
  without: readonly string[];
}

export const FIELD_CONTROLS = ['include_fields', 'exclude_fields'];

/** `include_fields` and `exclude_fields` (docs/facts/bigcommerce-catalog.md#reading-products). */
export function readFieldChoice(query: Query): FieldChoice {
  const { include_fields: only, exclude_fields: without } = query;
  if (only !== undefined && without !== undefined)
    throw storeRefusal(409, 'include_fields and exclude_fields cannot be used together.');
  return {
    only: only === undefined ? undefined : commaList(only),
    without: without === undefined ? [] : commaList(without),
  };
}

/** The row with the fields asked for; its id comes always. */
export function chooseFields(
  row: object,
  { only, without }: FieldChoice,
  id = 'id',
): Record<string, unknown> {
  const kept = Object.entries(row).filter(
    ([field]) => field === id || ((!only || only.includes(field)) && !without.includes(field)),
  );
  return Object.fromEntries(kept);
}
