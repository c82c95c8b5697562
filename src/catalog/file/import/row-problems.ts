import type { Problem } from '../../../common/errors.ts';
import type { ProductRow } from '../../../csv/csv-row.ts';
import { VARIANT_FIELDS, variantRow } from '../../../product/field-names.ts';
import { marked, rowOf, SKU_LIMIT } from '../../../product/table.ts';

type More = Pick<Problem, 'column' | 'value' | 'hint'>;

/** What is said of one row. One error, and the row is not written. */
export interface Report {
  problems: Problem[];
  error(code: string, message: string, more?: More): void;
  warning(code: string, message: string, more?: More): void;
}

export function reportOn({ line, sku }: Pick<ProductRow, 'line' | 'sku'>): Report {
  const problems: Problem[] = [];
  const say = (severity: Problem['severity'], code: string, message: string, more: More = {}) => {
    problems.push({ code, severity, message, line, ...(sku === '' ? {} : { sku }), ...more });
  };
  return {
    problems,
    error: (...said) => say('error', ...said),
    warning: (...said) => say('warning', ...said),
  };
}

export function isRejected({ problems }: Report): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/**
 * Characters that BigCommerce takes of what is no field (docs/facts/bigcommerce-catalog.md#field-limits); the limits of
 * fields are in the table. What is longer would fail when it is written.
 */
const CATEGORY_NAME = 50;
const CUSTOM_FIELD = 250;
const CUSTOM_FIELDS = 200;
const VIDEO_ID = 25;

/** Whatever is too long, or too many, is told before the first write; nothing is ever cut. */
export function checkLimits(row: ProductRow, report: Report): void {
  const check = (column: string, value: string, limit: number, what = column) => {
    if (value.length > limit)
      report.error('TOO_LONG', `The ${what} has ${value.length} characters; BigCommerce takes ${limit}.`, {
        column,
        value: value.slice(0, 60),
      });
  };
  check('sku', row.sku, SKU_LIMIT);
  for (const field of marked('inFiles')) {
    const { limit } = rowOf(field);
    if (limit !== undefined) check(field, String(row[field] ?? ''), limit);
  }
  for (const path of row.categories ?? [])
    for (const name of path) check('categories', name, CATEGORY_NAME, `category "${name.slice(0, 20)}…"`);
  const custom = Object.entries(row.customFields ?? {});
  if (custom.length > CUSTOM_FIELDS)
    report.error(
      'TOO_MANY',
      `The product has ${custom.length} custom fields; BigCommerce takes ${CUSTOM_FIELDS}.`,
      {
        column: 'customFields',
      },
    );
  for (const [name, value] of custom) {
    check('customFields', name, CUSTOM_FIELD, 'name of a custom field');
    check('customFields', value ?? '', CUSTOM_FIELD, `custom field ${name.slice(0, 20)}`);
  }
  for (const { youtubeId } of row.videos ?? []) check('videos', youtubeId, VIDEO_ID, 'YouTube id');
  for (const variant of row.variants ?? []) {
    check('variants', variant.sku, SKU_LIMIT, 'SKU of a variant');
    for (const field of VARIANT_FIELDS) {
      const { limit } = variantRow(field);
      if (limit !== undefined)
        check('variants', String(variant[field] ?? ''), limit, `${field} of the variant ${variant.sku}`);
    }
  }
}
