import { Big } from 'big.js';
import { z } from 'zod';

/**
 * How one value of the supplier's JSON is read. Every reader takes `null`, an absent key and a blank text as *unknown*
 * (`null`), never as zero. What is there but cannot be read is an error only where money depends on it.
 */

/** Longer digits are no amount of anything, and would cost time to read. */
const MAX_DIGITS = 40;
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
/** `1,234.50`: a comma is only taken as a thousands separator where it stands as one (`12,50` is not 1250). */
const GROUPED_NUMBER = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;

/** Text or JSON number → exact decimal; `undefined` when it is no number. Never goes through a float. */
export function readDecimal(value: unknown): Big | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? new Big(String(value)) : undefined;
  if (typeof value !== 'string' || value.length > MAX_DIGITS) return undefined;
  const text = value.trim();
  if (GROUPED_NUMBER.test(text)) return new Big(text.replaceAll(',', '').replace(/^\+|\.$/g, ''));
  if (PLAIN_NUMBER.test(text)) return new Big(text.replace(/^\+|\.$/g, ''));
  return undefined;
}

function isUnknown(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Foreign text in an error message: short, on one line. */
function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 60) ?? String(value);
}

/** Identity and other text that must be there: case, dashes and leading zeros are part of it, blanks around it are not. */
export const requiredText = z.unknown().transform((value, context) => {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  context.addIssue(isUnknown(value) ? 'is missing' : `is not text: ${shown(value)}`);
  return z.NEVER;
});

export const text = z.unknown().transform((value): string | null => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return (typeof value === 'string' && value.trim()) || null;
});

/** Money. Text that is not a number is an error: a price that cannot be read must not look like a price not given. */
export const amount = z.unknown().transform((value, context): Big | null => {
  if (isUnknown(value)) return null;
  const number = readDecimal(value);
  if (number !== undefined) return number;
  context.addIssue(`is not a number: ${shown(value)}`);
  return z.NEVER;
});

export const requiredAmount = amount.transform((value, context) => {
  if (value !== null) return value;
  context.addIssue('is missing');
  return z.NEVER;
});

/** A weight or length: what cannot be read, or is below zero, is unknown (a part of unknown weight stays hidden). */
export const size = z.unknown().transform((value): Big | null => {
  const number = readDecimal(value);
  return number?.gte(0) ? number : null;
});

/** `12.5 lb` in one text, next to `{value, unit}`. A number without a unit is unknown. */
export const measure = z.unknown().transform((value): { value: Big; unit: string } | null => {
  const [number, unit] = isRecord(value)
    ? [value.value, value.unit]
    : typeof value === 'string'
      ? (value
          .trim()
          .match(/^([\d.,]+)\s*([a-z]+)\.?$/i)
          ?.slice(1) ?? [])
      : [];
  const read = size.parse(number);
  return read !== null && typeof unit === 'string' && unit.trim() !== '' ? { value: read, unit } : null;
});

/** Whole pieces on a shelf: `100+` is at least 100, `call for availability` is unknown, less than none is none. */
export const quantity = z.unknown().transform((value): number | null => {
  const number = readDecimal(typeof value === 'string' ? value.trim().replace(/\+$/, '') : value);
  if (number === undefined) return null;
  const pieces = Number(number.round(0, Big.roundDown).toFixed());
  return Math.min(Math.max(pieces, 0), Number.MAX_SAFE_INTEGER);
});

export const requiredQuantity = quantity.transform((value, context) => {
  if (value !== null) return value;
  context.addIssue('is not a number of pieces');
  return z.NEVER;
});

/** Pieces per pack or per order, at least 1; 0 is how "not set" is written. A wrong one is a tenfold price, so an error. */
export const packCount = z.unknown().transform((value, context): number | null => {
  if (isUnknown(value)) return null;
  const number = readDecimal(value);
  const count = number === undefined ? Number.NaN : Number(number.toFixed());
  if (Number.isSafeInteger(count) && count >= 0) return count === 0 ? null : count;
  context.addIssue(`is not a number of pieces: ${shown(value)}`);
  return z.NEVER;
});

/** A year, a number of days: whole, or unknown. */
export const whole = z.unknown().transform((value): number | null => {
  const number = Number(readDecimal(value)?.toFixed() ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : null;
});

export const flag = z.unknown().transform((value): boolean | null => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return word === 'true' ? true : word === 'false' ? false : null;
});

/** One of our words in any case; a word we do not know is unknown, never the nearest one. */
export function word<const Words extends readonly string[]>(words: Words) {
  return z.unknown().transform((value): Words[number] | null => {
    const given = typeof value === 'string' ? value.trim().toLowerCase() : '';
    return words.find((known) => known === given) ?? null;
  });
}

/** The readable items of a list that only informs (images, fitment …); anything but a list is an empty one. */
export function readable<Item extends z.ZodType>(item: Item) {
  return z.unknown().transform((value): z.output<Item>[] => {
    if (!Array.isArray(value)) return [];
    return value.flatMap((each) => {
      const read = item.safeParse(each);
      return read.success ? [read.data] : [];
    });
  });
}

/** A list whose every item counts (price breaks, order lines): absent is empty, one bad item is an error. */
export function strictList<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => value ?? [], z.array(item));
}

/**
 * An object in which other spellings of a key are read too: the first that is there and not null counts. Every key of
 * the shape is handed on, absent ones as `undefined`, because zod refuses an absent key before its reader sees it.
 */
export function object<Shape extends z.ZodRawShape>(shape: Shape, aliases: Record<string, string[]> = {}) {
  const names = Object.keys(shape).map((key) => [key, ...(aliases[key] ?? [])] as const);
  return z.preprocess((value) => {
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      names.map((spellings) => {
        const used = spellings.find((name) => !isUnknown(value[name])) ?? spellings[0];
        return [spellings[0], value[used]];
      }),
    );
  }, z.object(shape));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
