/** What spreadsheets and careful writers put round a text, and taking it off again. */

const QUOTE = 39;
const EQUALS = 61;
/** What a spreadsheet runs, or its import does: `= + - @` TAB CR. */
const RUNS = /^'*[=+\-@\t\r]/;
/** An identifier is kept from becoming a number in the same way: `'00123`. */
const RUNS_OR_COUNTS = /^'*[=+\-@\t\r\d]/;
const EXCEL_TEXT = /^="((?:[^"]|"")*)"$/s;

/** The text that is meant: `="00123"` and `'00123` without their shell; blanks around are taken off by `trim`. */
export function unwrap(text: string, isIdentifier: boolean): string {
  const first = text.charCodeAt(0);
  if (first === EQUALS) {
    const inner = EXCEL_TEXT.exec(text)?.[1];
    return inner === undefined ? text : inner.replaceAll('""', '"');
  }
  if (first === QUOTE && (isIdentifier ? RUNS_OR_COUNTS : RUNS).test(text)) return text.slice(1);
  return text;
}

/** Text that a spreadsheet only shows. `unwrap` gives back what it was. */
export function neutralised(text: string, isIdentifier: boolean): string {
  // An identifier gets one more only where it begins with one: `00123` itself is harmless.
  return RUNS.test(text) || (isIdentifier && /^'+\d/.test(text)) ? `'${text}` : text;
}

/** `="00123"`: Excel neither counts it nor makes a date of it. Only what begins like a number or a date needs it. */
export function asExcelText(text: string): string | undefined {
  return /^[\d.,]|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(text)
    ? `="${text.replaceAll('"', '""')}"`
    : undefined;
}

/** `String.prototype.trim`, which looks at every text; most have nothing to trim. */
export function trim(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first <= 32 || last <= 32 || first === 160 || last === 160 ? text.trim() : text;
}
