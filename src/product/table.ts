/**
 * What a product's fields are: the one place that says it. How the store's product is read, what a body says, when two
 * values are the same, what the store's answer must show, what guards measure, how long a text may be and which columns
 * of a file are fields all follow from this table, for a whole product in one call (`catalog/product/plain-fields.ts`, `compare.ts`, `file-fields.ts`).
 *
 * To add a field that BigCommerce takes as it is, add one line here. The compiler then asks for it in what the client
 * reads (`bigcommerce/product-schema.ts`); a file has it once `ProductRow` and a format have a column of its name.
 */

export type FieldGroup = 'price' | 'stock' | 'content';
export const FIELD_GROUPS: readonly FieldGroup[] = ['price', 'stock', 'content'];

/**
 * Who has the last word on a field that is in the store: `ttpd` always writes the supplier's value;
 * `merchant-after-edit` keeps what a person changed since ttpd wrote it; `merchant` is written at creation only.
 */
export const OWNERS = ['ttpd', 'merchant-after-edit', 'merchant'] as const;
export type Owner = (typeof OWNERS)[number];

/**
 * `text` and `html` are cleared as `''`; `decimal` is money or a measure as text, `"146.2"`; `words` are joined by commas
 * and a list in the store; `choice` is one of `choices`; a `date` is a moment in ISO 8601, of whatever zone; a `list` has
 * conversions of its own.
 */
export type FieldKind =
  | 'text'
  | 'html'
  | 'decimal'
  | 'integer'
  | 'flag'
  | 'choice'
  | 'date'
  | 'words'
  | 'path'
  | 'list';

export interface Field {
  kind: FieldKind;
  group: FieldGroup;
  owner: Owner;
  /** The name under which `ttpd.yaml` sets its owner, together with others'. */
  ownedAs?: string;
  /** Its name in BigCommerce's JSON. Without one it is no plain value there, and is converted by itself. */
  wire?: string;
  /** Of a choice. */
  choices?: readonly string[];
  /** What any other word of the store means; without it the product has none. */
  otherwise?: string;
  /** Most characters that BigCommerce takes (docs/facts/bigcommerce-catalog.md). */
  limit?: number;
  /** The store writes "none" as zero. Elsewhere zero is a value. */
  zeroIsNone?: true;
  /** The store keeps it or refuses it: an answer with another value is not what was sent. Texts are its to tidy. */
  verified?: true;
  /** Money that a shopper pays, which guards measure. */
  paid?: true;
  /** A variant may have a value of its own. */
  byVariant?: true;
  /** A file has it under the same name and means the same by it. */
  inFiles?: true;
  /** The store compares it without regard to case. */
  anyCase?: true;
  /** A part number, or the like: what nobody sees of it, and of which kind its blanks are, is no difference. */
  asSeen?: true;
  /** Only added to: what else the store has stays. */
  adds?: true;
  /** The store gives a new product a value of its own where none was sent. */
  defaulted?: true;
  /** `ttpd.yaml` sets no other owner: no rule maps it, or its owner follows from how the store takes it. */
  ownerStays?: true;
}

const kept = { verified: true } as const;
const zeroIsNone = { zeroIsNone: true } as const;
const asSeen = { asSeen: true } as const;
const inFiles = { inFiles: true } as const;
const byVariant = { byVariant: true } as const;
const paid = { paid: true } as const;
const defaulted = { defaulted: true } as const;
const ownerStays = { ownerStays: true } as const;

const CONDITIONS = ['New', 'Refurbished', 'Used'] as const;
const PURCHASABILITY = ['available', 'disabled', 'preorder'] as const;
const TRACKING = ['none', 'product', 'variant'] as const;

// biome-ignore format: it is a table
export const TABLE = {
  name:               { kind: 'text',    group: 'content', owner: 'merchant-after-edit', wire: 'name', limit: 250, ...kept, ...inFiles },
  mpn:                { kind: 'text',    group: 'content', owner: 'ttpd', wire: 'mpn', limit: 255, ...kept, ...inFiles, ...byVariant, ...asSeen },
  brand:              { kind: 'text',    group: 'content', owner: 'ttpd', limit: 255, anyCase: true, ...inFiles },
  gtin:               { kind: 'text',    group: 'content', owner: 'ttpd', wire: 'gtin', limit: 14, ...kept, ...inFiles, ...byVariant, ...asSeen },
  upc:                { kind: 'text',    group: 'content', owner: 'ttpd', ownedAs: 'gtin', wire: 'upc', limit: 14, ...kept, ...inFiles, ...byVariant, ...asSeen },
  description:        { kind: 'html',    group: 'content', owner: 'merchant-after-edit', wire: 'description', ...inFiles },
  condition:          { kind: 'choice',  group: 'content', owner: 'ttpd', wire: 'condition', choices: CONDITIONS, ...kept, ...inFiles, ...defaulted },
  price:              { kind: 'decimal', group: 'price',   owner: 'ttpd', wire: 'price', ...kept, ...inFiles, ...paid, ...byVariant },
  costPrice:          { kind: 'decimal', group: 'price',   owner: 'ttpd', wire: 'cost_price', ...zeroIsNone, ...kept, ...inFiles, ...byVariant },
  retailPrice:        { kind: 'decimal', group: 'price',   owner: 'ttpd', wire: 'retail_price', ...zeroIsNone, ...kept, ...inFiles, ...byVariant },
  mapPrice:           { kind: 'decimal', group: 'price',   owner: 'ttpd', wire: 'map_price', ...zeroIsNone, ...kept, ...inFiles },
  weight:             { kind: 'decimal', group: 'content', owner: 'ttpd', wire: 'weight', ...kept, ...inFiles, ...byVariant },
  width:              { kind: 'decimal', group: 'content', owner: 'ttpd', ownedAs: 'dimensions', wire: 'width', ...zeroIsNone, ...kept, ...inFiles, ...byVariant },
  height:             { kind: 'decimal', group: 'content', owner: 'ttpd', ownedAs: 'dimensions', wire: 'height', ...zeroIsNone, ...kept, ...inFiles, ...byVariant },
  depth:              { kind: 'decimal', group: 'content', owner: 'ttpd', ownedAs: 'dimensions', wire: 'depth', ...zeroIsNone, ...kept, ...inFiles, ...byVariant },
  minimumQuantity:    { kind: 'integer', group: 'content', owner: 'ttpd', wire: 'order_quantity_minimum', ...zeroIsNone, ...kept, ...inFiles },
  visible:            { kind: 'flag',    group: 'content', owner: 'merchant-after-edit', wire: 'is_visible', ...kept, ...inFiles, ...defaulted },
  availability:       { kind: 'text',    group: 'stock',   owner: 'ttpd', wire: 'availability_description', limit: 255, ...inFiles },
  pageTitle:          { kind: 'text',    group: 'content', owner: 'merchant', wire: 'page_title', limit: 255, ...inFiles },
  metaDescription:    { kind: 'text',    group: 'content', owner: 'merchant', wire: 'meta_description', limit: 65_535, ...inFiles },
  searchKeywords:     { kind: 'text',    group: 'content', owner: 'merchant-after-edit', wire: 'search_keywords', limit: 65_535, ...inFiles },
  warranty:           { kind: 'html',    group: 'content', owner: 'ttpd', wire: 'warranty', limit: 65_535, ...inFiles },
  binPickingNumber:   { kind: 'text',    group: 'stock',   owner: 'ttpd', wire: 'bin_picking_number', limit: 255, ...inFiles, ...byVariant, ...asSeen },
  lowStock:           { kind: 'integer', group: 'stock',   owner: 'merchant', wire: 'inventory_warning_level', ...zeroIsNone, ...inFiles, ...byVariant },
  stock:              { kind: 'integer', group: 'stock',   owner: 'ttpd', ...inFiles },
  /** Where the pieces are, by the store's location, where stock is written at several: `"2: 5, 3: 0"`. */
  stockByLocation:    { kind: 'text',    group: 'stock',   owner: 'ttpd', ownedAs: 'stock' },
  // No rule maps these: a person's file sets them.
  type:               { kind: 'choice',  group: 'content', owner: 'merchant', wire: 'type', choices: ['physical', 'digital'], otherwise: 'physical', ...inFiles, ...ownerStays, ...defaulted },
  salePrice:          { kind: 'decimal', group: 'price',   owner: 'merchant', wire: 'sale_price', ...zeroIsNone, ...kept, ...inFiles, ...paid, ...byVariant, ...ownerStays },
  fixedShippingPrice: { kind: 'decimal', group: 'price',   owner: 'merchant', wire: 'fixed_cost_shipping_price', ...zeroIsNone, ...kept, ...inFiles, ...paid, ...ownerStays },
  freeShipping:       { kind: 'flag',    group: 'content', owner: 'merchant', wire: 'is_free_shipping', ...inFiles, ...ownerStays },
  featured:           { kind: 'flag',    group: 'content', owner: 'merchant', wire: 'is_featured', ...inFiles, ...ownerStays },
  showCondition:      { kind: 'flag',    group: 'content', owner: 'merchant', wire: 'is_condition_shown', ...inFiles, ...ownerStays, ...defaulted },
  inventoryTracking:  { kind: 'choice',  group: 'stock',   owner: 'merchant', wire: 'inventory_tracking', choices: TRACKING, otherwise: 'none', ...inFiles, ...ownerStays, ...defaulted },
  /** Whether it can be bought at all. What the page says of it is `availability`. */
  purchasability:     { kind: 'choice',  group: 'content', owner: 'merchant', wire: 'availability', choices: PURCHASABILITY, ...kept, ...inFiles, ...ownerStays, ...defaulted },
  preorderReleaseDate: { kind: 'date',   group: 'content', owner: 'merchant', wire: 'preorder_release_date', ...inFiles, ...ownerStays },
  preorderMessage:    { kind: 'text',    group: 'content', owner: 'merchant', wire: 'preorder_message', limit: 255, ...inFiles, ...ownerStays },
  /** The store ends the preorder by itself on its date. */
  preorderOnly:       { kind: 'flag',    group: 'content', owner: 'merchant', wire: 'is_preorder_only', ...inFiles, ...ownerStays },
  maximumQuantity:    { kind: 'integer', group: 'content', owner: 'merchant', wire: 'order_quantity_maximum', ...zeroIsNone, ...inFiles, ...ownerStays },
  metaKeywords:       { kind: 'words',   group: 'content', owner: 'merchant', wire: 'meta_keywords', ...inFiles, ...ownerStays },
  /** The store's number of it; 0 is its default. Files may name it. */
  taxClass:           { kind: 'integer', group: 'price',   owner: 'merchant', wire: 'tax_class_id', ...ownerStays },
  sortOrder:          { kind: 'integer', group: 'content', owner: 'merchant', wire: 'sort_order', ...inFiles, ...ownerStays },
  /** Path under the store's address. */
  customUrl:          { kind: 'path',    group: 'content', owner: 'merchant', wire: 'custom_url', limit: 255, ...inFiles, ...ownerStays, ...defaulted },
  // Lists; their values are in fields.ts.
  categories:         { kind: 'list',    group: 'content', owner: 'merchant-after-edit', adds: true },
  images:             { kind: 'list',    group: 'content', owner: 'merchant-after-edit', adds: true },
  // BigCommerce takes them with the product; later they are the merchant's.
  bulkPrices:         { kind: 'list',    group: 'price',   owner: 'merchant', ...paid, ...ownerStays },
  /** The store's numbers of the channels that a new product is put on. */
  channels:           { kind: 'list',    group: 'content', owner: 'merchant' },
  removedCategories:  { kind: 'list',    group: 'content', owner: 'ttpd', ...ownerStays },
  removedImages:      { kind: 'list',    group: 'content', owner: 'ttpd', ...ownerStays },
  variants:           { kind: 'list',    group: 'content', owner: 'merchant', ...ownerStays },
} as const satisfies Record<string, Field>;

/** What only a variant has. */
// biome-ignore format: it is a table
export const VARIANT_TABLE = {
  imageUrl:                  { kind: 'text', group: 'content', owner: 'merchant', wire: 'image_url', limit: 255 },
  purchasingDisabled:        { kind: 'flag', group: 'content', owner: 'merchant', wire: 'purchasing_disabled', ...kept },
  purchasingDisabledMessage: { kind: 'text', group: 'content', owner: 'merchant', wire: 'purchasing_disabled_message', limit: 255 },
} as const satisfies Record<string, Field>;

/** What a product is known by is none of its fields; characters (docs/facts/bigcommerce-catalog.md#field-limits). */
export const SKU_LIMIT = 255;
/** Custom fields of a product (docs/facts/bigcommerce-catalog.md#custom-fields). */
export const CUSTOM_FIELDS_LIMIT = 200;

export type TableField = keyof typeof TABLE;
export type Flag = {
  [Name in keyof Field]-?: Field[Name] extends true | undefined ? Name : never;
}[keyof Field];
/** The fields that have this mark. */
export type Marked<Mark extends Flag> = {
  [F in TableField]: (typeof TABLE)[F] extends Record<Mark, true> ? F : never;
}[TableField];

const rows: Record<TableField, Field> = TABLE;

export const TABLE_FIELDS: readonly TableField[] = Object.keys(TABLE).filter(isTableField);

export function isTableField(name: string): name is TableField {
  return Object.hasOwn(TABLE, name);
}

export function rowOf(field: TableField): Field {
  return rows[field];
}

/** The names under which `ttpd.yaml` may set another owner: a field's, or one for several. */
export const OWNED: readonly string[] = [
  ...new Set([
    ...TABLE_FIELDS.flatMap((field) => (rows[field].ownerStays ? [] : [rows[field].ownedAs ?? field])),
    'customFields',
  ]),
];

export function marked<Mark extends Flag>(mark: Mark): Marked<Mark>[] {
  return TABLE_FIELDS.filter((field): field is Marked<Mark> => rows[field][mark] === true);
}
