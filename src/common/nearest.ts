import { distance } from 'fastest-levenshtein';

/** The candidate that a word can only be a slip of the pen for: a letter in four is another one. */
export function meantBy(word: string, candidates: readonly string[]): string | undefined {
  const [near] = nearest(word, candidates, 1);
  if (near === undefined) return undefined;
  const steps = distance(word.toLowerCase(), near.toLowerCase());
  return steps > 0 && steps <= word.length / 4 ? near : undefined;
}

/** The candidates most like a misspelt word, best first; empty when none is near. */
export function nearest(word: string, candidates: readonly string[], limit = 3): string[] {
  const target = word.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, steps: distance(target, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, steps }) =>
        steps <= Math.max(2, target.length / 2) || candidate.toLowerCase().includes(target),
    )
    .sort((a, b) => a.steps - b.steps)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}
