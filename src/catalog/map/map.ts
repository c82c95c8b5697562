import type { Big } from 'big.js';
import type { Problem } from '../../common/errors.ts';
import type { Part } from '../../finditparts/supplier.ts';
import { METAFIELD } from '../../product/field-names.ts';
import type { ProductFields } from '../../product/fields.ts';
import { fieldsFrom } from '../../product/fields.ts';
import { levelsText } from '../../product/levels.ts';
import { withCustomFields } from '../../product/nested-fields.ts';
import { compileCategories } from '../../rules/category.ts';
import { compileCoreSku } from '../../rules/core-charge.ts';
import { customFieldsOf } from '../../rules/custom-fields.ts';
import { gtinFields } from '../../rules/gtin.ts';
import { compileIdentity } from '../../rules/identity.ts';
import { metafieldsOf } from '../../rules/metafields.ts';
import { plainPart } from '../../rules/plain-part.ts';
import { type Priced, priceOf, type Step } from '../../rules/price.ts';
import { escapeHtml, plainText } from '../../rules/sanitize.ts';
import type { Rules } from '../../rules/schema.ts';
import { BIN_FIELDS, stockOf } from '../../rules/stock.ts';
import { compileTemplate } from '../../rules/templates.ts';
import { compileText, lengthProblem, textFields } from '../../rules/text.ts';
import { convertLength } from '../../rules/units.ts';
import { shipsByFreight, tooLongForParcels, type Weight, weightOf } from '../../rules/weight.ts';
import type { Sold } from '../engine/engine.ts';

/** What the mapping must know of the store. Units are BigCommerce's own words: `LBS`, `Inches`. */
export interface MapTarget {
  currency: string;
  weightUnit: string;
  lengthUnit: string;
}

/** A part as the store should have it, or the reason why it is held back. */
export type Mapped = MappedProduct | HeldPart;

export interface MappedProduct {
  kind: 'product';
  sku: string;
  fields: ProductFields;
  warnings: Problem[];
  /** In place of the field `name`, where the supplier gives none: a new product's. */
  nameAtFirst?: string;
  /** Without a weight it is created hidden, until a person has weighed it. */
  hiddenAtFirst: boolean;
  /** The rules name its brand, so that it may be created. */
  knownBrand: boolean;
  because: Because;
  /** What was taken off its stock, maybe nothing; absent: orders were not looked at. */
  sold?: Sold;
  /** A product that goes with it: its core charge, where the rules sell that apart. */
  companion?: MappedProduct;
}

export interface HeldPart {
  kind: 'held';
  sku: string;
  name: string;
  code: string;
  reason: string;
  /** What the store is told all the same where it has the product: how many there are, and whether it is sold. */
  fields: ProductFields;
  because: Because;
  /** As of a product. */
  sold?: Sold;
}

/** How the rules came to it, for `ttpd rules test`. */
export interface Because {
  priceRule: string | null;
  /** 0 to 1. */
  margin: Big | null;
  price: Step[];
  stock: Step[];
  /** Why the stock is less than the supplier's, in words; `null`: nothing is sold of it. */
  sold: string | null;
  /** Which entry of `categories.map`, from 0. */
  categoryRule: number | null;
}

/**
 * @param sold taken off the supplier's figure
 * @param room custom fields that the product may get; default: as many as the store takes
 */
export type Mapper = (part: Part, sold?: Sold, room?: number) => Mapped;

const IMAGE_URL_LIMIT = 255;

/**
 * The supplier's part as the store's product, by the rules (docs/facts/parts-domain.md#field-table). Pure: the same
 * part gives the same fields. Fields that come from the part's details (images, attributes, interchange) are absent
 * without them.
 * @throws TtpdError BAD_TEMPLATE, BRAND_TWICE
 */
export function createMapper(rules: Rules, target: MapTarget): Mapper {
  const identify = compileIdentity(rules);
  const textsOf = compileText(rules);
  const categoriesOf = compileCategories(rules.categories);
  const coreSkuOf = compileCoreSku(rules);
  const { leadTime, binPickingNumber, lowStock } = rules.stock;
  const bin = binPickingNumber
    ? compileTemplate(binPickingNumber, { html: false, fields: BIN_FIELDS })
    : undefined;
  const availability = leadTime && compileTemplate(leadTime, { html: false, fields: ['days'] });

  return (foreign, sold, room) => {
    const part = plainPart(foreign);
    const { brand, prefix, sku, known } = identify(part.brand, part.partNumber);
    const facts = {
      category: part.category,
      vmrs: part.vmrs,
      brand,
      sku,
      condition: part.condition,
      cost: part.offer?.price?.account ?? null,
    };
    const stock = stockOf(rules.stock, part.offer?.stock ?? null, part.packQuantity, sold?.pieces);
    const priced = priceOf(rules.price, facts, part.offer?.price ?? null, target.currency);
    const weight = weightOf(rules.weight, facts, part, target.weightUnit);
    const categories = categoriesOf(facts, part);
    const coreSku = coreSkuOf(part, { sku, brand });
    const { nameAtFirst, ...texts } = textsOf(
      textFields(part, { brand, prefix, days: stock.leadTimeDays, coreSku }),
    );
    const days = stock.leadTimeDays;
    const available = availability && days !== null ? plainText(availability({ days })) : undefined;
    const picking =
      bin && plainText(bin({ partId: part.id, partNumber: part.partNumber, locations: stock.shipsFrom }));
    const warranty = part.warranty ?? '';

    const because: Because = {
      priceRule: priced.rule,
      margin: priced.kind === 'priced' ? priced.margin : null,
      price: priced.steps,
      stock: stock.steps,
      sold: stock.sold,
      categoryRule: categories.rule ?? null,
    };
    const held =
      (texts.name === undefined ? undefined : lengthProblem('name', texts.name)) ??
      lengthProblem('sku', sku) ??
      lengthProblem('pageTitle', texts.pageTitle ?? '') ??
      lengthProblem('metaDescription', texts.metaDescription ?? '') ??
      lengthProblem('searchKeywords', texts.searchKeywords ?? '') ??
      lengthProblem('availability', available ?? '') ??
      lengthProblem('binPickingNumber', picking ?? '') ??
      lengthProblem('warranty', warranty) ??
      (coreSku === null ? undefined : lengthProblem('sku', coreSku)) ??
      weightProblem(weight, target) ??
      categories.problem;
    const name = texts.name ?? nameAtFirst ?? `${brand} ${part.partNumber}`;
    const visible = part.status !== 'discontinued';
    const stocked: ProductFields = {
      ...(stock.quantity === null ? {} : { stock: stock.quantity }),
      ...(stock.levels ? { stockByLocation: levelsText(stock.levels) } : {}),
    };
    const told = { visible, ...stocked };
    if (held) return { kind: 'held', sku, name, ...held, fields: told, because };
    if (priced.kind === 'held')
      return { kind: 'held', sku, name, code: priced.code, reason: priced.reason, fields: told, because };

    const freight =
      tooLongForParcels(rules.weight, part) ||
      (weight.kind === 'known' && shipsByFreight(rules.weight, weight.weight, target.weightUnit));
    const custom = customFieldsOf(rules, part, { sku, freight, room });
    const { warning: badGtin, ...gtin } = gtinFields(part.gtin);
    const fields: ProductFields = {
      ...texts,
      mpn: part.partNumber,
      brand,
      ...gtin,
      ...(part.condition ? { condition: CONDITIONS[part.condition] } : {}),
      ...priceFields(priced),
      ...dimensions(part, target),
      ...(weight.kind === 'known' ? { weight: weight.weight.toFixed() } : {}),
      visible,
      ...(part.minimumQuantity && part.minimumQuantity > 1 ? { minimumQuantity: part.minimumQuantity } : {}),
      ...(available ? { availability: available } : {}),
      ...(picking ? { binPickingNumber: picking } : {}),
      ...(lowStock === undefined ? {} : { lowStock }),
      ...(warranty ? { warranty } : {}),
      ...stocked,
      ...(categories.paths.length > 0 || rules.categories.otherwise === 'none'
        ? { categories: categories.paths }
        : {}),
      ...withCustomFields(custom.fields),
      ...metafields(metafieldsOf(rules, part, custom.leftOut)),
    };
    if (part.details)
      fields.images = part.details.images
        .map(({ url }) => url)
        .filter((url) => url.length <= IMAGE_URL_LIMIT);
    const warnings = [
      ...custom.warnings,
      ...(stock.quantity === null ? [unknownStock(sku)] : []),
      ...(badGtin ? [badGtinProblem(sku, part.gtin)] : []),
      ...(categories.warning ? [{ ...problem(sku, categories.warning), column: 'category' }] : []),
    ];
    const product: MappedProduct = {
      kind: 'product',
      sku,
      fields,
      warnings,
      ...(nameAtFirst === undefined ? {} : { nameAtFirst }),
      hiddenAtFirst: weight.kind !== 'known',
      knownBrand: known,
      because,
    };
    if (coreSku === null || !priced.core) return product;
    return { ...product, companion: coreProduct(coreSku, priced.core, product) };
  };
}

function metafields(values: Record<string, string>): ProductFields {
  return fieldsFrom(Object.entries(values).map(([name, value]) => [`${METAFIELD}${name}`, value]));
}

const CONDITIONS = { new: 'New', reman: 'Refurbished', used: 'Used' } as const;

function priceFields({ price, cost, retail, map, bulk }: Priced & { kind: 'priced' }): ProductFields {
  return {
    price: price.toFixed(),
    ...(cost ? { costPrice: cost.toFixed() } : {}),
    ...(retail ? { retailPrice: retail.toFixed() } : {}),
    ...(map ? { mapPrice: map.toFixed() } : {}),
    ...(bulk.length > 0
      ? { bulkPrices: bulk.map((each) => ({ from: each.minimumQuantity, price: each.price.toFixed() })) }
      : {}),
  };
}

function weightProblem(weight: Weight, target: MapTarget): { code: string; reason: string } | undefined {
  if (weight.kind === 'unknown-unit')
    return {
      code: 'UNKNOWN_UNIT',
      reason: `The weight is in "${weight.unit}", which cannot be turned into ${target.weightUnit}.`,
    };
  if (weight.kind === 'missing' && weight.policy === 'hold')
    return {
      code: 'NO_WEIGHT',
      reason: 'The supplier gives no weight, which BigCommerce needs to price shipping.',
    };
  return undefined;
}

function dimensions({ dimensions: size }: Part, target: MapTarget): ProductFields {
  if (!size) return {};
  const inStoreUnits = (value: Big | null) =>
    value && convertLength(value, size.unit, target.lengthUnit)?.toFixed();
  const fields: ProductFields = {};
  const [width, height, depth] = [size.width, size.height, size.length].map(inStoreUnits);
  if (width) fields.width = width;
  if (height) fields.height = height;
  if (depth) fields.depth = depth;
  return fields;
}

function problem(sku: string, { code, reason }: { code: string; reason: string }): Problem {
  return { code, severity: 'warning', sku, message: reason };
}

function unknownStock(sku: string): Problem {
  const reason = 'The supplier does not say how many are in stock; the stock is left as it is.';
  return problem(sku, { code: 'STOCK_UNKNOWN', reason });
}

function badGtinProblem(sku: string, gtin: string | null): Problem {
  const reason = "The supplier's GTIN has a wrong check digit and is left out.";
  return { ...problem(sku, { code: 'GTIN_INVALID', reason }), column: 'gtin', value: gtin ?? '' };
}

/**
 * The core charge as a product that is bought beside the part. Visible, or it could not be put into a cart; in no
 * category, so that nobody comes upon it alone: the part's page names it. It weighs nothing and never runs out.
 */
function coreProduct(
  sku: string,
  core: Big,
  { sku: partSku, fields: { brand, visible }, knownBrand, because }: MappedProduct,
): MappedProduct {
  const words = `The refundable deposit for the old unit of ${partSku}: one for each piece that you buy.`;
  return {
    kind: 'product',
    sku,
    fields: {
      name: `Core charge for ${partSku}`,
      description: `<p>${escapeHtml(words)}</p>`,
      ...(brand === undefined ? {} : { brand }),
      price: core.toFixed(),
      weight: '0',
      visible: visible ?? true,
    },
    warnings: [],
    hiddenAtFirst: false,
    knownBrand,
    because,
  };
}
