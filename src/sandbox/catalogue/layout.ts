import type { Kind, System } from './kinds/kind.ts';
import { SYSTEMS } from './kinds/systems.ts';

const PERIOD = 100;

/** A part's place: its system, its number within the system, its kind. */
export interface Place {
  index: number;
  system: System;
  /** The how-manieth part of its system, from 0. */
  ordinal: number;
  kind: Kind;
}

/**
 * Every hundred parts repeat one pattern of systems, so "the k-th part of a category" is arithmetic: a page of a
 * category costs the page, whatever the size of the catalogue.
 */
export class Layout {
  readonly #systemAt: System[] = [];
  readonly #rankAt: number[] = [];
  readonly #slots = new Map<string, number[]>();
  readonly #kinds = new Map<string, Kind[]>();

  constructor() {
    const sequence = SYSTEMS.flatMap((system) => Array<System>(system.share).fill(system));
    // 37 shares no factor with 100: neighbours in the sequence end up far apart.
    for (const [n, system] of sequence.entries()) this.#systemAt[(n * 37 + 11) % PERIOD] = system;
    for (const [slot, system] of this.#systemAt.entries()) {
      const slots = this.#slots.get(system.slug) ?? [];
      this.#rankAt[slot] = slots.length;
      this.#slots.set(system.slug, [...slots, slot]);
    }
    for (const system of SYSTEMS) this.#kinds.set(system.slug, spread(system.kinds));
  }

  place(index: number): Place {
    const slot = index % PERIOD;
    const system = this.#systemAt[slot] as System;
    const ordinal = Math.floor(index / PERIOD) * system.share + (this.#rankAt[slot] as number);
    return { index, system, ordinal, kind: this.#kindAt(system.slug, ordinal) };
  }

  has(slug: string): boolean {
    return this.#slots.has(slug);
  }

  /** The index of a system's k-th part. */
  nth(slug: string, ordinal: number): number {
    const slots = this.#slots.get(slug) ?? [];
    return Math.floor(ordinal / slots.length) * PERIOD + (slots[ordinal % slots.length] as number);
  }

  /** How many of the first `parts` belong to a system. */
  count(slug: string, parts: number): number {
    const slots = this.#slots.get(slug) ?? [];
    const rest = parts % PERIOD;
    return Math.floor(parts / PERIOD) * slots.length + slots.filter((slot) => slot < rest).length;
  }

  /** The nearest earlier (or, with step 1, later) part of the same kind, or -1. */
  neighbour(place: Place, step: -1 | 1): number {
    const pattern = this.#kinds.get(place.system.slug) ?? [];
    for (let n = 1; n <= pattern.length; n++) {
      const ordinal = place.ordinal + step * n;
      if (ordinal < 0) return -1;
      if (this.#kindAt(place.system.slug, ordinal) === place.kind)
        return this.nth(place.system.slug, ordinal);
    }
    return -1;
  }

  #kindAt(slug: string, ordinal: number): Kind {
    const pattern = this.#kinds.get(slug) ?? [];
    return pattern[ordinal % pattern.length] as Kind;
  }
}

/** Kinds by turns, each as often as its share, so that a small page already shows variety. */
function spread(kinds: readonly Kind[]): Kind[] {
  const left = kinds.map((kind) => ({ kind, share: kind.share }));
  const pattern: Kind[] = [];
  while (left.some((entry) => entry.share > 0)) {
    for (const entry of left) {
      if (entry.share-- > 0) pattern.push(entry.kind);
    }
  }
  return pattern;
}
