import type { Database } from '../../database.ts';
import type { Store } from '../../world.ts';
import { channelsOf } from '../channels.ts';
import { chooseFields, type FieldChoice } from '../field-choice.ts';
import { variantsOf } from '../stored/base-variant.ts';
import { isoDate, type ProductRow, type StoredProduct, variantIdOf } from '../stored/product.ts';
import { optionsOf } from '../stored/variant.ts';
import { bulkPricesOf, customFieldsOf, imagesOf, videosOf } from './relations.ts';

/** How much of a product to answer with. */
export interface Shape extends FieldChoice {
  include: readonly string[];
}

/** The product as the V3 catalog answers it. What the spec forbids to be null is left out. */
export function showProduct(store: Store, row: ProductRow, shape: Shape): Record<string, unknown> {
  const { db } = store;
  const { custom_url_customized, base_variant: _base, ...fields }: StoredProduct = JSON.parse(row.doc);
  const product: Record<string, unknown> = {
    id: row.id,
    ...fields,
    calculated_price: calculatedPrice(fields),
    categories: db
      .all<{ category_id: number }>('SELECT category_id FROM product_categories WHERE product_id = ?', row.id)
      .map(({ category_id }) => category_id),
    option_set_display: 'right',
    inventory_level: row.inventory_level,
    date_created: isoDate(row.created),
    date_modified: isoDate(row.modified),
    custom_url: { url: row.url, is_customized: custom_url_customized },
    base_variant_id: hasOptions(db, row.id) ? null : variantIdOf(row.id),
  };
  return { ...chooseFields(product, shape), ...relationsOf(store, row, shape.include) };
}

function relationsOf(store: Store, row: ProductRow, include: readonly string[]): Record<string, unknown> {
  const { db } = store;
  const relations: Record<string, unknown> = {};
  for (const name of include) {
    if (name === 'custom_fields') relations.custom_fields = customFieldsOf(db, row.id);
    else if (name === 'images') relations.images = imagesOf(store, row.id);
    else if (name === 'bulk_pricing_rules') relations.bulk_pricing_rules = bulkPricesOf(db, row.id);
    else if (name === 'variants') relations.variants = variantsOf(db, row);
    else if (name === 'options') relations.options = optionsOf(db, row.id);
    else if (name === 'videos') relations.videos = videosOf(db, row.id);
    else if (name === 'channels') relations.channels = channelsOf(db, row.id);
    else if (name === 'primary_image') {
      const primary = imagesOf(store, row.id).find(({ is_thumbnail }) => is_thumbnail);
      if (primary) relations.primary_image = primary;
    } else relations[name] = [];
  }
  return relations;
}

function hasOptions(db: Database, productId: number): boolean {
  return db.get('SELECT 1 FROM variants WHERE product_id = ? LIMIT 1', productId) !== undefined;
}

function calculatedPrice({ price, sale_price }: Pick<StoredProduct, 'price' | 'sale_price'>): number {
  return sale_price > 0 ? Math.min(sale_price, price) : price;
}
