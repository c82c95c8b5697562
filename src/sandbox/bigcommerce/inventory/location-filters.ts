import { docField, flag, idIn, textIn } from '../filter-kinds.ts';
import type { Filters } from '../filters.ts';
import { DEFAULT_LOCATION } from './stock.ts';

/** Which locations, by the two names that the inventory items take as well. */
export const PLACE_FILTERS: Filters = {
  'location_id:in': idIn('id'),
  'location_code:in': textIn('code'),
};

/** The fallbacks are what `showLocation` answers where a location was made without the field. */
export const LOCATION_FILTERS: Filters = {
  ...PLACE_FILTERS,
  is_default: flag(`(id = ${DEFAULT_LOCATION})`),
  'type_id:in': textIn(docField('type_id', "'PHYSICAL'")),
  managed_by_external_source: flag(docField('managed_by_external_source', '0')),
  is_active: flag(docField('enabled', '1')),
  storefront_visibility: flag(docField('storefront_visibility', '1')),
};
