import { asRead } from '../../../csv/cells.ts';
import type { ProductRow } from '../../../csv/csv-row.ts';
import { customField, type NameAndValue } from '../../../product/field-names.ts';
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
  const names = new Set(customFields.map(({ name }) => seen(name)));
  const coming = new Map<string, NameAndValue>();
  for (const { name, value } of customFields) if (value) coming.set(key({ name, value }), { name, value });
  const leaving = there.filter((pair) => names.has(seen(pair.name)) && !coming.has(key(pair)));
  for (const pair of there) coming.delete(key(pair));
  const count = there.length - leaving.length + coming.size;
  if (count > CUSTOM_FIELDS_LIMIT)
    report.error(
      'TOO_MANY',
      `The product would have ${count} custom fields with those of the store; BigCommerce takes ${CUSTOM_FIELDS_LIMIT}.`,
      { column: 'customFields', hint: 'Take some away: Name= removes those of that name.' },
    );
  return {
    ...changesFrom(leaving.map((pair) => [customField(pair), null])),
    ...withCustomFields([...coming.values()]),
  };
}

/** What a file cannot have as the store has it is the same all the same. */
const seen = (text: string): string => asRead(text, 'text').normalize();
const key = ({ name, value }: NameAndValue): string => customField({ name: seen(name), value: seen(value) });
