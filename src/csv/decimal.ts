import type { DecimalMark } from './csv-row.ts';

export type Decimal =
  | {
      value: string;
      /** The sign or code that stood beside it: `€`, `USD`. */
      currency?: string;
    }
  | { problem: 'not-a-number' | 'ambiguous' | 'negative' | 'percent' | 'dash' };

/** What has no commas and no doubt: of `1.234` it is not known whether it has thousands. */
const SURE = /^(?:0|[1-9]\d*)(?:\.\d{1,2}|\.\d{4,})?$|^(?:0|[1-9]\d{3,})\.\d{3}$/;
const WITH_POINT = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** What stands before and behind the digits: a currency, or something that is none. */
const SHELL = /^([^\d.,\s+\-−–—()%'’]*)\s*(.*?)\s*([^\d.,\s+\-−–—()%'’]*)$/su;
const NEGATIVE = /^[-−(].*\d|\d\s*[-−]$/;
/** Groups of thousands that no decimal mark is taken for. */
const BLANK_GROUPS = /^\d{1,3}(?:[\s'’]\d{3})+(?!\d)/;
const AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;
/** Digits whose point can only stand before decimals. */
const POINT =
  /^(?:\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,}|\d*\.\d{1,2}|\d+\.|\d*\.\d{4,}|(?:0\d*|\d{4,})?\.\d{3})$/;

/** ISO 4217, and what shops write besides. */
const CURRENCIES: ReadonlySet<string> = new Set([
  ...Intl.supportedValuesOf('currency'),
  ...['KR', 'ZŁ', 'KČ', 'FT', 'FR', 'SFR', 'RS', 'RM', 'TL', 'ЛВ', 'РУБ', '元', '円'],
]);

/**
 * A decimal as people and spreadsheets write it, as plain decimal text. Where the file's owner did not say what its
 * decimal mark is, `12,50` and `1.234,50` can mean one thing only; `1,234` and `1.234` may mean two and are not guessed at.
 */
export function parseDecimal(text: string, mark: DecimalMark | undefined): Decimal {
  if (mark === ',' ? /^(?:0|[1-9]\d*)$/.test(text) : (mark === '.' ? WITH_POINT : SURE).test(text))
    return { value: text };
  const [, before = '', bare = '', after = ''] = SHELL.exec(text) ?? [];
  const currency = before || after;
  if (/^[-–—−]+$/.test(bare)) return { problem: 'dash' };
  if (currency !== '' && !isCurrency(currency)) return { problem: 'not-a-number' };
  if (/^%?[^%]*\d[^%]*%$|^%.*\d$/.test(bare)) return { problem: 'percent' };
  if (NEGATIVE.test(text) || NEGATIVE.test(bare)) return { problem: 'negative' };
  const digits = digitsOf(bare);
  if (digits === undefined) return { problem: 'not-a-number' };
  const known = mark ?? markOf(digits);
  const plain = /[.,]/.test(digits) ? known && withPoint(digits, known) : digits;
  if (plain === undefined)
    return { problem: known === undefined && AMBIGUOUS.test(digits) ? 'ambiguous' : 'not-a-number' };
  const value = plain
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.')
    .replace(/\.$/, '');
  return currency === '' ? { value } : { value, currency };
}

/**
 * What these cells must have before their decimals: some can be read in one way only, and none in the other.
 * `undefined`: they do not tell, or they contradict each other.
 */
export function decimalMarkIn(cells: Iterable<string>): DecimalMark | undefined {
  const seen = new Set<DecimalMark>();
  for (const cell of cells) {
    // Most cells, which the long way would find to say nothing, or the same again.
    if (/^\d*$/.test(cell) || (seen.has('.') && /^\d+\.\d\d?$/.test(cell))) continue;
    const [, before = '', bare = '', after = ''] = SHELL.exec(cell.trim()) ?? [];
    const currency = before || after;
    const digits = currency === '' || isCurrency(currency) ? digitsOf(bare) : undefined;
    const mark = digits === undefined ? undefined : markOf(digits);
    if (mark !== undefined) seen.add(mark);
  }
  return seen.size === 1 ? [...seen][0] : undefined;
}

/** The texts that stand beside prices of a currency: `USD`, `$`, `US$`. */
export function signsOf(currency: string): ReadonlySet<string> {
  const code = currency.toUpperCase();
  const shown = (['symbol', 'narrowSymbol'] as const).map((currencyDisplay) =>
    new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay })
      .formatToParts(0)
      .filter(({ type }) => type === 'currency')
      .map(({ value }) => value.toUpperCase()),
  );
  return new Set([code, ...shown.flat(), ...(code === 'USD' ? ['US$'] : [])]);
}

function isCurrency(text: string): boolean {
  return /\p{Sc}/u.test(text) || CURRENCIES.has(text.toUpperCase());
}

function digitsOf(bare: string): string | undefined {
  const digits = bare.replace(/^\+/, '').replace(BLANK_GROUPS, (groups) => groups.replaceAll(/[\s'’]/g, ''));
  return /^[\d.,]*\d[\d.,]*$/.test(digits) ? digits : undefined;
}

function markOf(digits: string): DecimalMark | undefined {
  if (POINT.test(digits)) return '.';
  return POINT.test(digits.replaceAll(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'))) ? ',' : undefined;
}

function withPoint(digits: string, mark: DecimalMark): string | undefined {
  const plain = grouped(digits, mark === '.' ? ',' : '.', mark) ?? digits;
  return /^\d*\.?\d*$/.test(plain) ? plain : undefined;
}

/** `1,234,567.50` with its groups closed up; `undefined` where they are not groups of three. */
function grouped(digits: string, group: string, mark: string): string | undefined {
  const [whole = '', fraction, ...more] = digits.split(mark);
  const groups = whole.split(group);
  if (more.length > 0 || fraction?.includes(group)) return undefined;
  if (groups.length > 1 && !(/^[1-9]\d{0,2}$/.test(groups[0] ?? '') && groups.slice(1).every(isThree)))
    return undefined;
  return fraction === undefined ? groups.join('') : `${groups.join('')}.${fraction}`;
}

function isThree(digits: string): boolean {
  return /^\d{3}$/.test(digits);
}
