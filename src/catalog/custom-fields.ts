import type { Problem } from '../errors.ts';
import type { Part, PartDetails } from '../finditparts/supplier.ts';
import { CUSTOM_FIELD, type ProductFields } from './fields.ts';

/** BigCommerce's limits (bigcommerce-facts.md section 5). */
const LIMIT = 250;
const PER_PRODUCT = 200;

/**
 * Facts that BigCommerce has no field for; interchange numbers and attributes only when the part's details are known.
 * What does not fit is left out whole, and said.
 */
export function customFields(
  part: Part,
  details: PartDetails | undefined,
  sku: string,
  warnings: Problem[],
): ProductFields {
  const rows: [string, string][] = [];
  const core = part.offer?.price?.core;
  if (core?.gt(0)) rows.push(['Core charge', `$${core.toFixed(2)}`]);
  if (part.packQuantity && part.packQuantity > 1) rows.push(['Sold in packs of', String(part.packQuantity)]);
  if (part.hazmat)
    rows.push([
      'Hazardous material',
      [part.hazmat.unNumber, part.hazmat.hazardClass].filter(Boolean).join(', class ') || 'Yes',
    ]);
  if (part.countryOfOrigin) rows.push(['Country of origin', part.countryOfOrigin]);
  if (part.vmrs) rows.push(['VMRS', part.vmrs]);
  if (part.supersededBy) rows.push(['Superseded by', part.supersededBy]);
  for (const [i, numbers] of interchange(details?.interchange ?? []).entries())
    rows.push([i === 0 ? 'Interchange' : `Interchange ${i + 1}`, numbers]);
  for (const { name, value } of details?.attributes ?? []) rows.push([name.trim(), value.trim()]);

  const fields: ProductFields = {};
  for (const [name, value] of rows) {
    const fits = name.length > 0 && name.length <= LIMIT && value.length > 0 && value.length <= LIMIT;
    if (fits && Object.keys(fields).length < PER_PRODUCT) fields[`${CUSTOM_FIELD}${name}`] = value;
    else warnings.push(leftOut(sku, name, value));
  }
  return fields;
}

/** All numbers, in as few fields as hold them. */
function interchange(numbers: PartDetails['interchange']): string[] {
  const chunks: string[] = [];
  for (const { brand, partNumber } of numbers) {
    const number = `${brand} ${partNumber}`;
    const last = chunks.at(-1);
    if (last !== undefined && last.length + 2 + number.length <= LIMIT)
      chunks[chunks.length - 1] = `${last}, ${number}`;
    else chunks.push(number);
  }
  return chunks;
}

function leftOut(sku: string, name: string, value: string): Problem {
  return {
    code: 'CUSTOM_FIELD_LEFT_OUT',
    severity: 'warning',
    sku,
    column: name,
    value: value.slice(0, 80),
    message: `The attribute "${name.slice(0, 40)}" is left out: BigCommerce takes ${PER_PRODUCT} custom fields, names and values of 1 to ${LIMIT} characters.`,
  };
}
