import { withoutControls } from '../common/printable.ts';
import { runsInSpreadsheet } from '../common/spreadsheet-cell.ts';

/** What spreadsheets and careful writers put round a text, and taking it off again. */

const QUOTE = 39;
const EQUALS = 61;
/** An identifier is kept from becoming a number in the same way: `'00123`. */
const QUOTED_NUMBER = /^'+\d/;
const EXCEL_TEXT = /^="((?:[^"]|"")*)"$/s;

/** The text that is meant: `="00123"` and `'00123` without their shell; blanks around are taken off by `trim`. */
export function unwrap(text: string, isIdentifier: boolean): string {
  const first = text.charCodeAt(0);
  if (first === EQUALS) {
    const inner = EXCEL_TEXT.exec(text)?.[1];
    return inner === undefined ? text : inner.replaceAll('""', '"');
  }
  if (first === QUOTE && (runsInSpreadsheet(text) || (isIdentifier && QUOTED_NUMBER.test(text))))
    return text.slice(1);
  return text;
}

/** Text that `unwrap` would not leave as it is, with one more quote for it to take off. */
export function shielded(text: string, isIdentifier: boolean): string {
  return unwrap(text, isIdentifier) === text ? text : `'${text}`;
}

/** Text that a spreadsheet only shows. `unwrap` gives back what it was. */
export function neutralised(text: string, isIdentifier: boolean): string {
  // An identifier gets one more only where it begins with one: `00123` itself is harmless.
  return runsInSpreadsheet(text) || (isIdentifier && QUOTED_NUMBER.test(text)) ? `'${text}` : text;
}

/** `="00123"`: Excel neither counts it nor makes a date of it. Only what begins like a number or a date needs it. */
export function asExcelText(text: string): string | undefined {
  return /^[\d.,]|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(text)
    ? `="${text.replaceAll('"', '""')}"`
    : undefined;
}

/** Blanks of every kind, and characters that nobody sees. */
const UNSEEN = String.raw`[\s\u00AD\u200B-\u200F\u2060\uFEFF]`;
const AROUND = new RegExp(`^${UNSEEN}+|${UNSEEN}+$`, 'g');

/** Without what is not seen at its ends; most texts have nothing there. */
export function trim(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first <= 32 || last <= 32 || first >= 160 || last >= 160 ? text.replaceAll(AROUND, '') : text;
}

/** A letter and its mark as one character, as most write it; macOS takes them apart. */
export function composed(text: string): string {
  return isAscii(text) || !/\p{M}/u.test(text) ? text : text.normalize('NFC');
}

/** A part number as it is seen: nothing invisible, and blanks of one kind. */
export function visible(text: string): string {
  if (isAscii(text)) return text;
  return composed(text)
    .replaceAll(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replaceAll(/\s/g, ' ');
}

const ENTITY = /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,5});/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

export const hasEntities = (text: string): boolean => text.includes('&') && text.search(ENTITY) >= 0;

/**
 * `Nuts &amp; Bolts`: web shops write names so, and a store holds them as text. One that would begin a tag stays, and so
 * does one that stands for a control.
 */
export function withoutEntities(text: string, written = (char: string) => char): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(ENTITY, (entity, at: number) => {
    const char = meantBy(entity);
    const isTag = char === '<' && /^[a-z/!?&]/i.test(text.slice(at + entity.length));
    return isTag || withoutControls(char) !== char ? entity : written(char);
  });
}

function meantBy(entity: string): string {
  const name = entity.slice(1, -1).toLowerCase();
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return NAMED[name] ?? (code > 31 ? String.fromCodePoint(code) : entity);
}

/** What a reader makes of a text that was written as it is. A label is a name that others are found by. */
export function asRead(text: string, kind: 'text' | 'identifier' | 'label'): string {
  const read = trim(withoutControls(text));
  if (kind === 'label') return trim(composed(withoutEntities(read)));
  return kind === 'identifier' ? visible(read) : read;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 126) return false;
  return true;
}
