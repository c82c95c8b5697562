/** Controls, bidi and zero-width marks, odd line ends, halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Foreign text for an error message: one line, no control or bidi characters, at most `most` characters. */
export function excerpt(text: string, most = 200): string {
  const clean = text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  return clean.length <= most ? clean : `${clean.slice(0, most - 1)}…`;
}
