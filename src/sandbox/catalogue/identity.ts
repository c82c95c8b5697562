import { hash, pick, SALT, unit } from './hash.ts';
import type { Kind } from './kinds/kind.ts';
import type { Layout, Place } from './layout.ts';

export interface Identity {
  brand: string;
  part_number: string;
}

/**
 * Brand and number of a part. The running digits are a permutation of the index, so no two parts share them, and a
 * maker's numbers differ even between kinds.
 *
 * Two deliberate exceptions (docs/facts/parts-domain.md#the-sandboxs-catalogue): one number under two brands (0.5 %),
 * and numbers that differ only by a leading zero or a dash (0.2 %). Both borrow from the nearest earlier part of the
 * same kind, which must itself be plain, so that a chain of borrowings cannot make two parts equal.
 */
export function identityOf(place: Place, layout: Layout): Identity {
  const role = roleOf(place.index);
  if (role !== 'plain') {
    const lender = layout.neighbour(place, -1);
    if (lender >= 0 && roleOf(lender) === 'plain') {
      const lent = plainIdentity(lender, place.kind);
      if (role === 'variant') return { ...lent, part_number: respell(lent.part_number, place.index) };
      const others = Object.keys(place.kind.brands).filter((brand) => brand !== lent.brand);
      return { ...lent, brand: pick(others, place.index, SALT.twin) };
    }
  }
  return plainIdentity(place.index, place.kind);
}

function roleOf(index: number): 'plain' | 'twin' | 'variant' {
  if (unit(index, SALT.twin) < 0.005) return 'twin';
  return unit(index, SALT.variant) < 0.002 ? 'variant' : 'plain';
}

function plainIdentity(index: number, kind: Kind): Identity {
  const [brand, shape] = pick(Object.entries(kind.brands), index, SALT.brand);
  return { brand, part_number: shape.replace('#', digits(index)) };
}

/** `065175` and `65175`, `40010140` and `4001-0140`: what two catalogues make of one number. */
function respell(number: string, index: number): string {
  if (hash(index, SALT.variant) % 2 === 0) return `0${number}`;
  const middle = Math.ceil(number.length / 2);
  return `${number.slice(0, middle)}-${number.slice(middle)}`;
}

const BANDS = [
  { size: 90_000, low: 10_000, step: 48_611 },
  { size: 900_000, low: 100_000, step: 486_091 },
  { size: 9_000_000, low: 1_000_000, step: 4_860_917 },
] as const;

/** Five digits for the first 90,000 parts, then six, then seven: never a leading zero, never twice. */
function digits(index: number): string {
  let rest = index;
  for (const { size, low, step } of BANDS) {
    // The step shares no factor with the band's size, so multiplying by it visits each value once.
    if (rest < size) return String(low + Number((BigInt(rest) * BigInt(step) + 7_717n) % BigInt(size)));
    rest -= size;
  }
  return String(10_000_000 + rest);
}
