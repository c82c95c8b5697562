/** Pieces by the store's location, in the order in which its places are filled. */
export type Levels = ReadonlyMap<number, number>;

/** As a field's value: `"2: 5, 3: 0"`. */
export function levelsText(levels: Levels): string {
  return [...levels].map(([location, pieces]) => `${location}: ${pieces}`).join(', ');
}

export function levelsFrom(text: string): Levels {
  return new Map(
    text.split(', ').map((each): [number, number] => {
      const [location, pieces] = each.split(': ').map(Number);
      return [location ?? 0, pieces ?? 0];
    }),
  );
}

export function sumOf(levels: Levels): number {
  return [...levels.values()].reduce((sum, pieces) => sum + pieces, 0);
}

/** The same places with other pieces in all: what comes goes to the first place, what goes is missed at the last. */
export function withTotal(levels: Levels, total: number): Levels {
  const [first] = levels.keys();
  const more = Math.max(0, total - sumOf(levels));
  let left = total;
  return new Map(
    [...levels].map(([location, pieces]) => {
      const here = Math.min(left, location === first ? pieces + more : pieces);
      left -= here;
      return [location, here];
    }),
  );
}
