import { z } from 'zod';
import type { Hazmat, Part } from '../../supplier.ts';
import { details } from './details.ts';
import { offerOf, price, stock } from './offer.ts';
import {
  flag,
  isRecord,
  measure,
  object,
  packCount,
  readable,
  requiredText,
  size,
  text,
  word,
} from './values.ts';

const NO_HAZMAT_FACTS: Hazmat = {
  unNumber: null,
  hazardClass: null,
  packingGroup: null,
  shippingName: null,
};

const hazmatFacts = object({
  un_number: text,
  hazard_class: text,
  packing_group: text,
  shipping_name: text,
}).transform(
  (row): Hazmat => ({
    unNumber: row.un_number,
    hazardClass: row.hazard_class,
    packingGroup: row.packing_group,
    shippingName: row.shipping_name,
  }),
);

/** `true` is hazardous without the facts; `false` is known not to be; anything we cannot read is unknown. */
const hazmat = z.unknown().transform((value): Hazmat | false | null => {
  if (isRecord(value)) return hazmatFacts.parse(value);
  const known = flag.parse(value);
  return known === null ? null : known && { ...NO_HAZMAT_FACTS };
});

/** A warning that is there counts as required, so that it is never lost on the way to the shop. */
const prop65 = z.unknown().transform((value): Part['prop65'] => {
  if (!isRecord(value)) {
    const required = flag.parse(value);
    return required === null ? null : { required, warning: null };
  }
  const warning = text.parse(value.warning);
  const required = flag.parse(value.required) ?? (warning === null ? null : true);
  return required === null ? null : { required, warning };
});

const dimensions = z.unknown().transform((value): Part['dimensions'] => {
  if (!isRecord(value)) return null;
  const [length, width, height] = [value.length, value.width, value.height].map((each) => size.parse(each));
  const unit = text.parse(value.unit);
  if (unit === null || (!length && !width && !height)) return null;
  return { length: length ?? null, width: width ?? null, height: height ?? null, unit };
});

/** Text, or an object with a `name`: `manufacturer` comes as both. */
const brand = z.preprocess((value) => (isRecord(value) ? value.name : value), requiredText);

const row = object(
  {
    id: requiredText,
    part_number: requiredText,
    brand,
    name: text,
    description: text,
    category: text,
    category_path: readable(requiredText),
    condition: word(['new', 'reman', 'used']),
    status: word(['active', 'superseded', 'discontinued']),
    superseded_by: text,
    gtin: text,
    weight: measure,
    dimensions,
    pack_quantity: packCount,
    minimum_quantity: packCount,
    hazmat,
    prop65,
    country_of_origin: text,
    vmrs: text,
    warranty: text,
    updated_at: text,
    price: price.nullish(),
    inventory: stock.nullish().catch(null),
  },
  { part_number: ['manufacturer_part_number', 'mpn'], brand: ['manufacturer'] },
);

/**
 * docs/finditparts-parts-api.yaml, `Part`. Fails without id, part number or brand, and on money or pack sizes that are
 * no numbers.
 */
export const part = z.unknown().transform((value, context): Part => {
  const read = row.safeParse(value);
  if (!read.success) {
    for (const issue of read.error.issues)
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    return z.NEVER;
  }
  const it = read.data;
  const offer = offerOf(it);
  const found = details.parse(value);
  return {
    id: it.id,
    partNumber: it.part_number,
    brand: it.brand,
    name: it.name,
    description: it.description,
    category: it.category,
    categoryPath: it.category_path,
    condition: it.condition,
    status: it.status,
    supersededBy: it.superseded_by,
    gtin: it.gtin,
    weight: it.weight,
    dimensions: it.dimensions,
    packQuantity: it.pack_quantity,
    minimumQuantity: it.minimum_quantity,
    hazmat: it.hazmat,
    prop65: it.prop65,
    countryOfOrigin: it.country_of_origin,
    vmrs: it.vmrs,
    warranty: it.warranty,
    updatedAt: it.updated_at,
    ...(offer !== undefined && { offer }),
    ...(found !== undefined && { details: found }),
  };
});

/** `GET /parts/{id}`. */
export const partAnswer = object({ part }, { part: ['data'] }).transform((answer) => answer.part);
