import { z } from 'zod';
import { object, readDecimal } from './values.ts';

/** Every list may come under one of these names instead of its own. */
export const LIST_ALIASES = ['results', 'data', 'items'];

/** A count that completeness is judged by: absent is unknown, anything else must be a whole number. */
const count = z.unknown().transform((value, context): number | null => {
  if (value === undefined || value === null) return null;
  const number = Number(readDecimal(value)?.toFixed() ?? Number.NaN);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  context.addIssue('is not a count');
  return z.NEVER;
});

const pageFacts = z.preprocess((value) => value ?? {}, object({ number: count, size: count, total: count }));

export interface RawPage {
  rows: unknown[];
  number: number | null;
  size: number | null;
  total: number | null;
}

/** `{<key>: [...], "page": {number, size, total}}`: rows unread, so that one bad row does not cost its page. */
export function pageOf(key: string) {
  const list = z.array(z.unknown(), 'is not a list');
  return object({ [key]: list, page: pageFacts }, { [key]: LIST_ALIASES }).transform((answer): RawPage => {
    const page = answer.page as z.output<typeof pageFacts>;
    return { rows: answer[key] as unknown[], ...page };
  });
}
