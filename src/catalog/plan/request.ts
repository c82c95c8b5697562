import type { GuardName } from '../../ledger/journal/plan-notes.ts';
import type { FieldGroup } from '../../product/table.ts';
import type { Rules } from '../../rules/schema.ts';
import type { Mapper } from '../map/map.ts';
import type { Selection } from '../supply/select.ts';

export interface PlanRequest {
  selection: Selection;
  groups: readonly FieldGroup[];
  mapper: Mapper;
  rules: Pick<
    Rules,
    'createBrands' | 'owners' | 'guards' | 'superseded' | 'text' | 'customFields' | 'metafields'
  >;
  /** Guards that are to let this plan pass. */
  overrides?: readonly GuardName[];
  /** SKUs that stay as they are in the store. */
  hold?: readonly string[] | undefined;
  /** Changes these fields alone, by lower-case SKU, of products that are there: nothing is created, no details fetched. */
  onlyFields?: ReadonlyMap<string, ReadonlySet<string>>;
}
