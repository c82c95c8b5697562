import type { DecimalMark } from './csv-row.ts';

export type Decimal = { value: string } | { problem: 'not-a-number' | 'ambiguous' | 'negative' };

const PLAIN = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** A currency's sign or code, before or behind. */
const CURRENCY = /^(?:\p{Sc}|[A-Z]{3}\s|US\$)\s*|\s*(?:\p{Sc}|\s[A-Z]{3})$/gu;

/**
 * A decimal as people and spreadsheets write it, as plain decimal text. A comma is a decimal mark where the file's owner
 * said so or where it can be nothing else (`12,50`, `1.234,50`); `1,234` may be either and is not guessed at.
 */
export function parseDecimal(text: string, mark: DecimalMark | undefined): Decimal {
  if (mark !== ',' && PLAIN.test(text)) return { value: text };
  let digits = text.replace(CURRENCY, '').replaceAll(/[\s'’](?=\d{3})/g, '');
  if (digits.startsWith('-') || /^\(.*\)$/.test(digits)) return { problem: 'negative' };
  digits = digits.replace(/^\+/, '');
  if (!/^[\d.,]*\d[\d.,]*$/.test(digits)) return { problem: 'not-a-number' };
  const plain = withPoint(digits, mark);
  if (plain === undefined) return { problem: 'ambiguous' };
  if (!/^\d*\.?\d*$/.test(plain)) return { problem: 'not-a-number' };
  return {
    value: plain
      .replace(/^0+(?=\d)/, '')
      .replace(/^\./, '0.')
      .replace(/\.$/, ''),
  };
}

function withPoint(digits: string, mark: DecimalMark | undefined): string | undefined {
  if (mark !== undefined) {
    const group = mark === '.' ? ',' : '.';
    return grouped(digits, group, mark) ?? digits;
  }
  const points = digits.split('.').length - 1;
  const commas = digits.split(',').length - 1;
  if (commas === 0) return points > 1 ? (grouped(digits, '.', ',') ?? digits) : digits;
  if (points === 0 && commas > 1) return grouped(digits, ',', '.') ?? digits;
  if (points === 0) return /^[1-9]\d{0,2},\d{3}$/.test(digits) ? undefined : digits.replace(',', '.');
  const last = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  return grouped(digits, last === '.' ? ',' : '.', last) ?? digits;
}

/** `1,234,567.50` with its groups closed up; `undefined` where they are not groups of three. */
function grouped(digits: string, group: string, mark: string): string | undefined {
  const [whole = '', fraction, ...more] = digits.split(mark);
  const groups = whole.split(group);
  if (more.length > 0 || fraction?.includes(group)) return undefined;
  if (groups.length > 1 && !(/^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every(isThree)))
    return undefined;
  return fraction === undefined ? groups.join('') : `${groups.join('')}.${fraction}`;
}

function isThree(digits: string): boolean {
  return /^\d{3}$/.test(digits);
}
