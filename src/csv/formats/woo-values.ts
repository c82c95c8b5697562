import { composed, withoutEntities } from '../cells.ts';
import { html, label, text, type ValueType, warnOfSeparators } from '../values.ts';

/** How WooCommerce writes texts and lists into cells, and reads them (docs/facts/csv-formats.md#woocommerce). */

/** A line break as the two characters `\n`, and those two characters as `\\n`. */
export const wooText: ValueType<string> = {
  ...html,
  parse: (it) => it.replaceAll(/\\?\\n/g, (found) => (found === '\\n' ? '\n' : '\\n')),
  print: (it) => it.replaceAll('\\n', '\\\\n').replaceAll('\n', '\\n'),
};

/** With `, ` between; a comma of the text is `\,`. */
export function wooList(it: string): string[] {
  return it
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll('\\,', ',').trim())
    .filter((part) => part !== '');
}

export function wooListed(items: readonly string[]): string {
  return items.map((item) => item.replaceAll(',', '\\,')).join(', ');
}

/** WordPress keeps `&` and `>` of names as entities; a bare `>` stands between levels. */
function wooName(name: string): string {
  return name.replaceAll(/&(?=#?\w+;)/g, '&amp;').replaceAll('>', '&gt;');
}

function levels(path: string): string[] {
  return path
    .split('>')
    .map((name) => composed(withoutEntities(name.trim())))
    .filter((name) => name !== '');
}

/** `Brakes > Drums, Wheel End` */
export const wooCategories: ValueType<string[][]> = {
  ...text,
  isList: true,
  parse(it, context) {
    const paths = wooList(it)
      .map(levels)
      .filter((path) => path.length > 0);
    for (const name of paths.flat()) warnOfSeparators(name, /[|;]|(?<=\S)\/(?=\S)/, context);
    return paths;
  },
  print: (it) => wooListed(it.map((path) => path.map(wooName).join(' > '))),
};

/** A list of paths, as categories are; a product here has one brand. */
export const wooBrand: ValueType<string> = {
  ...label,
  isList: true,
  parse(it, context) {
    const [first = [], ...others] = wooList(it).map(levels);
    if (others.length > 0)
      context.warn(
        'CSV_LEFT_OUT',
        `has ${others.length + 1} brands, and a product here has one: the first is taken`,
      );
    return first.at(-1);
  },
  print: (it) => wooListed([wooName(it)]),
};

/** Keywords have no commas in the store: one that has is two. */
export const wooKeywords: ValueType<string> = {
  ...text,
  isList: true,
  parse: (it) => it.replaceAll('\\,', ','),
};
