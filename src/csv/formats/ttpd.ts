import { columnsOf } from '../columns.ts';
import { type ProductRow, PURCHASABILITIES, ROW_COMMANDS } from '../csv-row.ts';
import { date } from '../dates.ts';
import type { Format } from '../format.ts';
import { categoryPaths, customFields, ids, images, videos } from '../lists.ts';
import {
  barcode,
  boolean,
  decimal,
  html,
  id,
  identifier,
  integer,
  label,
  length,
  oneOf,
  text,
  title,
  weight,
} from '../values.ts';
import { variantsJson } from './variants-json.ts';

const column = columnsOf<Omit<ProductRow, 'command'> & { command: (typeof ROW_COMMANDS)[number] }>();
const always = { always: true } as const;

/** One row a product. The headers are stable: docs/csv.md lists them, and a test holds the page to this table. */
const columns = [
  column('Command', 'command', oneOf(ROW_COMMANDS), always),
  column('SKU', 'sku', identifier, always),
  column('Product ID', 'productId', id, always),
  column('Type', 'type', oneOf(['physical', 'digital']), always),
  column('Name', 'name', title, always),
  column('Brand', 'brand', label),
  column('Brand ID', 'brandId', id),
  column('MPN', 'mpn', identifier, { aliases: ['Manufacturer Part Number', 'Part Number'] }),
  column('GTIN', 'gtin', barcode),
  column('UPC', 'upc', barcode),
  column('Price', 'price', decimal, always),
  column('Cost Price', 'costPrice', decimal),
  column('Retail Price', 'retailPrice', decimal),
  column('Sale Price', 'salePrice', decimal),
  column('MAP Price', 'mapPrice', decimal),
  column('Weight', 'weight', weight, always),
  column('Width', 'width', length),
  column('Height', 'height', length),
  column('Depth', 'depth', length),
  column('Stock', 'stock', integer, always),
  column('Low Stock', 'lowStock', integer),
  column('Inventory Tracking', 'inventoryTracking', oneOf(['none', 'product', 'variant']), always),
  column('Bin Picking Number', 'binPickingNumber', identifier),
  column('Categories', 'categories', categoryPaths),
  column('Category IDs', 'categoryIds', ids),
  column('Channel IDs', 'channelIds', ids),
  column('Condition', 'condition', oneOf(['New', 'Refurbished', 'Used']), always),
  column('Show Condition', 'showCondition', boolean, always),
  column('Visible', 'visible', boolean, always),
  column('Featured', 'featured', boolean, always),
  column('Free Shipping', 'freeShipping', boolean, always),
  column('Fixed Shipping Price', 'fixedShippingPrice', decimal),
  column('Minimum Quantity', 'minimumQuantity', integer),
  column('Maximum Quantity', 'maximumQuantity', integer),
  column('Availability', 'availability', text),
  column('Purchasability', 'purchasability', oneOf(PURCHASABILITIES), always),
  column('Preorder Release Date', 'preorderReleaseDate', date),
  column('Preorder Message', 'preorderMessage', text),
  column('Preorder Only', 'preorderOnly', boolean, always),
  column('Warranty', 'warranty', html),
  column('Tax Class', 'taxClass', text),
  column('Sort Order', 'sortOrder', integer),
  column('Page Title', 'pageTitle', text),
  column('Meta Description', 'metaDescription', text),
  column('Meta Keywords', 'metaKeywords', text),
  column('Search Keywords', 'searchKeywords', text),
  column('URL', 'customUrl', text),
  column('Custom Fields', 'customFields', customFields),
  column('Images', 'images', images),
  column('Videos', 'videos', videos),
  column('Variants', 'variants', variantsJson, always),
  // Last: the longest text of a row.
  column('Description', 'description', html),
];

export const ttpd: Format = {
  name: 'ttpd',
  headers: columns.map(({ header }) => header),
  columns: { product: columns },
  signature: ['SKU|Product ID'],
  variantsCarry: 'all',
};
