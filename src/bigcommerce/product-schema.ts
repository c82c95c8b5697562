import { z } from 'zod';
import { count, decimal, flag, id, maybeDecimal, maybeId, maybeText, text } from './fields.ts';

export const customField = z.object({ id, name: z.string(), value: text });
export type CustomField = z.output<typeof customField>;

export const image = z
  .object({
    id,
    image_file: maybeText,
    image_url: maybeText,
    url_standard: maybeText,
    url_zoom: maybeText,
    description: text,
    sort_order: count,
    is_thumbnail: flag,
  })
  .transform((it) => ({
    id: it.id,
    /** Its path in the store; `null` in some answers. */
    imageFile: it.image_file,
    imageUrl: it.image_url,
    urlStandard: it.url_standard,
    urlZoom: it.url_zoom,
    description: it.description,
    sortOrder: it.sort_order,
    isThumbnail: it.is_thumbnail,
  }));
export type Image = z.output<typeof image>;

export const video = z
  .object({ id, video_id: text, title: text, description: text, sort_order: count })
  .transform((it) => ({
    id: it.id,
    /** At YouTube. */
    videoId: it.video_id,
    title: it.title,
    description: it.description,
    sortOrder: it.sort_order,
  }));
export type Video = z.output<typeof video>;

/** docs/facts/bigcommerce-catalog.md#variants. Without options it is the base variant, which repeats its product. */
export const variant = z
  .object({
    id,
    product_id: count,
    sku: text,
    price: maybeDecimal,
    cost_price: maybeDecimal,
    retail_price: maybeDecimal,
    sale_price: maybeDecimal,
    weight: maybeDecimal,
    width: maybeDecimal,
    height: maybeDecimal,
    depth: maybeDecimal,
    upc: text,
    gtin: text,
    mpn: text,
    image_url: maybeText,
    bin_picking_number: text,
    purchasing_disabled: flag,
    purchasing_disabled_message: text,
    inventory_level: count,
    inventory_warning_level: count,
    option_values: z
      .array(z.object({ id: count, option_id: count, option_display_name: text, label: text }))
      .nullish()
      .transform((values) => values ?? []),
  })
  .transform((it) => ({
    id: it.id,
    productId: it.product_id,
    sku: it.sku,
    /** `null`: inherits the product's. So do the other prices and measures. */
    price: it.price,
    costPrice: it.cost_price,
    retailPrice: it.retail_price,
    salePrice: it.sale_price,
    weight: it.weight,
    width: it.width,
    height: it.height,
    depth: it.depth,
    upc: it.upc,
    gtin: it.gtin,
    mpn: it.mpn,
    imageUrl: it.image_url,
    binPickingNumber: it.bin_picking_number,
    purchasingDisabled: it.purchasing_disabled,
    purchasingDisabledMessage: it.purchasing_disabled_message,
    inventoryLevel: it.inventory_level,
    inventoryWarningLevel: it.inventory_warning_level,
    options: it.option_values.map((each) => ({
      name: each.option_display_name,
      value: each.label,
      optionId: each.option_id,
      valueId: each.id,
    })),
  }));
export type StoreVariant = z.output<typeof variant>;

export const bulkPrice = z
  .object({ quantity_min: count, quantity_max: count, type: text, amount: decimal })
  .transform((it) => ({ from: it.quantity_min, to: it.quantity_max, type: it.type, amount: it.amount }));

/** docs/facts/bigcommerce-catalog.md#field-limits. Prices in the store's currency, sizes in its units (`/v2/store`). */
export const product = z
  .object({
    id,
    sku: text,
    name: z.string(),
    type: text,
    price: decimal,
    cost_price: maybeDecimal,
    retail_price: maybeDecimal,
    sale_price: maybeDecimal,
    map_price: maybeDecimal,
    weight: decimal,
    width: maybeDecimal,
    height: maybeDecimal,
    depth: maybeDecimal,
    brand_id: maybeId,
    categories: z
      .array(z.number())
      .nullish()
      .transform((ids) => ids ?? []),
    // Absent when it was excluded from the answer, which is not the same as empty.
    description: z
      .string()
      .nullish()
      .transform((value) => (value === undefined ? null : (value ?? ''))),
    mpn: text,
    gtin: text,
    upc: text,
    condition: text,
    is_condition_shown: flag,
    is_visible: flag,
    is_featured: flag,
    is_free_shipping: flag,
    fixed_cost_shipping_price: maybeDecimal,
    availability: text,
    availability_description: text,
    preorder_release_date: maybeText,
    preorder_message: text,
    is_preorder_only: flag,
    inventory_tracking: text,
    inventory_level: count,
    inventory_warning_level: count,
    order_quantity_minimum: count,
    order_quantity_maximum: count,
    bin_picking_number: text,
    search_keywords: text,
    warranty: text,
    related_products: z
      .array(z.number())
      .nullish()
      .transform((ids) => ids ?? []),
    page_title: text,
    meta_description: text,
    meta_keywords: z
      .array(z.string())
      .nullish()
      .transform((words) => words ?? []),
    sort_order: count,
    tax_class_id: count,
    custom_url: z
      .object({ url: z.string().nullish() })
      .nullish()
      .transform((value) => value?.url ?? null),
    base_variant_id: maybeId,
    date_created: maybeText,
    date_modified: maybeText,
    custom_fields: z.array(customField).optional(),
    images: z.array(image).optional(),
    channels: z.array(z.number()).optional(),
    videos: z.array(video).optional(),
    variants: z.array(variant).optional(),
    bulk_pricing_rules: z.array(bulkPrice).optional(),
    total_sold: count,
  })
  .transform((it) => ({
    id: it.id,
    sku: it.sku,
    name: it.name,
    type: it.type,
    price: it.price,
    /** These four are 0 where the shop has none. */
    costPrice: it.cost_price,
    retailPrice: it.retail_price,
    salePrice: it.sale_price,
    mapPrice: it.map_price,
    weight: it.weight,
    width: it.width,
    height: it.height,
    depth: it.depth,
    brandId: it.brand_id,
    categories: it.categories,
    /** HTML; `null` when the answer left it out (`excludeFields`). */
    description: it.description,
    mpn: it.mpn,
    gtin: it.gtin,
    upc: it.upc,
    /** `New`, `Used`, `Refurbished`. */
    condition: it.condition,
    isConditionShown: it.is_condition_shown,
    isVisible: it.is_visible,
    isFeatured: it.is_featured,
    isFreeShipping: it.is_free_shipping,
    fixedCostShippingPrice: it.fixed_cost_shipping_price,
    /** `available`, `disabled`, `preorder`. */
    availability: it.availability,
    availabilityDescription: it.availability_description,
    preorderReleaseDate: it.preorder_release_date,
    preorderMessage: it.preorder_message,
    isPreorderOnly: it.is_preorder_only,
    /** `none`, `product`, `variant`. */
    inventoryTracking: it.inventory_tracking,
    /** May be behind: read stock from `inventory` (docs/facts/bigcommerce-inventory.md#reading-levels). */
    inventoryLevel: it.inventory_level,
    inventoryWarningLevel: it.inventory_warning_level,
    orderQuantityMinimum: it.order_quantity_minimum,
    orderQuantityMaximum: it.order_quantity_maximum,
    binPickingNumber: it.bin_picking_number,
    searchKeywords: it.search_keywords,
    warranty: it.warranty,
    /** Ids; `-1` alone: the store chooses. */
    relatedProducts: it.related_products,
    pageTitle: it.page_title,
    metaDescription: it.meta_description,
    metaKeywords: it.meta_keywords,
    sortOrder: it.sort_order,
    taxClassId: it.tax_class_id,
    customUrl: it.custom_url,
    /** `null` for products with options. */
    baseVariantId: it.base_variant_id,
    dateCreated: it.date_created,
    dateModified: it.date_modified,
    /** Pieces, over all time. */
    totalSold: it.total_sold,
    /** These six only when they were asked for with `include`. */
    ...(it.custom_fields && { customFields: it.custom_fields }),
    ...(it.images && { images: it.images }),
    ...(it.channels && { channels: it.channels }),
    ...(it.videos && { videos: it.videos }),
    ...(it.variants && { variants: it.variants }),
    ...(it.bulk_pricing_rules && { bulkPrices: it.bulk_pricing_rules }),
  }));
export type StoreProduct = z.output<typeof product>;
