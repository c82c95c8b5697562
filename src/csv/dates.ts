import type { ValueType } from './values.ts';

/** A moment in ISO 8601; a day alone is its beginning in UTC, as the store has it. */
export const date: ValueType<string> = {
  parse(it, { fail }) {
    const moment = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?$/.test(it) ? Date.parse(it) : Number.NaN;
    return Number.isNaN(moment)
      ? fail('CSV_DATE', 'is no date', 'Write it as 2026-12-31.')
      : new Date(moment).toISOString();
  },
  print: (it) => it.replace(/T00:00:00(?:\.0+)?(?:Z|\+00:00)$/, ''),
  safety: 'text',
};
