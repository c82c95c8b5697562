import type { Big } from 'big.js';
import type { Hazmat, KitItem, Part } from '../finditparts/supplier.ts';
import { SKU_LIMIT, TABLE } from '../product/table.ts';
import { noticesOf, withNotices } from './notices.ts';
import { plainText } from './sanitize.ts';
import type { Rules } from './schema.ts';
import { compileTemplate, ForeignText, templateFields } from './templates.ts';

/** What templates for text may name. Absent is unknown and shows as nothing. */
export interface TextFields {
  /** As the store spells it. */
  brand: string;
  partNumber: string;
  /** The part number without punctuation, as shoppers type it. */
  number: string;
  /** What its SKU begins with. */
  prefix: string;
  name?: string;
  /** As the supplier sent it, plain or HTML. */
  description?: string;
  category?: string;
  condition?: string;
  vmrs?: string;
  /** In the supplier's unit: `112 lb`. */
  weight?: string;
  /** `Webb 66864B` each. */
  interchange?: readonly string[];
  attributes?: Readonly<Record<string, string>>;
  /** `$25.00`. */
  core?: string;
  /** Pieces in a pack, when more than one. */
  pack?: string;
  /** Lead time. */
  days?: number;
  /** The warning. Not for templates: it is on the page whatever they say. */
  prop65?: string;
  /** Likewise. */
  hazmat?: string;
  /** Likewise: `2 × Gunite 3600A Brake Drum; …`. */
  kit?: string;
  /** Likewise: the product that the core charge is bought as. */
  coreSku?: string;
}

export const TEXT_FIELDS: readonly string[] = [
  'brand',
  'partNumber',
  'number',
  'prefix',
  'name',
  'description',
  'category',
  'condition',
  'vmrs',
  'weight',
  'interchange',
  'attributes.*',
  'core',
  'pack',
  'days',
];

/** Absent: the rules want none, or it is made of details that are not known of this part now. */
export interface Texts {
  name?: string;
  /** In place of `name` where the template shows a name that the supplier does not give: enough for a new product. */
  nameAtFirst?: string;
  /** HTML. */
  description?: string;
  pageTitle?: string;
  metaDescription?: string;
  searchKeywords?: string;
}

const OPTIONAL = ['pageTitle', 'metaDescription', 'searchKeywords'] as const;

/**
 * The store's texts by the rules' templates. An optional text that comes out empty makes no statement, and neither does
 * a name of a part that has none, nor a text that shows interchange or attributes of a part that was read without its details.
 * @throws TtpdError `BAD_TEMPLATE`
 */
export function compileText({ text, price }: Rules): (fields: TextFields) => Texts {
  const plain = (source: string) => compileTemplate(source, { html: false, fields: TEXT_FIELDS });
  const name = plain(text.name);
  const description = compileTemplate(text.description, { html: true, fields: TEXT_FIELDS });
  const optional = OPTIONAL.flatMap((field) => {
    const source = text[field];
    return source === undefined ? [] : [{ field, render: plain(source) }];
  });

  const namesPart = templateFields(text.name, TEXT_FIELDS).includes('name');
  const detailed = new Set(
    Object.entries(text).flatMap(([field, source]) => (source && showsDetails(source) ? [field] : [])),
  );

  return (fields) => {
    const hasDetails = fields.interchange !== undefined || fields.attributes !== undefined;
    const isKnown = (field: keyof Texts) => hasDetails || !detailed.has(field);
    const values = {
      ...fields,
      description: fields.description ? new ForeignText(fields.description) : undefined,
    };
    const notices = noticesOf(fields, price.core === 'shown');
    const texts: Texts = {};
    const isNamed = values.name !== undefined || !namesPart;
    if (isKnown('name')) texts[isNamed ? 'name' : 'nameAtFirst'] = plainText(name(values));
    if (isKnown('description')) texts.description = withNotices(description(values), notices);
    for (const { field, render } of optional) {
      if (!isKnown(field)) continue;
      const rendered = plainText(render(values));
      if (rendered !== '') texts[field] = rendered;
    }
    return texts;
  };
}

/** The template names what only a part's details say. */
export function showsDetails(source: string): boolean {
  return templateFields(source, TEXT_FIELDS).some(
    (field) => field === 'interchange' || field === 'attributes',
  );
}

/** The fields of a part in plain words; brand and prefix as `identify` gives them. */
export function textFields(
  part: Part,
  {
    brand,
    prefix,
    days,
    coreSku,
  }: { brand: string; prefix: string; days?: number | null; coreSku?: string | null },
): TextFields {
  const core = part.offer?.price?.core;
  const { details } = part;
  const known = {
    name: part.name,
    description: part.description?.trim(),
    category: categoryName(part),
    condition: conditionName(part),
    vmrs: part.vmrs,
    weight: part.weight && `${part.weight.value.toFixed()} ${part.weight.unit}`,
    interchange: details && interchangeTexts(details.interchange),
    attributes: details && Object.fromEntries(details.attributes.map(({ name, value }) => [name, value])),
    core: core?.gt(0) ? moneyText(core, part.offer?.price?.currency ?? null) : null,
    pack: part.packQuantity && part.packQuantity > 1 ? String(part.packQuantity) : null,
    days,
    prop65: prop65Text(part),
    hazmat: part.hazmat ? hazmatText(part.hazmat) : null,
    kit: kitText(details?.kit ?? []),
    coreSku,
  };
  return {
    brand,
    partNumber: part.partNumber,
    number: withoutPunctuation(part.partNumber),
    prefix,
    ...withoutUnknown(known),
  };
}

function kitText(items: readonly KitItem[]): string {
  const texts = items.map(({ quantity, brand, partNumber, name }) =>
    [quantity && `${quantity} ×`, brand, partNumber, name].filter(Boolean).join(' '),
  );
  return texts.join('; ');
}

/** `["Webb 66864B"]`. */
export function interchangeTexts(numbers: readonly { brand: string; partNumber: string }[]): string[] {
  return numbers.map(({ brand, partNumber }) => `${brand} ${partNumber}`);
}

/** `A23-275X-596` → `A23275X596`. */
export function withoutPunctuation(partNumber: string): string {
  return partNumber.replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

export function moneyText(amount: Big, currency: string | null): string {
  const isDollar = currency === null || ['USD', 'CAD'].includes(currency.toUpperCase());
  return isDollar ? `$${amount.toFixed(2)}` : `${amount.toFixed(2)} ${currency}`;
}

/** `UN2794, class 8`. */
export function hazmatText({ unNumber, hazardClass }: Hazmat): string {
  return [unNumber, hazardClass && `class ${hazardClass}`].filter(Boolean).join(', ') || 'Yes';
}

const CONDITIONS = { new: 'New', reman: 'Remanufactured', used: 'Used' } as const;

export function conditionName({ condition }: Part): string | undefined {
  return condition ? CONDITIONS[condition] : undefined;
}

/** The supplier's lowest level: `Brake Drums`. */
export function categoryName(part: Part): string | undefined {
  return part.categoryPath.at(-1) ?? (part.category ? titled(part.category) : undefined);
}

/** `air-brakes` → `Air brakes`. */
export function titled(slug: string): string {
  return slug.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
}

/** What a text that is too long is called; how long it may be is in the table. */
const WORDS = {
  name: { words: 'name', code: 'NAME' },
  sku: { words: 'SKU', code: 'SKU' },
  pageTitle: { words: 'page title', code: 'PAGE_TITLE' },
  metaDescription: { words: 'meta description', code: 'META_DESCRIPTION' },
  searchKeywords: { words: 'search keywords', code: 'SEARCH_KEYWORDS' },
  availability: { words: 'availability text', code: 'AVAILABILITY' },
  warranty: { words: 'warranty', code: 'WARRANTY' },
  binPickingNumber: { words: 'bin picking number', code: 'BIN_PICKING_NUMBER' },
} as const;

/** Why a row with this text is held. Nothing is ever cut but by `{{words …}}`. */
export function lengthProblem(
  field: keyof typeof WORDS,
  text: string,
): { code: string; reason: string } | undefined {
  const { words, code } = WORDS[field];
  const { limit } = field === 'sku' ? { limit: SKU_LIMIT } : TABLE[field];
  const has = field === 'searchKeywords' ? 'have' : 'has';
  if (text.length > limit)
    return {
      code: `${code}_TOO_LONG`,
      reason: `The ${words} ${has} ${text.length} characters; BigCommerce takes ${limit}.`,
    };
  if (text === '' && (field === 'name' || field === 'sku'))
    return { code: `${code}_EMPTY`, reason: `The ${words} is empty; BigCommerce needs one.` };
  return undefined;
}

const PROP65_TEXT =
  'This product can expose you to chemicals known to the State of California to cause cancer or reproductive harm.';

function prop65Text({ prop65 }: Part): string | undefined {
  if (!prop65?.required) return undefined;
  // The title says it already, and a warning that holds no words is none.
  return (prop65.warning ?? '').replace(/^warning:\s*/i, '') || PROP65_TEXT;
}

function withoutUnknown<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const known = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return Object.fromEntries(known) as { [K in keyof T]?: NonNullable<T[K]> };
}
