import type { Catalogue } from './catalogue.ts';
import type { WirePart } from './part.ts';
import { matches, type PartQuery, type Test, testsFor } from './query.ts';

export interface SearchPage {
  parts: WirePart[];
  total: number;
}

interface Index {
  version: number;
  total: number;
  /** Where in the candidates every hundredth match lies, so that a later page starts close by. */
  starts: number[];
}

const STRIDE = 100;
const REMEMBERED = 64;

/**
 * Pages of parts. The whole catalogue and a category are found by arithmetic; other filters scan once, exactly, and
 * remember where their pages start.
 */
export class Search {
  readonly #catalogue: Catalogue;
  readonly #indexes = new Map<string, Index>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  page(query: PartQuery, page: number, size: number, withOffers: boolean): SearchPage {
    const catalogue = this.#catalogue;
    catalogue.changes.refresh();
    const from = (page - 1) * size;
    const { indexes, total } = this.#isPlain(query)
      ? this.#plain(query, from, size)
      : this.#scan(query, from, size);
    const parts = indexes.map((index) => ({
      ...catalogue.part(index),
      ...(withOffers ? catalogue.offers(index) : {}),
    }));
    return { parts, total };
  }

  #isPlain({ category: _category, ...filters }: PartQuery): boolean {
    return !this.#catalogue.changes.moved && Object.values(filters).every((value) => value === undefined);
  }

  #plain(query: PartQuery, from: number, size: number): { indexes: number[]; total: number } {
    const candidates = this.#candidates(query);
    const to = Math.min(candidates.count, from + size);
    const indexes = Array.from({ length: Math.max(0, to - from) }, (_, n) => candidates.at(from + n));
    return { indexes, total: candidates.count };
  }

  /** The parts that may match, by position: those of the category, or all. */
  #candidates({ category }: PartQuery): { count: number; at: (position: number) => number } {
    const { layout, size, changes } = this.#catalogue;
    if (category === undefined || changes.moved) return { count: size, at: (position) => position };
    if (!layout.has(category)) return { count: 0, at: () => -1 };
    return { count: layout.count(category, size), at: (position) => layout.nth(category, position) };
  }

  #scan(query: PartQuery, from: number, size: number): { indexes: number[]; total: number } {
    const candidates = this.#candidates(query);
    const matching = this.#matcher(query);
    const { starts, total } = this.#index(query, candidates, matching);
    const indexes: number[] = [];
    let match = Math.floor(from / STRIDE) * STRIDE;
    let position = starts[match / STRIDE] ?? candidates.count;
    for (; position < candidates.count && indexes.length < size; position++) {
      const index = candidates.at(position);
      if (matching(index) && match++ >= from) indexes.push(index);
    }
    return { indexes, total };
  }

  #matcher(query: PartQuery): (index: number) => boolean {
    const catalogue = this.#catalogue;
    const tests: Test[] = testsFor(query, catalogue);
    return (index) => {
      const change = catalogue.changes.part(index);
      if (change) return change.patch.removed !== true && matches(query, catalogue, index);
      const place = catalogue.layout.place(index);
      return tests.every((test) => test(place));
    };
  }

  #index(
    query: PartQuery,
    candidates: { count: number; at: (position: number) => number },
    matching: (index: number) => boolean,
  ): Index {
    const key = JSON.stringify(query);
    const { version } = this.#catalogue.changes;
    const known = this.#indexes.get(key);
    if (known?.version === version) return known;
    const index: Index = { version, total: 0, starts: [] };
    for (let position = 0; position < candidates.count; position++) {
      if (!matching(candidates.at(position))) continue;
      if (index.total % STRIDE === 0) index.starts.push(position);
      index.total += 1;
    }
    this.#indexes.delete(key);
    this.#indexes.set(key, index);
    const [oldest] = this.#indexes.keys();
    if (this.#indexes.size > REMEMBERED && oldest !== undefined) this.#indexes.delete(oldest);
    return index;
  }
}
