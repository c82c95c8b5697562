import { Big } from 'big.js';
import { nearest } from '../common/nearest.ts';
import { convertLength, convertWeight } from '../rules/units.ts';
import type { DecimalMark } from './csv-row.ts';
import { parseDecimal } from './decimal.ts';

export type Fail = (code: string, message: string, hint?: string) => undefined;

export interface ReadContext {
  /** Reports the cell; returns `undefined`, which is what a failed parse returns. */
  fail: Fail;
  decimal: DecimalMark | undefined;
  weightUnit: string;
  lengthUnit: string;
}

/** How the texts of a column become values and values texts. Cells are unwrapped and not blank when they are parsed. */
export interface ValueType<T> {
  /** `undefined`: the cell is wrong, and `context.fail` was told why. */
  parse(text: string, context: ReadContext): T | undefined;
  print(value: T): string;
  /** Made safe for spreadsheets when it is written, and given back when it is read. */
  safety?: 'text' | 'identifier';
  /** Blanks around the text belong to it. */
  verbatim?: true;
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
    if (!/^https?:\/\/\S+$/i.test(it)) return fail('CSV_URL', 'is no address', 'Write it in full: https://…');
    return it.length <= 1_024 ? it : fail('CSV_URL', 'is longer than 1,024 characters');
  },
  print: (it) => it,
  safety: 'text',
};

/** SKUs, part numbers, bar codes: never numbers. */
export const identifier: ValueType<string> = {
  parse(it, { fail }) {
    if (!/^\d[.,]?\d*E\+\d+$/i.test(it)) return it;
    return fail(
      'CSV_IDENTIFIER_ROUNDED',
      `is ${it}: a spreadsheet made a number of it, and its last digits are lost`,
      'Take it from the source again, with the column formatted as text.',
    );
  },
  print: (it) => it,
  safety: 'identifier',
};

export const decimal: ValueType<string> = {
  parse(it, context) {
    const parsed = parseDecimal(it, context.decimal);
    if ('value' in parsed) return parsed.value;
    const { fail } = context;
    if (parsed.problem === 'ambiguous')
      return fail(
        'CSV_NUMBER_AMBIGUOUS',
        'may mean thousands or decimals',
        'Say which: --decimal , or --decimal .',
      );
    return parsed.problem === 'negative'
      ? fail('CSV_NUMBER_NEGATIVE', 'is less than zero')
      : fail('CSV_NUMBER', 'is no number', 'Write digits with a decimal point: 12.50.');
  },
  print: (it) => it,
};

export const weight = measure('weightUnit', convertWeight);
export const length = measure('lengthUnit', convertLength);

/** A decimal, which may name its unit: `12 kg`. Without one it is in the store's. */
function measure(unitOf: 'weightUnit' | 'lengthUnit', convert: typeof convertWeight): ValueType<string> {
  return {
    parse(it, context) {
      if (!/\p{L}/u.test(it)) return decimal.parse(it, context);
      const unit = /^[^\p{L}]*?\s*(\p{L}+)\.?$/u.exec(it)?.[1];
      if (unit === undefined) return decimal.parse(it, context);
      const amount = decimal.parse(it.slice(0, it.lastIndexOf(unit)).trim(), context);
      if (amount === undefined) return undefined;
      const converted = convert(new Big(amount), unit, context[unitOf]);
      return (
        converted?.toFixed() ??
        context.fail('CSV_UNIT', `has the unknown unit "${unit}"`, 'Write the number in the store’s unit.')
      );
    },
    print: (it) => it,
  };
}

/** Zero or more; `12.0` is 12, as spreadsheets write it. */
export const integer: ValueType<number> = {
  parse(it, context) {
    if (/^\d{1,9}$/.test(it)) return Number(it);
    const { fail } = context;
    if (/^-\d+([.,]0+)?$/.test(it)) return fail('CSV_NUMBER_NEGATIVE', 'is less than zero');
    // Of whole numbers only groups are ambiguous with decimals, and 1,234 pieces are no 1.234 ones.
    const whole = it.replaceAll(/[,.\s'’](?=\d{3}(?:\D|$))/g, '').replace(/[.,]0+$/, '');
    if (/^\d{1,9}$/.test(whole)) return Number(whole);
    return fail('CSV_INTEGER', 'is no whole number', 'Write digits only; unknown is a blank cell, not 0.');
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

const YES = new Set(['true', 'yes', 'y', '1', 'x']);
const NO = new Set(['false', 'no', 'n', '0']);

export const boolean = booleanAs('TRUE', 'FALSE');
export const yesNo = booleanAs('Y', 'N');
export const oneZero = booleanAs('1', '0');

function booleanAs(yes: string, no: string): ValueType<boolean> {
  return {
    parse(it, { fail }) {
      const word = it.toLowerCase();
      if (YES.has(word)) return true;
      if (NO.has(word)) return false;
      return fail('CSV_BOOLEAN', 'is neither true nor false', `Write ${yes} or ${no}.`);
    },
    print: (it) => (it ? yes : no),
  };
}

/** One of some words, whatever their case; `also` are other words for them. */
export function oneOf<const T extends string>(
  words: readonly T[],
  also: Readonly<Record<string, T>> = {},
): ValueType<T> {
  const known = new Map<string, T>([
    ...words.map((word) => [word.toLowerCase(), word] as const),
    ...Object.entries(also).map(([word, meant]) => [word.toLowerCase(), meant] as const),
  ]);
  return {
    parse(it, { fail }) {
      const found = known.get(it.toLowerCase());
      if (found !== undefined) return found;
      const [near] = nearest(it, words, 1);
      const hint = near ? `Did you mean ${near}?` : `Write one of ${words.join(', ')}.`;
      return fail('CSV_WORD', `is none of ${words.join(', ')}`, hint);
    },
    print: (it) => it,
  };
}

/** A type whose values are written in words of the format's own. */
export function mapped<T, U>(type: ValueType<T>, toValue: (it: T) => U, toFile: (it: U) => T): ValueType<U> {
  return {
    ...type,
    parse(it, context) {
      const parsed = type.parse(it, context);
      return parsed === undefined ? undefined : toValue(parsed);
    },
    print: (it) => type.print(toFile(it)),
  };
}
