import { bounds, contains, docField, equal, equalKey, idIn, idNotIn, numeric } from './filter-kinds.ts';
import type { Filters } from './filters.ts';

export const BRAND_DELETE_FILTERS: Filters = {
  name: equalKey('name_key'),
  page_title: equal(docField('page_title', "''")),
};

export const BRAND_FILTERS: Filters = {
  ...BRAND_DELETE_FILTERS,
  id: numeric('id'),
  'id:in': idIn('id'),
  'id:not_in': idNotIn('id'),
  ...bounds('id', 'id'),
  'name:like': contains('name'),
};
