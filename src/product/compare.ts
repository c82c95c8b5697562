import { Big } from 'big.js';
import { tableRow } from './field-names.ts';

/**
 * `"12.50"` and `"12.5"` are one price, an absent value is the same as none, and letters composed or decomposed are one
 * text: systems write them differently, and nobody sees it.
 */
export function sameValue(field: string, a: unknown, b: unknown): boolean {
  if (isNone(a) || isNone(b)) return isNone(a) && isNone(b);
  if (isDecimal(field)) return new Big(String(a)).eq(new Big(String(b)));
  if (isDate(field) && Date.parse(String(a)) === Date.parse(String(b))) return true;
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  if (one === other || one.normalize() === other.normalize()) return true;
  const { anyCase, asSeen } = tableRow(field) ?? {};
  if (asSeen) return seen(one) === seen(other);
  return anyCase === true && one.normalize().toLowerCase() === other.normalize().toLowerCase();
}

function seen(text: string): string {
  return text
    .normalize()
    .replaceAll(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replaceAll(/\s/g, ' ');
}

/** As `sameValue`, after the store has rounded: it keeps four decimals (docs/facts/bigcommerce-api.md). */
export function sameInStore(field: string, a: unknown, b: unknown): boolean {
  return sameValue(field, asStored(field, a), asStored(field, b));
}

function asStored(field: string, value: unknown): unknown {
  if (isNone(value)) return value;
  const stored = isDecimal(field) ? new Big(String(value)).round(4, Big.roundHalfUp).toFixed() : value;
  return noneIfZero(field, stored);
}

/** Zero is "none" for what a product may lack; a price, a weight and a stock of zero are values. */
export function noneIfZero<T>(field: string, value: T): T | null {
  const isZero = value === 0 || (typeof value === 'string' && isDecimal(field) && new Big(value).eq(0));
  return isZero && tableRow(field)?.zeroIsNone ? null : value;
}

function isDate(field: string): boolean {
  return tableRow(field)?.kind === 'date';
}

function isDecimal(field: string): boolean {
  return tableRow(field)?.kind === 'decimal';
}

export function isNone(value: unknown): value is undefined | null | '' | readonly [] {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
