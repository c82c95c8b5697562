import type { Finding, Path } from './finding.ts';
import { pathText } from './finding.ts';
import { Rules } from './schema.ts';

/** Of entries of lists, which cannot be without them. */
const NEEDED: ReadonlyMap<string, string> = new Map([
  ['path', '-'],
  ['weight', '1 lb'],
]);

/** What is wrong may be a key that is missing: then the section that lacks it goes, or the one around that. */
const MOST_ROUNDS = 5;

/**
 * What is left of a file without what is wrong in it, so that its other mistakes are found at once; `undefined` where
 * nothing is.
 */
export function soundRules(value: unknown, wrong: readonly Finding[]): Rules | undefined {
  const left: unknown = structuredClone(value);
  for (const { path } of wrong) takeOut(left, path);
  for (let above = 0; above < MOST_ROUNDS; above++) {
    const { data, error } = Rules.safeParse(left);
    if (data) return data;
    for (const { path } of error.issues) takeOut(left, path.slice(0, path.length - above).map(step));
  }
  return undefined;
}

/** Everything keeps its place: of an entry of a list the key goes that the whole list is under. */
function takeOut(from: unknown, path: Path): void {
  const condition = path.lastIndexOf('when');
  if (condition >= 0) {
    const rule = sectionAt(from, path.slice(0, condition));
    // Without its condition a rule would take all parts: this one takes none, and is like no other.
    if (rule) rule.when = { sku: `\u0000${pathText(path)}` };
    return;
  }
  const last = path.findLastIndex((each) => typeof each === 'string');
  const [key, around] = [path[last], path.slice(0, Math.max(0, last))];
  const section = sectionAt(from, around);
  if (!section || typeof key !== 'string') return;
  const needed = typeof around.at(-1) === 'number' ? NEEDED.get(key) : undefined;
  if (needed === undefined) delete section[key];
  else section[key] = needed;
}

function sectionAt(from: unknown, path: Path): Record<string, unknown> | undefined {
  let at = from;
  for (const each of path) at = isSection(at) ? at[String(each)] : undefined;
  return isSection(at) ? at : undefined;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function step(each: PropertyKey): string | number {
  return typeof each === 'number' ? each : String(each);
}
