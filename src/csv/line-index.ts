/**
 * Remembers in which line a text was first seen: 12 bytes each and no text, so that a million SKUs take 50 MB at most.
 * Texts are told apart by 64 bits; two different ones are taken for one with a chance of 1 in 10⁷ in a million.
 */
export function createLineIndex() {
  let capacity = 1 << 12;
  let size = 0;
  let slots = new Uint32Array(capacity * 3);

  function place(table: Uint32Array, mask: number, high: number, low: number): number {
    let at = low & mask;
    while (table[at * 3 + 2] !== 0 && !(table[at * 3] === high && table[at * 3 + 1] === low))
      at = (at + 1) & mask;
    return at * 3;
  }

  function grow() {
    const before = slots;
    capacity *= 2;
    slots = new Uint32Array(capacity * 3);
    for (let i = 0; i < before.length; i += 3) {
      if (before[i + 2] === 0) continue;
      const at = place(slots, capacity - 1, before[i] ?? 0, before[i + 1] ?? 0);
      slots.set(before.subarray(i, i + 3), at);
    }
  }

  return {
    /** The line that was remembered of the text. */
    find(text: string): number | undefined {
      return (
        slots[place(slots, capacity - 1, hash(text, 0x811c9dc5), hash(text, 0x01000193)) + 2] || undefined
      );
    },
    /** The line where the text was before, or `undefined` when this is the first time. */
    add(text: string, line: number): number | undefined {
      const high = hash(text, 0x811c9dc5);
      const low = hash(text, 0x01000193);
      const at = place(slots, capacity - 1, high, low);
      if (slots[at + 2] !== 0) return slots[at + 2];
      slots[at] = high;
      slots[at + 1] = low;
      slots[at + 2] = line;
      size += 1;
      if (size * 10 > capacity * 7) grow();
      return undefined;
    },
  };
}

/** Murmur's mixing over UTF-16 units. */
function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x5bd1e995);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
