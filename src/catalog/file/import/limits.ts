import type { ProductRow } from '../../../csv/csv-row.ts';
import type { Report } from './row-problems.ts';

/**
 * Characters that BigCommerce takes (docs/facts/bigcommerce-catalog.md#field-limits): what is longer would fail when it
 * is written.
 */
const LIMITS = {
  sku: 255,
  name: 250,
  brand: 255,
  mpn: 255,
  gtin: 14,
  upc: 14,
  pageTitle: 255,
  metaDescription: 65_535,
  searchKeywords: 65_535,
  warranty: 65_535,
  availability: 255,
  binPickingNumber: 255,
  customUrl: 255,
} as const satisfies Partial<Record<keyof ProductRow, number>>;

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
  for (const [field, limit] of Object.entries(LIMITS) as [keyof typeof LIMITS, number][])
    check(field, row[field] ?? '', limit);
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
    check('variants', variant.sku, LIMITS.sku, 'SKU of a variant');
    for (const field of ['gtin', 'upc', 'mpn', 'binPickingNumber'] as const)
      check('variants', variant[field] ?? '', LIMITS[field], `${field} of the variant ${variant.sku}`);
  }
}
