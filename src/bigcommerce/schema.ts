import { z } from 'zod';
import { count, flag, id, maybeId, maybeText, text } from './fields.ts';

/**
 * What ttpd reads of BigCommerce's answers (docs/facts/bigcommerce-api.md and its neighbours): only the fields it uses,
 * renamed in one place each. Ids must be there; other fields may be null or absent, unknown ones are ignored, and
 * numbers may come as text.
 */

/** docs/facts/bigcommerce-api.md#paging: `meta.pagination`. */
export const meta = z
  .object({ pagination: z.object({ total: z.number().nullish() }).nullish() })
  .nullish()
  // PHP's empty object arrives as an empty list.
  .or(z.array(z.unknown()).transform(() => undefined));

export const brand = z.object({ id, name: z.string() });
export type Brand = z.output<typeof brand>;

export const tree = z.object({
  id,
  name: text,
  channels: z
    .array(z.number())
    .nullish()
    .transform((ids) => ids ?? []),
});
export type CategoryTree = z.output<typeof tree>;

/** docs/facts/bigcommerce-catalog.md#categories. */
export const category = z
  .object({
    category_id: id,
    parent_id: count,
    tree_id: maybeId,
    name: z.string(),
    is_visible: flag,
    url: z
      .object({ path: z.string().nullish() })
      .nullish()
      .transform((value) => value?.path ?? null),
  })
  .transform((it) => ({
    id: it.category_id,
    /** 0 at the top. */
    parentId: it.parent_id,
    treeId: it.tree_id,
    name: it.name,
    isVisible: it.is_visible,
    path: it.url,
  }));
export type Category = z.output<typeof category>;

export const metafield = z
  .object({
    id,
    resource_id: id,
    namespace: z.string(),
    key: z.string(),
    value: z.string(),
    permission_set: text,
    description: text,
    date_modified: maybeText,
  })
  .transform((it) => ({
    id: it.id,
    productId: it.resource_id,
    namespace: it.namespace,
    key: it.key,
    value: it.value,
    permissionSet: it.permission_set,
    description: it.description,
    dateModified: it.date_modified,
  }));
export type Metafield = z.output<typeof metafield>;

/** docs/facts/bigcommerce-inventory.md#reading-levels. Levels lag a moment behind adjustments. */
export const inventoryItem = z
  .object({
    identity: z.object({ sku: text, product_id: maybeId, variant_id: maybeId }),
    locations: z.array(
      z
        .object({
          location_id: id,
          location_code: maybeText,
          available_to_sell: count,
          total_inventory_onhand: count,
          settings: z
            .object({ safety_stock: count, is_in_stock: flag, warning_level: count })
            .nullish()
            .or(z.array(z.unknown()).transform(() => undefined)),
        })
        .transform((it) => ({
          locationId: it.location_id,
          locationCode: it.location_code,
          availableToSell: it.available_to_sell,
          onHand: it.total_inventory_onhand,
          safetyStock: it.settings?.safety_stock ?? 0,
          warningLevel: it.settings?.warning_level ?? 0,
        })),
    ),
  })
  .transform((it) => ({
    sku: it.identity.sku,
    productId: it.identity.product_id,
    variantId: it.identity.variant_id,
    locations: it.locations,
  }));
export type InventoryItem = z.output<typeof inventoryItem>;

export const location = z
  .object({ id, code: text, label: text, enabled: z.boolean().nullish() })
  .transform((it) => ({ id: it.id, code: it.code, label: it.label, isEnabled: it.enabled ?? true }));
export type Location = z.output<typeof location>;

/** docs/facts/bigcommerce-api.md#store-information: `GET /v2/store`. */
export const store = z
  .object({
    id: text,
    name: text,
    domain: text,
    secure_url: text,
    currency: text,
    weight_units: text,
    dimension_units: text,
    timezone: z
      .object({ name: text })
      .nullish()
      .transform((value) => value?.name ?? null),
    plan_name: text,
    plan_level: text,
    is_price_entered_with_tax: flag,
  })
  .transform((it) => ({
    /** The store hash. */
    id: it.id,
    name: it.name,
    domain: it.domain,
    secureUrl: it.secure_url,
    currency: it.currency,
    /** As the shop writes it: `LBS`, `Ounces`, `KGS` … */
    weightUnits: it.weight_units,
    dimensionUnits: it.dimension_units,
    timezone: it.timezone,
    planName: it.plan_name,
    planLevel: it.plan_level,
    isPriceEnteredWithTax: it.is_price_entered_with_tax,
  }));
export type StoreInformation = z.output<typeof store>;
