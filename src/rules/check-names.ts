import { meantBy } from '../common/nearest.ts';
import type { Finding, Path } from './finding.ts';
import { CATEGORIES } from './known-categories.ts';
import type { Condition } from './price-rule.ts';
import type { Rules } from './schema.ts';
import { LISTED_BRANDS } from './sku.ts';
import { titled } from './text.ts';

/**
 * Warnings of brands and categories in conditions that no part has: aliases, and what looks like a slip of the pen. Which
 * brands the supplier has is not known here, so that any other name is taken.
 */
export function nameFindings({ brands, price, categories, weight }: Rules): Finding[] {
  const lists: [Path, readonly { when: Condition }[]][] = [
    [['price', 'rules'], price.rules],
    [['categories', 'map'], categories.map],
    [['weight', 'defaults'], weight.defaults],
  ];
  const brandProblem = brandCheck(brands);
  return lists.flatMap(([path, list]) =>
    list.flatMap(({ when }, i) => [
      ...findings([...path, i, 'when', 'brand'], when.brand, brandProblem),
      ...findings([...path, i, 'when', 'category'], when.category, categoryProblem),
    ]),
  );
}

function findings(
  path: Path,
  written: string | string[] | undefined,
  problemOf: (name: string) => string | undefined,
): Finding[] {
  return [written ?? []].flat().flatMap((name, i): Finding[] => {
    const message = problemOf(name);
    const at = Array.isArray(written) ? [...path, i] : path;
    return message === undefined ? [] : [{ severity: 'warning', path: at, at: 'value', message }];
  });
}

function brandCheck(brands: Rules['brands']): (name: string) => string | undefined {
  const names = Object.keys(brands);
  const known = new Set([...names, ...LISTED_BRANDS].map(folded));
  const aliases = new Map(
    Object.entries(brands).flatMap(([brand, own]) =>
      own.aliases.map((alias): [string, string] => [folded(alias), brand]),
    ),
  );
  const candidates = [
    ...names,
    ...LISTED_BRANDS.filter((brand) => !names.some((name) => folded(name) === brand)).map(titled),
  ];
  return (name) => {
    const own = names.some((brand) => folded(brand) === folded(name));
    const brand = own ? undefined : aliases.get(folded(name));
    if (brand !== undefined)
      return `matches no part: "${name}" is another spelling of ${brand}; write ${brand}`;
    const near = known.has(folded(name)) ? undefined : meantBy(name, candidates);
    return near && `matches parts of the brand "${name}" alone; did you mean ${near}?`;
  };
}

function categoryProblem(name: string): string | undefined {
  const near = CATEGORIES.includes(folded(name)) ? undefined : meantBy(name, CATEGORIES);
  if (near) return `matches the category "${name}" alone; did you mean ${near}?`;
  return /^[\w-]+$/.test(name)
    ? undefined
    : `"${name}" is no category of the supplier: they are one word, such as wheel-ends`;
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}
