import type { Catalogue } from './catalogue.ts';
import { fitsVehicle } from './fitment.ts';
import { identityOf } from './identity.ts';
import type { Place } from './layout.ts';
import { stockOf } from './offers.ts';
import { changedAt, isRebuilt, type WirePart } from './part.ts';
import { nameOf } from './text.ts';

/** The filters of `GET /parts/search` (docs/finditparts-parts-api.yaml). */
export interface PartQuery {
  q?: string;
  category?: string;
  brand?: string;
  mpn?: string;
  vehicleId?: string;
  inStock?: boolean;
  /** Milliseconds. */
  updatedSince?: number;
}

export type Test = (place: Place) => boolean;

/** The tests a generated part has to pass, cheapest first: a scan of a million parts runs these only. */
export function testsFor(query: PartQuery, catalogue: Catalogue): Test[] {
  const { layout, changes } = catalogue;
  const tests: Test[] = [];
  const { category, inStock, updatedSince, vehicleId } = query;
  if (category !== undefined) tests.push(({ system }) => system.slug === category);
  if (inStock !== undefined) tests.push(({ index }) => isInStock(stockOf(index), inStock));
  if (updatedSince !== undefined) {
    tests.push(
      ({ index, system }) => Math.max(changedAt(index), changes.repricedAt(system.slug)) >= updatedSince,
    );
  }
  if (vehicleId !== undefined) tests.push(({ index, kind }) => fitsVehicle(index, kind, vehicleId));
  const { brand, mpn, q } = lowered(query);
  if (brand !== undefined || mpn !== undefined) {
    tests.push((place) => {
      const identity = identityOf(place, layout);
      if (mpn !== undefined && identity.part_number !== mpn) return false;
      return brand === undefined || identity.brand.toLowerCase() === brand;
    });
  }
  if (q !== undefined) {
    const words = wordsOf(q);
    tests.push((place) => {
      const { brand: maker, part_number } = identityOf(place, layout);
      const name = nameOf(place.index, place.kind, isRebuilt(place.index, place.kind));
      return hasWords(words, { brand: maker, part_number, name });
    });
  }
  return tests;
}

/** The same filters on a part that tests have changed. */
export function matches(query: PartQuery, catalogue: Catalogue, index: number): boolean {
  const part = catalogue.part(index);
  const { brand, mpn, q } = lowered(query);
  const { category, inStock, updatedSince, vehicleId } = query;
  if (category !== undefined && part.category !== category) return false;
  if (brand !== undefined && part.brand.toLowerCase() !== brand) return false;
  if (mpn !== undefined && part.part_number !== mpn) return false;
  if (q !== undefined && !hasWords(wordsOf(q), part)) return false;
  if (inStock !== undefined && !isInStock(catalogue.inventory(index).total, inStock)) return false;
  if (updatedSince !== undefined && Date.parse(part.updated_at) < updatedSince) return false;
  if (vehicleId === undefined) return true;
  return catalogue
    .details(index)
    .fitment.some((fit) => fit.type === 'vehicle' && fit.vehicle_id === vehicleId);
}

function lowered({ brand, mpn, q }: PartQuery): Pick<PartQuery, 'brand' | 'mpn' | 'q'> {
  return { brand: brand?.toLowerCase(), mpn, q };
}

/** Unknown stock is neither in stock nor out of it. */
function isInStock(total: number | null, wanted: boolean): boolean {
  return total !== null && total > 0 === wanted;
}

interface Word {
  text: string;
  /** Without punctuation, for numbers: `w01-358` finds `W01358…`. */
  bare: string;
}

function wordsOf(q: string): Word[] {
  return q
    .toLowerCase()
    .split(/\s+/)
    .filter((text) => text !== '')
    .map((text) => ({ text, bare: bare(text) }));
}

function hasWords(
  words: Word[],
  { brand, part_number, name }: Pick<WirePart, 'brand' | 'part_number' | 'name'>,
): boolean {
  const text = `${brand} ${name}`.toLowerCase();
  const number = bare(part_number.toLowerCase());
  const maker = bare(brand.toLowerCase());
  return words.every(
    (word) =>
      text.includes(word.text) ||
      (word.bare !== '' && (number.includes(word.bare) || maker.includes(word.bare))),
  );
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}
