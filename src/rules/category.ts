import type { Part } from '../finditparts/supplier.ts';
import type { PartFacts } from './facts.ts';
import { matches } from './match.ts';
import { plainText } from './sanitize.ts';
import type { Rules } from './schema.ts';
import { compileTemplate, type Template } from './templates.ts';
import { categoryName, conditionName, titled } from './text.ts';

/** BigCommerce's limits (docs/facts/bigcommerce-catalog.md#categories). */
const LEVELS = 8;
const NAME_LIMIT = 50;

export const CATEGORY_FIELDS: readonly string[] = ['brand', 'category', 'vmrs', 'condition'];

export interface Categories {
  /** From the top, each: `[['Brakes', 'Drums']]`. */
  paths: string[][];
  /** Which entry of `categories.map` made them, from 0; absent when none matched. */
  rule?: number;
  /** The rules give a path that cannot be: the part is held. */
  problem?: { code: string; reason: string };
  /** The supplier's own path cannot be: the part goes without. */
  warning?: { code: string; reason: string };
}

/** Stands for a slash within a name while paths are split. Private use: no text has it. */
const SLASH = '\uE000';

/**
 * The first entry of the map that matches, else the supplier's own path, or none.
 * @throws TtpdError `BAD_TEMPLATE`
 */
export function compileCategories(rules: Rules['categories']): (facts: PartFacts, part: Part) => Categories {
  const entries = rules.map.map(({ when, path }) => ({
    when,
    templates: (Array.isArray(path) ? path : [path]).map(pathTemplate),
  }));
  return (facts, part) => {
    const rule = entries.findIndex(({ when }) => matches(when, facts));
    const entry = entries[rule];
    if (!entry) return rules.otherwise === 'supplier' ? supplierPath(part) : { paths: [] };

    const fields = {
      brand: facts.brand,
      category: categoryName(part),
      vmrs: part.vmrs ?? undefined,
      condition: conditionName(part),
    };
    const paths = distinct(entry.templates.map((template) => levelsOf(template, fields)));
    const problem = paths.map(pathProblem).find((each) => each !== undefined);
    return problem ? { paths: [], rule, problem } : { paths, rule };
  };
}

/** For one part; many are quicker by `compileCategories`. */
export function categoryPaths(rules: Rules['categories'], facts: PartFacts, part: Part): Categories {
  return compileCategories(rules)(facts, part);
}

function supplierPath(part: Part): Categories {
  const path =
    part.categoryPath.length > 0 ? part.categoryPath : part.category ? [titled(part.category)] : [];
  if (path.length === 0) return { paths: [] };
  const warning = pathProblem(path);
  return warning ? { paths: [], warning } : { paths: [path] };
}

function pathTemplate(source: string): Template {
  return compileTemplate(source.replaceAll('\\/', SLASH), { html: false, fields: CATEGORY_FIELDS });
}

/** A slash that comes out of a field ("Hubs/Bearings") belongs to a name; only those of the rule make levels. */
function levelsOf(template: Template, fields: Record<string, string | undefined>): string[] {
  const safe = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value?.replaceAll('/', SLASH)]),
  );
  return template(safe)
    .split('/')
    .map((name) => plainText(name.replaceAll(SLASH, '/')));
}

function pathProblem(path: readonly string[]): { code: string; reason: string } | undefined {
  const shown = path.join(' / ');
  if (path.length > LEVELS)
    return {
      code: 'CATEGORY_TOO_DEEP',
      reason: `The category "${shown}" has ${path.length} levels; BigCommerce takes ${LEVELS}.`,
    };
  if (path.includes(''))
    return { code: 'CATEGORY_NAME_EMPTY', reason: `The category "${shown}" has a level without a name.` };
  const long = path.find((name) => name.length > NAME_LIMIT);
  if (long !== undefined)
    return {
      code: 'CATEGORY_NAME_TOO_LONG',
      reason: `The category name "${long}" has ${long.length} characters; BigCommerce takes ${NAME_LIMIT}.`,
    };
  return undefined;
}

function distinct(paths: string[][]): string[][] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
