import { printable } from '../../common/printable.ts';

/** Foreign text for an error message: one printable line of at most `most` characters. */
export function excerpt(text: string, most = 200): string {
  const clean = printable(text).replace(/\s+/g, ' ').trim();
  return clean.length <= most ? clean : `${clean.slice(0, most - 1)}…`;
}
