import { ExitCode, TtpdError } from '../common/errors.ts';
import { CATEGORY_FIELDS } from './category.ts';
import { nameFindings } from './check-names.ts';
import { conditionFindings, priceFindings } from './check-price.ts';
import { CORE_SKU_FIELDS } from './core-charge.ts';
import type { Finding, Path } from './finding.ts';
import { SKU_FIELDS } from './identity.ts';
import type { Rules } from './schema.ts';
import { listedBrand } from './sku.ts';
import { BIN_FIELDS } from './stock.ts';
import { templateProblem } from './templates.ts';
import { TEXT_FIELDS, titled } from './text.ts';
import { lengthTextProblem, weightTextProblem } from './weight.ts';

/** BigCommerce's limits (docs/facts/bigcommerce-catalog.md#categories). */
const LEVELS = 8;
const NAME_LIMIT = 50;

/**
 * What the form allows and the meaning does not: found before any call is made, where each part would otherwise be held
 * one by one, or priced by a rule that nobody meant.
 */
export function checkRules(rules: Rules): Finding[] {
  return [
    ...brandFindings(rules.brands),
    ...templateFindings(rules),
    ...categoryFindings(rules.categories.map),
    ...conditionFindings(rules.categories.map, ['categories', 'map']),
    ...priceFindings(rules.price),
    ...stockFindings(rules.stock),
    ...weightFindings(rules.weight),
    ...conditionFindings(rules.weight.defaults, ['weight', 'defaults']),
    ...nameFindings(rules),
  ];
}

/**
 * Prices of one currency under another one's sign are wrong by the exchange rate.
 * @throws TtpdError `RULES_INVALID`
 */
export function checkCurrency(rules: Pick<Rules, 'currency'>, storeCurrency: string): void {
  if (rules.currency === undefined || rules.currency.toUpperCase() === storeCurrency.toUpperCase()) return;
  throw new TtpdError(
    'RULES_INVALID',
    `ttpd.yaml is for prices in ${rules.currency.toUpperCase()}, and the store sells in ${storeCurrency.toUpperCase()}.`,
    {
      hint: 'Use the rules of this store, or correct "currency" in ttpd.yaml and look at every amount in it.',
      exitCode: ExitCode.Usage,
    },
  );
}

/**
 * A price without tax in a store that enters prices with tax sells below what it is worth, by all of the tax.
 * @throws TtpdError PRICES_WITH_TAX (exit 2)
 */
export function checkTax({ price: { includedTax } }: Pick<Rules, 'price'>, isEnteredWithTax: boolean): void {
  if (isEnteredWithTax === (includedTax !== undefined)) return;
  throw new TtpdError(
    'PRICES_WITH_TAX',
    isEnteredWithTax
      ? 'The prices of this store are entered with tax, and ttpd.yaml does not say how much of it is in them.'
      : `ttpd.yaml puts ${includedTax} of tax into prices, and the prices of this store are entered without.`,
    {
      hint: isEnteredWithTax
        ? 'Say it in ttpd.yaml, such as price: { includedTax: 20% }. What FinditParts gives is without tax.'
        : 'Take price.includedTax out of ttpd.yaml.',
      exitCode: ExitCode.Usage,
    },
  );
}

function error(path: Path, message: string, at: Finding['at'] = 'value'): Finding {
  return { severity: 'error', path, at, message };
}

function brandFindings(brands: Rules['brands']): Finding[] {
  const findings: Finding[] = [];
  const byPrefix = new Map<string, string>();
  const bySpelling = new Map<string, string>();
  // Names first: an alias that is another brand's name is the alias's fault, whichever comes first.
  for (const brand of Object.keys(brands)) {
    const other = bySpelling.get(folded(brand));
    if (other === undefined) bySpelling.set(folded(brand), brand);
    else findings.push(error(['brands', brand], `the same brand as ${other}; keep one of them`, 'key'));
  }
  for (const [brand, { prefix, aliases }] of Object.entries(brands)) {
    for (const [i, alias] of aliases.entries()) {
      const other = bySpelling.get(folded(alias));
      const path = ['brands', brand, 'aliases', i];
      if (other === undefined) bySpelling.set(folded(alias), brand);
      else if (other !== brand)
        findings.push(error(path, `"${alias}" also stands for ${other}; leave it under one of them`));
    }
    if (prefix === undefined) continue;
    const other = byPrefix.get(folded(prefix)) ?? builtInBrand(prefix, brand, brands);
    if (other === undefined) byPrefix.set(folded(prefix), brand);
    else
      findings.push(
        error(
          ['brands', brand, 'prefix'],
          `${other} has the prefix ${prefix} too: two parts could get one SKU`,
        ),
      );
  }
  return findings;
}

/** The brand that has a prefix because the file gives it no other, as long as it is not this very one. */
function builtInBrand(prefix: string, brand: string, brands: Rules['brands']): string | undefined {
  const listed = listedBrand(prefix);
  if (listed === undefined) return undefined;
  const owner = Object.entries(brands).find(([name, { aliases }]) =>
    [name, ...aliases].some((spelling) => folded(spelling) === listed),
  );
  if (owner === undefined) return titled(listed);
  const [name, written] = owner;
  return name === brand || written.prefix !== undefined ? undefined : name;
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

function templateFindings({ sku, text, categories, stock, price }: Rules): Finding[] {
  const templates: [Path, string | undefined, readonly string[]][] = [
    [['sku'], sku, SKU_FIELDS],
    ...Object.entries(text).map(([key, source]): [Path, string | undefined, readonly string[]] => [
      ['text', key],
      source,
      TEXT_FIELDS,
    ]),
    ...categories.map.flatMap(({ path }, i) =>
      pathsOf(path, i).map(([where, source]): [Path, string, readonly string[]] => [
        where,
        source,
        CATEGORY_FIELDS,
      ]),
    ),
    [['stock', 'leadTime'], stock.leadTime, ['days']],
    [['stock', 'binPickingNumber'], stock.binPickingNumber, BIN_FIELDS],
    [['price', 'coreSku'], price.coreSku, CORE_SKU_FIELDS],
  ];
  return templates.flatMap(([path, source, fields]) => {
    const problem = source === undefined ? undefined : templateProblem(source, fields);
    return problem === undefined ? [] : [error(path, problem)];
  });
}

function pathsOf(path: string | string[], entry: number): [Path, string][] {
  const where = ['categories', 'map', entry, 'path'];
  return Array.isArray(path) ? path.map((one, i) => [[...where, i], one]) : [[where, path]];
}

/** Of a template, only what is certain: the text outside its braces. */
function categoryFindings(map: Rules['categories']['map']): Finding[] {
  return map.flatMap(({ path }, i) =>
    pathsOf(path, i).flatMap(([where, source]) => {
      // A block may leave out what is in it, slashes too: known when a part comes.
      if (source.includes('{{#')) return [];
      // `\/` is a slash within a name; braces are one character of it.
      const names = source
        .replaceAll('\\/', '∕')
        .replaceAll(/\{\{.*?\}\}/g, '…')
        .split('/')
        .map((name) => name.trim());
      const long = names.find((name) => name.length > NAME_LIMIT);
      if (names.length > LEVELS) return [error(where, `${names.length} levels; BigCommerce takes ${LEVELS}`)];
      if (names.includes('')) return [error(where, 'a name is missing before, between or after the slashes')];
      if (long !== undefined)
        return [
          error(where, `"${long}" has ${long.length} characters; BigCommerce takes ${NAME_LIMIT} for a name`),
        ];
      return [];
    }),
  );
}

function stockFindings({ location, locations }: Rules['stock']): Finding[] {
  if (location === undefined || locations === undefined || Array.isArray(locations)) return [];
  return [
    error(
      ['stock', 'location'],
      '"locations" names the store\'s locations already; keep one of the two',
      'key',
    ),
  ];
}

function weightFindings({ defaults, freightOver, freightLongerThan }: Rules['weight']): Finding[] {
  const weights: [Path, string | undefined][] = [
    ...defaults.map(({ weight }, i): [Path, string] => [['weight', 'defaults', i, 'weight'], weight]),
    [['weight', 'freightOver'], freightOver],
  ];
  const problems = weights.map(([path, weight]) => ({ path, problem: weight && weightTextProblem(weight) }));
  const path = ['weight', 'freightLongerThan'];
  problems.push({ path, problem: freightLongerThan && lengthTextProblem(freightLongerThan) });
  return problems.flatMap(({ path, problem }) => (problem ? [error(path, problem)] : []));
}
