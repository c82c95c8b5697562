import type { Address } from '../finditparts/supplier.ts';

/** Shorter texts are words like any other. */
const SHORTEST = 4;

/** A service's words, which may quote what was sent, in whatever case, without the customer's. */
export function withoutPersonal(text: string, { country, ...address }: Address): string {
  return Object.values(address)
    .filter((value): value is string => value !== null && value.trim().length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, value) => left.replaceAll(new RegExp(RegExp.escape(value.trim()), 'gi'), '***'), text);
}
