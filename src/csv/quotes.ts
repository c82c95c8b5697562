/** A quote that is not where it belongs. */
export interface Doubt {
  /** The cell that it is in, from 1. */
  column: number;
  /** Quotes are escaped with a backslash, as MySQL's and PHP's exports have them. */
  backslash: boolean;
}

/** Whether a cell may have been read otherwise than it was meant: `raw` tells. */
export function mayBeMisquoted(record: readonly string[]): boolean {
  for (let i = 0; i < record.length; i++) {
    const cell = record[i] as string;
    const first = cell.charCodeAt(0);
    if (first === 34 || (first <= 32 && cell.trimStart().startsWith('"'))) return true;
  }
  return false;
}

/**
 * The first cell of a record whose quotes do not begin and end it: `"Brake drum" ,`, `"16" drum",`, or one that was never
 * closed and swallowed what follows.
 * @param raw the record as it stands in the file, with its line end
 */
export function misplacedQuote(raw: string, delimiter: string): Doubt | undefined {
  const end = raw.replace(/[\r\n]+$/, '').length;
  let at = 0;
  for (let column = 1; at <= end; column++) {
    const close = raw.charAt(at) === '"' ? closingQuote(raw, at + 1) : undefined;
    if (close === undefined) {
      const next = raw.indexOf(delimiter, at);
      const cell = raw.slice(at, next < 0 ? end : next);
      if (/^\s+".*"\s*$/s.test(cell)) return { column, backslash: cell.includes('\\"') };
      at = (next < 0 ? end : next) + 1;
    } else {
      const behind = close + 1;
      if (behind < end && raw.charAt(behind) !== delimiter)
        return { column, backslash: raw.charAt(close - 1) === '\\' };
      at = behind + 1;
    }
  }
  return undefined;
}

/** Where the quote is that closes a cell: a doubled one belongs to the text. */
function closingQuote(raw: string, from: number): number {
  let at = raw.indexOf('"', from);
  while (at >= 0 && raw.charAt(at + 1) === '"') at = raw.indexOf('"', at + 2);
  return at < 0 ? raw.length : at;
}
