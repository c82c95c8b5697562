import type { Problem } from '../../../common/errors.ts';
import type { ProductRow, VariantRow } from '../../../csv/csv-row.ts';
import { createLineIndex } from '../../../csv/line-index.ts';
import { VARIANT_FIELDS, variantRow } from '../../../product/field-names.ts';
import { CUSTOM_FIELDS_LIMIT, marked, rowOf, SKU_LIMIT } from '../../../product/table.ts';
import { labelOf } from './option-labels.ts';
import { isRejected, type Report, reportOn } from './row-problems.ts';

/**
 * What BigCommerce takes, beside the limits of fields that are in the table
 * (docs/facts/bigcommerce-catalog.md#field-limits, #variants, #images, #categories, #custom-fields).
 */
const CATEGORY_NAME = 50;
const CATEGORY_LEVELS = 8;
const CUSTOM_FIELD = 250;
const VIDEO_ID = 25;
const VIDEO_TITLE = 255;
const OPTION = 255;
const MOST = {
  categories: [1_000, 'categories'],
  categoryIds: [1_000, 'categories'],
  customFields: [CUSTOM_FIELDS_LIMIT, 'custom fields'],
  images: [1_000, 'images'],
  variants: [600, 'variants'],
} as const;

/**
 * Looks for what the store would refuse of a file's rows, whatever it has: told before the first write, and without a
 * store. Nothing is ever cut. Rows are looked at in the file's order, since names and addresses may come once only.
 */
export function createLimits(): (row: ProductRow) => Problem[] {
  const seen = createLineIndex();

  /** The store has one product of each name and one page of each address, whatever the case. */
  function checkTwice(column: 'name' | 'customUrl', row: ProductRow, report: Report) {
    const value = row[column];
    if (!value) return;
    const first = seen.add(`${column} ${value.toLowerCase()}`, row.line);
    if (first === undefined) return;
    const what = column === 'name' ? 'name' : 'address';
    report.error('USED_TWICE', `The product in line ${first} has this ${what} already.`, {
      column,
      value,
      hint: `BigCommerce takes each ${what} once: add the SKU or the brand to it.`,
    });
  }

  return (row) => {
    const report = reportOn(row);
    if (row.command !== 'HIDE') {
      checkLengths(row, report);
      checkCounts(row, report);
      checkCategories(row, report);
      checkAddress(row, report);
      checkOptions(row.variants ?? [], report);
      checkPictures(row, report);
      if (!isRejected(report))
        for (const column of ['name', 'customUrl'] as const) checkTwice(column, row, report);
    }
    return report.problems;
  };
}

function checkLengths(row: ProductRow, report: Report): void {
  const check = (column: string, value: string, limit: number, what = column, line = row.line) => {
    if (value.length > limit)
      report.error('TOO_LONG', `The ${what} has ${value.length} characters; BigCommerce takes ${limit}.`, {
        column,
        value: value.slice(0, 60),
        line,
      });
  };
  check('sku', row.sku, SKU_LIMIT);
  for (const field of marked('inFiles')) {
    const { limit } = rowOf(field);
    if (limit !== undefined) check(field, String(row[field] ?? ''), limit);
  }
  for (const name of (row.categories ?? []).flat())
    check('categories', name, CATEGORY_NAME, `category "${name.slice(0, 20)}…"`);
  for (const { name, value } of row.customFields ?? []) {
    check('customFields', name, CUSTOM_FIELD, 'name of a custom field');
    check('customFields', value ?? '', CUSTOM_FIELD, `custom field ${name.slice(0, 20)}`);
  }
  for (const { youtubeId, title = '' } of row.videos ?? []) {
    check('videos', youtubeId, VIDEO_ID, 'YouTube id');
    check('videos', title, VIDEO_TITLE, 'title of a video');
  }
  for (const variant of row.variants ?? []) {
    const { sku, line, options } = variant;
    check('variants', sku, SKU_LIMIT, 'SKU of a variant', line);
    for (const { name, value } of options) {
      check('variants', name, OPTION, `option ${name.slice(0, 20)}…`, line);
      check('variants', value, OPTION, `value of the option ${name.slice(0, 20)}`, line);
    }
    for (const field of VARIANT_FIELDS) {
      const { limit } = variantRow(field);
      if (limit !== undefined)
        check('variants', String(variant[field] ?? ''), limit, `${field} of the variant ${sku}`, line);
    }
  }
}

function checkCounts(row: ProductRow, report: Report): void {
  const named = (row.customFields ?? []).filter(({ value }) => value !== null);
  for (const column of ['categories', 'categoryIds', 'customFields', 'images', 'variants'] as const) {
    const [most, what] = MOST[column];
    const count = (column === 'customFields' ? named : (row[column] ?? [])).length;
    if (count > most)
      report.error('TOO_MANY', `The product has ${count} ${what}; BigCommerce takes ${most}.`, { column });
  }
}

function checkCategories({ categories }: ProductRow, report: Report): void {
  const deep = (categories ?? []).find((path) => path.length > CATEGORY_LEVELS);
  if (deep)
    report.error(
      'CATEGORY_TOO_DEEP',
      `The category ${deep.join(' > ')} has ${deep.length} levels; BigCommerce takes ${CATEGORY_LEVELS}.`,
      {
        column: 'categories',
        value: deep.join('/'),
        hint: String.raw`Leave levels out; a slash that belongs to a name is \/.`,
      },
    );
}

function checkAddress({ customUrl }: ProductRow, report: Report): void {
  if (customUrl && !/^[\x21-\x7e]+$/.test(customUrl))
    report.error('PAGE_ADDRESS', 'The address of the page has blanks, or letters that no address has.', {
      column: 'customUrl',
      value: customUrl,
      hint: 'Write it with Latin letters, digits and hyphens: /brake-drum-3600a/.',
    });
}

/** Names of machines that no store on the internet can ask. */
const INNER =
  /^(?:localhost|.+\.(?:local|internal|lan)|127\..+|10\..+|192\.168\..+|172\.(?:1[6-9]|2\d|3[01])\..+|\[::1\]|\[f[cd].*)$/i;

function checkPictures({ images, line }: ProductRow, report: Report): void {
  for (const { url } of images ?? [])
    if (INNER.test(URL.parse(url)?.hostname ?? ''))
      report.warning(
        'IMAGE_INNER',
        `The store probably cannot fetch ${url}: it is a machine of an inner network.`,
        {
          column: 'images',
          value: url,
          line,
          hint: 'Put the picture where everybody can fetch it.',
        },
      );
}

/** Variants of a product have the same options, and each other values of them. */
function checkOptions(variants: readonly VariantRow[], report: Report): void {
  const lines = new Map<string, number>();
  let first: { names: string; line: number } | undefined;
  for (const { options, line, sku } of variants) {
    if (options.length === 0) continue;
    const said = { column: 'variants', value: shown(options), line };
    const names = JSON.stringify(options.map(({ name }) => name.toLowerCase()).sort());
    first ??= { names, line };
    if (names !== first.names)
      report.error(
        'OPTIONS_CLASH',
        `The variant ${sku} has other options than the one in line ${first.line}.`,
        {
          ...said,
          hint: 'Variants of one product have the same options: write them all, each with its value.',
        },
      );
    const key = optionsKey(options);
    const before = lines.get(key);
    if (before === undefined) lines.set(key, line);
    else
      report.error(
        'OPTIONS_CLASH',
        `The variant ${sku} has the same option values as the one in line ${before}.`,
        { ...said, hint: 'Keep one of them, or give one another value.' },
      );
  }
}

function shown(options: VariantRow['options']): string {
  return options.map(({ name, value }) => `${name}=${value}`).join(', ');
}

/** Options as the store compares them: by name and label, in any order and case. */
export function optionsKey(options: VariantRow['options']): string {
  return JSON.stringify(options.map((option) => [option.name, labelOf(option)]).sort()).toLowerCase();
}
