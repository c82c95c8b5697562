import type { Problem } from '../common/errors.ts';
import type { Part } from '../finditparts/supplier.ts';
import type { NameAndValue } from '../product/field-names.ts';
import { CUSTOM_FIELDS_LIMIT } from '../product/table.ts';
import type { Rules } from './schema.ts';
import { hazmatText, interchangeTexts, moneyText } from './text.ts';

/** BigCommerce's limits (docs/facts/bigcommerce-catalog.md#custom-fields). */
const LIMIT = 250;

export interface CustomFields {
  fields: NameAndValue[];
  /** What did not fit, whole. */
  leftOut: NameAndValue[];
  /** One for each of them. */
  warnings: Problem[];
}

/**
 * Facts that BigCommerce has no field for. Interchange numbers and attributes only when the part's details are known.
 * Rows of our own come before the supplier's attributes, so that it is these that do not fit.
 */
export function customFieldsOf(
  { customFields: wanted, price }: Pick<Rules, 'customFields' | 'price'>,
  part: Part,
  { sku, freight, room = CUSTOM_FIELDS_LIMIT }: { sku: string; freight: boolean; room?: number | undefined },
): CustomFields {
  const rows: NameAndValue[] = [];
  const add = (name: string, value: string | null | undefined) => {
    if (value) rows.push({ name, value });
  };
  const core = part.offer?.price?.core;
  if (core?.gt(0) && price.core !== 'shown')
    add('Core charge', moneyText(core, part.offer?.price?.currency ?? null));
  if (wanted.pack && part.packQuantity && part.packQuantity > 1)
    add('Sold in packs of', String(part.packQuantity));
  if (freight) add('Ships by freight', 'Yes');
  if (wanted.hazmat && part.hazmat) add('Hazardous material', hazmatText(part.hazmat));
  if (wanted.countryOfOrigin) add('Country of origin', part.countryOfOrigin);
  if (wanted.vmrs) add('VMRS', part.vmrs);
  add('Superseded by', part.supersededBy);
  if (wanted.interchange)
    for (const [i, numbers] of chunked(interchangeTexts(part.details?.interchange ?? [])).entries())
      add(i === 0 ? 'Interchange' : `Interchange ${i + 1}`, numbers);
  if (wanted.attributes)
    for (const { name, value } of part.details?.attributes ?? []) rows.push({ name, value });

  const { kept, leftOut } = fitting(rows, room);
  return {
    fields: [...kept].map(([name, value]) => ({ name, value })),
    leftOut,
    warnings: leftOut.map((row) => leftOutProblem(sku, row)),
  };
}

/** A name that comes twice is one field with both values, where they fit. */
function fitting(
  rows: readonly NameAndValue[],
  room: number,
): { kept: Map<string, string>; leftOut: NameAndValue[] } {
  const kept = new Map<string, string>();
  const leftOut: NameAndValue[] = [];
  for (const row of rows) {
    const before = kept.get(row.name);
    if (before === row.value) continue;
    const value = before === undefined ? row.value : `${before}, ${row.value}`;
    const hasRoom = before !== undefined || kept.size < room;
    if (hasRoom && row.value !== '' && isAllowed(row.name) && isAllowed(value)) kept.set(row.name, value);
    else leftOut.push(row);
  }
  return { kept, leftOut };
}

function isAllowed(text: string): boolean {
  return text.length > 0 && text.length <= LIMIT;
}

/** All numbers, in as few fields as hold them. */
function chunked(numbers: readonly string[]): string[] {
  const chunks: string[] = [];
  for (const number of numbers) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + 2 + number.length <= LIMIT)
      chunks[chunks.length - 1] = `${last}, ${number}`;
    else chunks.push(number);
  }
  return chunks;
}

function leftOutProblem(sku: string, { name, value }: NameAndValue): Problem {
  return {
    code: 'CUSTOM_FIELD_LEFT_OUT',
    severity: 'warning',
    sku,
    column: name,
    value: value.slice(0, 80),
    message: `The attribute "${name.slice(0, 40)}" is left out: BigCommerce takes ${CUSTOM_FIELDS_LIMIT} custom fields a product, names and values of 1 to ${LIMIT} characters.`,
  };
}
