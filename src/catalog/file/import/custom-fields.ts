import type { ProductRow } from '../../../csv/csv-row.ts';
import { customField } from '../../../product/field-names.ts';
import { changesFrom, type ProductChanges } from '../../../product/fields.ts';
import { customFieldsIn, withCustomFields } from '../../../product/nested-fields.ts';
import { CUSTOM_FIELDS_LIMIT } from '../../../product/table.ts';
import type { StoreEntry } from '../../store/reader.ts';
import type { Report } from './row-problems.ts';

/** The pairs of the row: of the names that it has no others stay, and what it does not name is left alone. */
export function customFieldsOf(
  { customFields }: ProductRow,
  theirs: StoreEntry | undefined,
  report: Report,
): ProductChanges {
  const there = customFieldsIn(theirs?.fields ?? {});
  if (customFields === null) return changesFrom(there.map((pair) => [customField(pair), null]));
  if (!customFields) return {};
  const names = new Set(customFields.map(({ name }) => name.normalize()));
  const replaced = there.filter(({ name }) => names.has(name));
  const wanted = withCustomFields(customFields.flatMap(({ name, value }) => (value ? { name, value } : [])));
  const count = there.length - replaced.length + Object.keys(wanted).length;
  if (count > CUSTOM_FIELDS_LIMIT)
    report.error(
      'TOO_MANY',
      `The product would have ${count} custom fields with those of the store; BigCommerce takes ${CUSTOM_FIELDS_LIMIT}.`,
      { column: 'customFields', hint: 'Take some away: Name= removes those of that name.' },
    );
  return { ...changesFrom(replaced.map((pair) => [customField(pair), null])), ...wanted };
}
