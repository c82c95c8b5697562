/**
 * Foreign text made safe for a terminal and a line: control characters, escape sequences, bidirectional overrides and
 * lone surrogates and what is no character (XML has none of U+FFFE) become visible marks. strip-ansi leaves several of these alone (measured,
 * docs/facts/reliability.md#output).
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(UNSAFE, '\u{FFFD}');
}

// C0, DEL and C1 controls, zero-width and bidirectional controls, line and paragraph separators.
const UNSAFE = /[\p{Cc}\p{Noncharacter_Code_Point}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/** Foreign text for a sentence: one printable line of at most `most` characters. */
export function printableLine(text: string, most = 200): string {
  const line = printable(text).replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
