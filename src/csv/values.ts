import { Big } from 'big.js';
import { nearest } from '../common/nearest.ts';
import { printable } from '../common/printable.ts';
import { convertLength, convertWeight } from '../rules/units.ts';
import { composed, hasEntities, visible, withoutEntities } from './cells.ts';
import type { DecimalMark } from './csv-row.ts';
import { type Decimal, parseDecimal } from './decimal.ts';
import { damagedIdentifier } from './spoilt.ts';

export type Fail = (code: string, message: string, hint?: string) => undefined;

export interface ReadContext {
  /** Reports the cell; returns `undefined`, which is what a failed parse returns. */
  fail: Fail;
  /** Reports a cell whose value is taken all the same. */
  warn: Fail;
  /** Warns of a name, unless the store turns out to know it. */
  doubt: (name: string, ...said: Parameters<Fail>) => void;
  decimal: DecimalMark | undefined;
  /** What may stand beside prices; `undefined`: the store's currency is not known. */
  currencySigns: ReadonlySet<string> | undefined;
  weightUnit: string;
  lengthUnit: string;
}

/** How the texts of a column become values and values texts. Cells are unwrapped and not blank when they are parsed. */
export interface ValueType<T> {
  /** `undefined`: the cell is wrong, and `context.fail` was told why. */
  parse(text: string, context: ReadContext): T | undefined;
  print(value: T): string;
  /** Of texts: whether the cell is its own value as it stands, with nothing to take off and no doubt. Most are. */
  isSure?(cell: string, mark: DecimalMark | undefined): boolean;
  /** Made safe for spreadsheets when it is written, and given back when it is read. */
  safety?: 'text' | 'identifier';
  /** Blanks around the text belong to it. */
  verbatim?: true;
  /** Several things in one cell, with separators between. */
  isList?: true;
  /** Its cells tell which decimal mark the file has. */
  numeric?: true;
}

export const text: ValueType<string> = { parse: (it) => it, print: (it) => it, safety: 'text' };

/** HTML: line breaks and blanks at its ends are kept. */
export const html: ValueType<string> = { ...text, verbatim: true };

/**
 * Address of a picture that the store fetches; the control panel's files have no longer one
 * (docs/facts/csv-formats.md#bigcommerces-current-format).
 */
export const url: ValueType<string> = {
  parse(it, { fail }) {
    if (!isAddress(it))
      return fail(
        'CSV_URL',
        'is no address, or more than one',
        'Write one in full, without blanks: https://…',
      );
    return it.length <= 1_024 ? it : fail('CSV_URL', 'is longer than 1,024 characters');
  },
  print: (it) => it,
  safety: 'text',
};

/** A name that the store finds others by: what looks alike is alike. */
export const label: ValueType<string> = {
  ...text,
  parse(it, context) {
    const name = composed(withoutEntities(it));
    warnOfSeparators(name, /[;|]|\s>\s/, context);
    return name;
  },
};

/** What other shops put between names, in what is one name here. */
export function warnOfSeparators(name: string, separators: RegExp, { doubt }: ReadContext): void {
  const found = separators.exec(name)?.[0].trim();
  if (found === undefined) return;
  const parts = name.split(found).map((part) => part.trim());
  doubt(
    name,
    'CSV_SEPARATOR',
    `has "${printable(name)}", which is taken for one name and not for ${parts.map((part) => `"${printable(part)}"`).join(' and ')}`,
    `If several are meant, write them as this format does (docs/csv.md).`,
  );
}

/** A product's name: text, in which HTML would be seen. */
export const title: ValueType<string> = {
  ...text,
  parse(it, { warn }) {
    if (hasEntities(it))
      warn(
        'CSV_ENTITIES',
        'has HTML entities, which shoppers see as they are',
        `Write ${withoutEntities(it)}.`,
      );
    return it;
  },
};

/** One address that can be fetched, and not several glued together. */
export function isAddress(it: string): boolean {
  return /^https?:\/\/\S+$/i.test(it) && URL.canParse(it) && !/[,;|]https?:\/\//i.test(it);
}

/** Digits and capitals that can be no number, no date and nothing invisible. */
const SURE_IDENTIFIER = /^\d*(?:[A-Z][A-Z\d-]*)?$/;

/** SKUs, part numbers, bar codes: never numbers. */
export const identifier: ValueType<string> = {
  isSure: (it) => SURE_IDENTIFIER.test(it),
  parse(it, { fail, warn }) {
    if (/^\d[.,]?\d*E\+\d+$/i.test(it))
      return fail(
        'CSV_IDENTIFIER_ROUNDED',
        `is ${it}: a spreadsheet made a number of it, and its last digits are lost`,
        'Take it from the source again, with the column formatted as text.',
      );
    const read = visible(it);
    const damaged = damagedIdentifier(read);
    if (damaged) warn(damaged.code, damaged.message, damaged.hint);
    return read;
  },
  print: (it) => it,
  safety: 'identifier',
};

/** A UPC, EAN or GTIN: digits, the last of which is made of the others. */
export const barcode: ValueType<string> = {
  ...identifier,
  isSure: (it) => /^\d{12,14}$/.test(it) && hasCheckDigit(it),
  parse(it, context) {
    const { fail, warn } = context;
    const code = /^\d+\.0+$/.test(it) ? it : identifier.parse(it, context);
    if (code === undefined) return undefined;
    const digits = code.replace(/\.0+$/, '').replaceAll(/[\s-]/g, '');
    if (!/^\d+$/.test(digits))
      return fail(
        'CSV_BARCODE',
        `is ${printable(code)}, and a bar code has digits alone`,
        'Correct it, or leave it blank.',
      );
    if (digits !== code)
      warn(
        'CSV_BARCODE',
        `is ${printable(code)}, and is taken for ${digits}`,
        'Bar codes have digits alone.',
      );
    if (![8, 12, 13, 14].includes(digits.length))
      warn(
        'CSV_BARCODE',
        `has ${digits.length} digits; UPCs have 12, and GTINs 8, 12, 13 or 14`,
        'Leading zeros are probably lost: format the column as text.',
      );
    else if (!hasCheckDigit(digits))
      warn('CSV_BARCODE', `${digits} probably has a wrong digit: its last one does not fit the others`);
    return digits;
  },
};

const ZERO = 48;

/** GS1: from the right, every other digit counts three times. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++)
    sum += (digits.charCodeAt(digits.length - 1 - i) - ZERO) * (i % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}

/** BigCommerce keeps four (docs/facts/bigcommerce-api.md#answers). */
const MOST_DECIMALS = 4;
/** More digits than any price has; JSON's numbers would lose some of them. */
const MOST_DIGITS = 11;

/** What can be read in one way only and is kept as it stands: most prices. */
const SURE = /^(?:0|[1-9]\d{0,10})(?:\.\d\d?)?$/;
const SURE_WITHOUT_POINT = /^(?:0|[1-9]\d{0,10})$/;

/** As many decimals as the cell has: for what is converted before it is kept. */
export const exactDecimal: ValueType<string> = {
  numeric: true,
  parse(it, context) {
    const parsed = parseDecimal(it, context.decimal);
    if ('problem' in parsed) return failNumber(parsed.problem, context);
    const { value, currency } = parsed;
    if (currency !== undefined && !isOwn(currency, context)) return undefined;
    if (value.length <= MOST_DIGITS || (value.split('.')[0] ?? '').length <= MOST_DIGITS) return value;
    return context.fail('CSV_NUMBER', `has more than ${MOST_DIGITS} digits before its decimals`);
  },
  // Three decimals alone may be thousands to whoever reads them.
  print: (it) => (/^[1-9]\d{0,2}\.\d{3}$/.test(it) ? `${it}0` : it),
};

export const decimal: ValueType<string> = {
  ...exactDecimal,
  isSure: (it, mark) => (mark === ',' ? SURE_WITHOUT_POINT : SURE).test(it),
  parse(it, context) {
    const value = exactDecimal.parse(it, context);
    const point = value?.indexOf('.') ?? -1;
    return value === undefined || point < 0 || value.length - point - 1 <= MOST_DECIMALS
      ? value
      : rounded(value, context);
  },
};

function rounded(value: string, context: ReadContext): string | undefined {
  const exact = new Big(value);
  const kept = exact.round(MOST_DECIMALS, Big.roundHalfUp);
  if (kept.eq(0) && !exact.eq(0))
    return context.fail('CSV_NUMBER', 'is so small that the store would keep 0', 'Is it the right column?');
  if (!kept.eq(exact))
    context.warn(
      'CSV_ROUNDED',
      `has more than ${MOST_DECIMALS} decimals, and is rounded to ${kept.toFixed()}`,
    );
  return kept.toFixed();
}

function isOwn(currency: string, { currencySigns, fail, warn }: ReadContext): boolean {
  if (currencySigns === undefined)
    warn(
      'CSV_CURRENCY',
      `is in ${currency}, and without the store it is not known whether it counts in that`,
    );
  else if (!currencySigns.has(currency.toUpperCase())) {
    const [own = ''] = currencySigns;
    fail('CSV_CURRENCY', `is in ${currency}, and the store counts in ${own}`, `Write the price in ${own}.`);
    return false;
  }
  return true;
}

function failNumber(
  problem: Extract<Decimal, { problem: string }>['problem'],
  { fail }: ReadContext,
): undefined {
  switch (problem) {
    case 'ambiguous':
      return fail(
        'CSV_NUMBER_AMBIGUOUS',
        'may mean thousands or decimals',
        'Say which: --decimal , or --decimal .',
      );
    case 'negative':
      return fail('CSV_NUMBER_NEGATIVE', 'is less than zero');
    case 'dash':
      return fail(
        'CSV_NUMBER',
        'is a dash and no number',
        'Spreadsheets write 0 so: write 0, or leave the cell blank.',
      );
    case 'percent':
      return fail('CSV_NUMBER', 'is a percentage', 'Write the amount itself: 12.50.');
    default:
      return fail('CSV_NUMBER', 'is no number', 'Write digits with a decimal point: 12.50.');
  }
}

export const weight = measure('weightUnit', convertWeight);
export const length = measure('lengthUnit', convertLength);

/** A decimal, which may name its unit: `12 kg`. Without one it is in the store's. */
function measure(unitOf: 'weightUnit' | 'lengthUnit', convert: typeof convertWeight): ValueType<string> {
  return {
    ...decimal,
    parse(it, context) {
      if (!/\p{L}/u.test(it)) return decimal.parse(it, context);
      const unit = /^[^\p{L}]*?\s*(\p{L}+)\.?$/u.exec(it)?.[1];
      if (unit === undefined) return decimal.parse(it, context);
      const amount = exactDecimal.parse(it.slice(0, it.lastIndexOf(unit)).trim(), context);
      if (amount === undefined) return undefined;
      const converted = convert(new Big(amount), unit, context[unitOf]);
      return (
        converted?.toFixed() ??
        context.fail('CSV_UNIT', `has the unknown unit "${unit}"`, 'Write the number in the store’s unit.')
      );
    },
  };
}

/** Zero or more; `12.0` is 12, as spreadsheets write it. */
export const integer: ValueType<number> = {
  numeric: true,
  parse(it, context) {
    if (/^\d{1,9}$/.test(it)) return Number(it);
    const parsed = parseDecimal(it, context.decimal);
    if ('problem' in parsed && parsed.problem !== 'not-a-number') return failNumber(parsed.problem, context);
    const whole =
      'value' in parsed && !parsed.currency ? /^(\d{1,9})(?:\.0*)?$/.exec(parsed.value)?.[1] : undefined;
    if (whole !== undefined) return Number(whole);
    return context.fail(
      'CSV_INTEGER',
      'is no whole number',
      'Write digits only; unknown is a blank cell, not 0.',
    );
  },
  print: String,
};

export const id: ValueType<number> = {
  parse(it, { fail }) {
    if (/^[1-9]\d{0,14}$/.test(it)) return Number(it);
    return fail('CSV_ID', 'is no id of the store', 'Ids are whole numbers from 1.');
  },
  print: String,
};

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', '1', 'x'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0'].map((word) => [word, false] as const),
]);

const booleanAs = (yes: string, no: string): ValueType<boolean> => ({
  parse: (it, { fail }) =>
    TRUTHS.get(it.toLowerCase()) ??
    fail('CSV_BOOLEAN', 'is neither true nor false', `Write ${yes} or ${no}.`),
  print: (it) => (it ? yes : no),
});

export const boolean = booleanAs('TRUE', 'FALSE');
export const yesNo = booleanAs('Y', 'N');
export const oneZero = booleanAs('1', '0');

/** One of some words, whatever their case; `also` are other words for them, in small letters. */
export const oneOf = <const T extends string>(
  words: readonly T[],
  also: Readonly<Record<string, T>> = {},
): ValueType<T> => ({
  parse(it, { fail }) {
    const word = it.toLowerCase();
    const found = words.find((each) => each.toLowerCase() === word);
    if (found !== undefined) return found;
    if (Object.hasOwn(also, word)) return also[word];
    const [near] = nearest(it, words, 1);
    const hint = near ? `Did you mean ${near}?` : `Write one of ${words.join(', ')}.`;
    return fail('CSV_WORD', `is none of ${words.join(', ')}`, hint);
  },
  print: (it) => it,
});
