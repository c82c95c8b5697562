import type { FieldValues } from '../../ledger/journal/operation.ts';
import { isNone } from '../../product/compare.ts';
import { isCustomField, isImageField, isMetafield, tableRow } from '../../product/field-names.ts';
import { type ChangeName, namesIn } from '../../product/fields.ts';
import { SUPPLIER } from '../../rules/metafields.ts';

/** A description that keeps less than this share of its length has lost it. */
const KEPT = 0.3;
/** One of a kind that goes is no loss worth a word; from so many on, most of them are. */
const FEW = 2;

/** What a row takes away of what shoppers read, in words; nothing where it only says something else. */
export function lostContent(before: FieldValues, after: FieldValues): string | undefined {
  const texts = namesIn(after).filter((field) => {
    if (!['text', 'html', 'words'].includes(tableRow(field)?.kind ?? '')) return false;
    return !isNone(before[field]) && isLost(String(before[field]), String(after[field] ?? ''));
  });
  const lost = [
    ...texts,
    ...most('custom fields', namesIn(after).filter(isCustomField), after),
    ...most(
      'metafields',
      namesIn(after).filter((name) => isMetafield(name) && !name.endsWith(SUPPLIER)),
      after,
    ),
    ...most('images', namesIn(after).filter(isImageField), after),
    ...(isNone(after.images) && 'images' in after && !isNone(before.images) ? ['images'] : []),
  ];
  return lost.length > 0 ? lost.join(', ') : undefined;
}

function isLost(before: string, after: string): boolean {
  return after.trim() === '' || (before.length >= 100 && after.length < before.length * KEPT);
}

/** Those that are taken away, where others of their kind do not come in their place. */
function most(kind: string, names: readonly ChangeName[], after: FieldValues): string[] {
  const gone = names.filter((name) => after[name] === null).length;
  return gone >= FEW && gone > names.length / 2 ? [`${gone} ${kind}`] : [];
}
