import { contains, docField, equal, equalKey, flag, idIn, idNotIn } from './filter-kinds.ts';
import type { Filters } from './filters.ts';

const PAGE_TITLE = docField('page_title', "''");

/** What a delete may be asked by. Not `category_uuid:in`: a UUID is made from the id when shown, and kept nowhere. */
export const CATEGORY_DELETE_FILTERS: Filters = {
  'category_id:in': idIn('id'),
  'tree_id:in': idIn('tree_id'),
  'parent_id:in': idIn('parent_id'),
};

export const CATEGORY_FILTERS: Filters = {
  ...CATEGORY_DELETE_FILTERS,
  'category_id:not_in': idNotIn('id'),
  'tree_id:not_in': idNotIn('tree_id'),
  'parent_id:not_in': idNotIn('parent_id'),
  name: equalKey('name_key'),
  'name:like': contains('name'),
  keyword: contains('name'),
  page_title: equal(PAGE_TITLE),
  'page_title:like': contains(PAGE_TITLE),
  is_visible: flag(docField('is_visible', '1')),
};
