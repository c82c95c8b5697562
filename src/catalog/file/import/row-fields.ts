import { Big } from 'big.js';
import type { ProductRow } from '../../../csv/csv-row.ts';
import { keywords } from '../../product/detail-fields.ts';
import { CUSTOM_FIELD, type ProductFields } from '../../product/fields.ts';
import { videoField } from '../../product/nested-fields.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import type { Report } from './row-problems.ts';

/** Fields that a file and the store name alike. `null` clears. */
const PLAIN = [
  'name',
  'type',
  'brand',
  'mpn',
  'gtin',
  'upc',
  'description',
  'condition',
  'showCondition',
  'price',
  'weight',
  'visible',
  'featured',
  'freeShipping',
  'availability',
  'warranty',
  'pageTitle',
  'metaDescription',
  'searchKeywords',
  'binPickingNumber',
  'inventoryTracking',
  'stock',
  'sortOrder',
] as const satisfies readonly (keyof ProductRow)[];

/** The store writes "none" as zero. */
const ZERO_IS_NONE = [
  'costPrice',
  'retailPrice',
  'salePrice',
  'mapPrice',
  'fixedShippingPrice',
  'width',
  'height',
  'depth',
  'lowStock',
  'minimumQuantity',
  'maximumQuantity',
] as const satisfies readonly (keyof ProductRow)[];

/**
 * What a row says of a product in ttpd's fields: its own word, whoever owns them. A field that it says nothing of is
 * absent. Numbers of the store (categories, brands) must be there; names need not be.
 */
export async function rowFields(row: ProductRow, taxonomy: Taxonomy, report: Report): Promise<ProductFields> {
  const fields: Record<string, unknown> = {};
  for (const field of PLAIN) if (row[field] !== undefined) fields[field] = row[field];
  for (const field of ZERO_IS_NONE) {
    const value = row[field];
    if (value !== undefined) fields[field] = value === null || new Big(value).eq(0) ? null : value;
  }
  if (row.sortOrder === null) fields.sortOrder = 0;
  if (row.metaKeywords !== undefined) fields.metaKeywords = keywords(row.metaKeywords).join(', ');
  if (row.customUrl) fields.customUrl = `/${row.customUrl.replace(/^\/+/, '')}`;
  for (const [name, value] of Object.entries(row.customFields ?? {}))
    fields[`${CUSTOM_FIELD}${name}`] = value;
  for (const [i, { youtubeId, title, description, sortOrder }] of (row.videos ?? []).entries())
    fields[videoField(youtubeId)] = {
      title: title ?? '',
      description: description ?? '',
      sortOrder: sortOrder ?? i,
    };
  await brandOf(row, taxonomy, fields, report);
  categoriesOf(row, taxonomy, fields, report);
  taxClassOf(row, fields, report);
  return fields;
}

async function brandOf(
  { brand, brandId }: ProductRow,
  taxonomy: Taxonomy,
  fields: Record<string, unknown>,
  report: Report,
): Promise<void> {
  if (brand !== undefined || brandId === undefined) return;
  const name = brandId === null ? null : await taxonomy.brandName(brandId);
  if (name !== undefined) fields.brand = name;
  else
    report.error('BRAND_ID_UNKNOWN', `The store has no brand with the id ${brandId}.`, {
      column: 'brandId',
      value: String(brandId),
      hint: 'Give its name in a Brand column, or create the brand first.',
    });
}

function categoriesOf(
  { categories, categoryIds }: ProductRow,
  taxonomy: Taxonomy,
  fields: Record<string, unknown>,
  report: Report,
): void {
  if (categories !== undefined) fields.categories = categories ?? [];
  else if (categoryIds !== undefined) {
    const paths = (categoryIds ?? []).map((id) => [id, taxonomy.pathOf(id)] as const);
    const unknown = paths.filter(([id, path]) => path.length === 1 && path[0] === `#${id}`);
    if (unknown.length === 0) fields.categories = paths.map(([, path]) => path);
    else
      report.error(
        'CATEGORY_ID_UNKNOWN',
        `The store has no category with the id ${unknown.map(([id]) => id).join(', ')}.`,
        {
          column: 'categoryIds',
          value: (categoryIds ?? []).join(';'),
          hint: 'Ids are of one store: take them from this one, or give the names of categories.',
        },
      );
  }
}

/** Only numbers are known here; the first is every store's default. */
function taxClassOf({ taxClass }: ProductRow, fields: Record<string, unknown>, report: Report): void {
  if (taxClass === undefined) return;
  if (taxClass === null || /^default/i.test(taxClass)) fields.taxClass = 0;
  else if (/^\d{1,3}$/.test(taxClass)) fields.taxClass = Number(taxClass);
  else
    report.warning('TAX_CLASS_NAME', `The tax class "${taxClass}" is left as it is in the store.`, {
      column: 'taxClass',
      value: taxClass,
      hint: "Give the tax class's number instead of its name.",
    });
}
