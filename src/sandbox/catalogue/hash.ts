/**
 * A 32-bit hash of a part's index and of what is asked about it, so that every property of part i is computed
 * alone, in any order, without a list of parts.
 */
export function hash(index: number, salt: number): number {
  let h = Math.imul(index ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ Math.imul(salt, 0x27d4eb2f), 0x165667b1);
  return (h ^ (h >>> 15)) >>> 0;
}

/** The same in [0, 1). */
export function unit(index: number, salt: number): number {
  return hash(index, salt) / 4_294_967_296;
}

/** An integer from `low` to `high`, both included. */
export function between(low: number, high: number, index: number, salt: number): number {
  return low + (hash(index, salt) % (high - low + 1));
}

export function pick<T>(list: readonly T[], index: number, salt: number): T {
  return list[hash(index, salt) % list.length] as T;
}

/** One number a question: two questions about one part must not share their chance. */
export const SALT = {
  brand: 1,
  title: 2,
  weight: 3,
  noWeight: 4,
  noImage: 5,
  noPrice: 6,
  reman: 7,
  status: 8,
  hazmat: 9,
  places: 10,
  pack: 11,
  dirtyText: 12,
  twin: 13,
  variant: 14,
  longName: 15,
  stockUnknown: 16,
  gtin: 17,
  cost: 18,
  margin: 19,
  core: 20,
  map: 21,
  breaks: 22,
  stock: 23,
  place: 24,
  lead: 25,
  size: 26,
  updated: 27,
  country: 28,
  fits: 29,
  years: 30,
  images: 31,
  interchange: 32,
  prop65: 33,
  attribute: 100,
} as const;
