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

// C0, DEL and C1 controls, whatever is not seen, line and paragraph separators.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/**
 * Foreign text to be kept: without what has an effect where it is shown and is no writing. Controls become blanks; what
 * turns text around, and what is no character, is gone. Tabs and line breaks stay.
 */
export function withoutControls(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(LONE, '').replaceAll(CONTROLS, ' ').replaceAll(DIRECTIONS, '');
}

/** Neither half a character, nor anything that the next two look for; what is beyond U+FFFF is looked at by them. */
const PLAIN =
  /^[\t\n\r\x20-\x7E\u00A0-\u061B\u061D-\u200D\u2010-\u2029\u202F-\u2065\u206A-\uD7FF\uE000-\uFDCF\uFDF0-\uFFFD]*$/;
const LONE = /\p{Cs}/gu;
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Noncharacter_Code_Point}]/gu;

/** Foreign text for a sentence: one printable line of at most `most` characters. */
export function printableLine(text: string, most = 200): string {
  const line = printable(text).replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
