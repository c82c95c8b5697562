import { columnsOf, constant } from '../columns.ts';
import type { ProductImage, ProductRow, ProductVideo, VariantRow } from '../csv-row.ts';
import { ROW_COMMANDS } from '../csv-row.ts';
import { type Format, joinParts, type Kind, splitParts } from '../format.ts';
import { customFields, ids, options } from '../lists.ts';
import {
  barcode,
  boolean,
  decimal,
  html,
  id,
  identifier,
  integer,
  length,
  oneOf,
  text,
  title,
  url,
  weight,
} from '../values.ts';

const product = columnsOf<Omit<ProductRow, 'command'> & { command: (typeof ROW_COMMANDS)[number] }>();
const variant = columnsOf<VariantRow>();
/** Exports name a picture by the store's own address, imports by one to fetch it from. */
const image = columnsOf<ProductImage & { storeUrl?: string }>();
const video = columnsOf<ProductVideo>();
const always = { always: true } as const;

const tracking = oneOf(['none', 'product', 'variant'], { 'by product': 'product', 'by variant': 'variant' });

const PRODUCT = [
  constant('Item', 'Product'),
  product('Command', 'command', oneOf(ROW_COMMANDS), always),
  product('ID', 'productId', id, always),
  product('Name', 'name', title, always),
  product('Type', 'type', oneOf(['physical', 'digital']), always),
  product('SKU', 'sku', identifier, always),
  product('Inventory Tracking', 'inventoryTracking', tracking, always),
  product('Current Stock', 'stock', integer, always),
  product('Low Stock', 'lowStock', integer),
  product('Price', 'price', decimal, always),
  product('Cost Price', 'costPrice', decimal),
  product('Retail Price', 'retailPrice', decimal),
  product('Sale Price', 'salePrice', decimal),
  product('Brand ID', 'brandId', id),
  product('Channels', 'channelIds', ids),
  product('Categories', 'categoryIds', ids),
  product('Description', 'description', html),
  product('Custom Fields', 'customFields', customFields),
  product('Page Title', 'pageTitle', text),
  product('Product URL', 'customUrl', text),
  product('Meta Description', 'metaDescription', text),
  product('Search Keywords', 'searchKeywords', text),
  product('Meta Keywords', 'metaKeywords', text),
  product('Bin Picking Number', 'binPickingNumber', identifier),
  product('UPC/EAN', 'upc', barcode),
  product('Global Trade Number', 'gtin', barcode),
  product('Manufacturer Part Number', 'mpn', identifier),
  product('Free Shipping', 'freeShipping', boolean, always),
  product('Fixed Shipping Cost', 'fixedShippingPrice', decimal),
  product('Weight', 'weight', weight, always),
  product('Width', 'width', length),
  product('Height', 'height', length),
  product('Depth', 'depth', length),
  product('Is Visible', 'visible', boolean, always),
  product('Is Featured', 'featured', boolean, always),
  product('Warranty', 'warranty', html),
  product('Tax Class', 'taxClass', text),
  product('Product Condition', 'condition', oneOf(['New', 'Refurbished', 'Used']), always),
  product('Show Product Condition', 'showCondition', boolean, always),
  product('Sort Order', 'sortOrder', integer),
];

const VARIANT = [
  constant('Item', 'Variant'),
  variant('ID', 'variantId', id, always),
  variant('SKU', 'sku', identifier, always),
  variant('Options', 'options', options, always),
  variant('Current Stock', 'stock', integer, always),
  variant('Low Stock', 'lowStock', integer),
  variant('Price', 'price', decimal),
  variant('Cost Price', 'costPrice', decimal),
  variant('Retail Price', 'retailPrice', decimal),
  variant('Sale Price', 'salePrice', decimal),
  variant('Bin Picking Number', 'binPickingNumber', identifier),
  variant('UPC/EAN', 'upc', barcode),
  variant('Global Trade Number', 'gtin', barcode),
  variant('Manufacturer Part Number', 'mpn', identifier),
  variant('Weight', 'weight', weight),
  variant('Width', 'width', length),
  variant('Height', 'height', length),
  variant('Depth', 'depth', length),
  variant('Variant Image URL', 'imageUrl', url),
];

const IMAGE = [
  constant('Item', 'Image'),
  image('ID', 'id', id, always),
  image('Internal Image URL (Export)', 'storeUrl', text),
  image('Image URL (Import)', 'url', url),
  image('Image Description', 'description', text),
  image('Image is Thumbnail', 'isThumbnail', boolean),
  image('Image Sort Order', 'sortOrder', integer),
];

const VIDEO = [
  constant('Item', 'Video'),
  video('YouTube ID', 'youtubeId', identifier, always),
  video('Video Title', 'title', text),
  video('Video Description', 'description', text),
  video('Video Sort Order', 'sortOrder', integer),
];

const KINDS: Record<string, Kind> = {
  product: 'product',
  variant: 'variant',
  image: 'image',
  video: 'video',
};

/**
 * The control panel's current format: a product and its variants, images and videos in rows of their own
 * (docs/facts/csv-formats.md#bigcommerces-current-format).
 */
export const bigcommerce: Format = {
  name: 'bigcommerce',
  headers: [
    ...[
      'Item',
      'ID',
      'Name',
      'Type',
      'SKU',
      'Options',
      'Inventory Tracking',
      'Current Stock',
      'Low Stock',
      'Price',
    ],
    ...['Cost Price', 'Retail Price', 'Sale Price', 'Brand ID', 'Channels', 'Categories', 'Description'],
    ...['Custom Fields', 'Page Title', 'Product URL', 'Meta Description', 'Search Keywords', 'Meta Keywords'],
    ...['Bin Picking Number', 'UPC/EAN', 'Global Trade Number', 'Manufacturer Part Number', 'Free Shipping'],
    ...['Fixed Shipping Cost', 'Weight', 'Width', 'Height', 'Depth', 'Is Visible', 'Is Featured', 'Warranty'],
    ...['Tax Class', 'Product Condition', 'Show Product Condition', 'Sort Order', 'Variant Image URL'],
    ...['Internal Image URL (Export)', 'Image URL (Import)', 'Image Description', 'Image is Thumbnail'],
    ...['Image Sort Order', 'YouTube ID', 'Video Title', 'Video Description', 'Video Sort Order'],
  ],
  columns: { product: PRODUCT, variant: VARIANT, image: IMAGE, video: VIDEO },
  // What videos are known by is their YouTube ID.
  ignored: [{ headers: ['ID'], silent: 'all' }],
  signature: ['Item', 'SKU|ID'],
  kindsOf(cells, open) {
    const item = cells('Item');
    const kind = KINDS[item.toLowerCase()];
    if (kind === undefined)
      return `Item is ${item === '' ? 'blank' : `"${item}"`}: it is Product, Variant, Image or Video.`;
    if (kind !== 'product' && !open) return `The ${item} row has no Product row above it.`;
    return [kind];
  },
  join(parts, { fail }) {
    for (const part of parts) {
      if (part.kind !== 'image') continue;
      const { storeUrl, ...fields } = part.fields;
      part.fields = fields;
      fields.url ??= storeUrl;
      // A path in the store is a picture that is there.
      if (typeof fields.url === 'string' && !/^https?:/i.test(fields.url))
        part.fields = { line: fields.line };
      else if (fields.url === undefined)
        fail(part, 'The Image row has no URL.', 'Write one into Image URL (Import).');
    }
    return joinParts(parts.filter(({ kind, fields }) => kind !== 'image' || fields.url !== undefined));
  },
  split: (row) =>
    splitParts(row, ['variant', 'image', 'video']).map(({ kind, fields }) => {
      if (kind !== 'image' || fields.id === undefined) return [{ kind, fields }];
      const { url: storeUrl, ...rest } = fields;
      return [{ kind, fields: { ...rest, storeUrl } }];
    }),
};
