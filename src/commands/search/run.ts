import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { type SearchRequest, searchParts } from '../../library/search.ts';
import { partsText } from '../shared/parts-text.ts';

interface SearchFlags extends Omit<SearchRequest, 'text'> {
  format: 'table' | 'json' | 'ndjson' | 'csv';
}

export async function runSearch(
  context: Context,
  text: string | undefined,
  { format, ...asked }: SearchFlags,
): Promise<Outcome> {
  const outcome = await searchParts(context, { text, ...asked });
  const { total, parts } = outcome.result;
  return { ...outcome, text: await partsText(parts, { total, format, columns: context.columns }) };
}
