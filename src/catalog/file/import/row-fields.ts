import type { ProductRow } from '../../../csv/csv-row.ts';
import { customField, videoField } from '../../../product/field-names.ts';
import type { ProductChanges } from '../../../product/fields.ts';
import { fromFile } from '../../../product/file-fields.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import type { Report } from './row-problems.ts';

/**
 * What a row says of a product in ttpd's fields: its own word, whoever owns them. A field that it says nothing of is
 * absent. Numbers of the store (categories, brands) must be there; names need not be.
 */
export async function rowFields(
  row: ProductRow,
  taxonomy: Taxonomy,
  report: Report,
): Promise<ProductChanges> {
  const fields = fromFile(row);
  for (const [name, value] of Object.entries(row.customFields ?? {})) fields[customField(name)] = value;
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
  fields: ProductChanges,
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
  fields: ProductChanges,
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
function taxClassOf({ taxClass }: ProductRow, fields: ProductChanges, report: Report): void {
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
