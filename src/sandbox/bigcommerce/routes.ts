import { Hono } from 'hono';
import type { HttpEnv } from '../http-env.ts';
import type { World } from '../world.ts';
import { brandRoutes } from './brands.ts';
import { bulkMetafieldRoutes } from './bulk-metafields.ts';
import { categoryRoutes } from './categories.ts';
import { channelRoutes } from './channels.ts';
import { adjustmentRoutes } from './inventory/adjustments.ts';
import { inventoryItemRoutes } from './inventory/items.ts';
import { locationRoutes } from './inventory/locations.ts';
import { settleStock } from './inventory/stock.ts';
import { metafieldRoutes } from './metafield-routes.ts';
import { ORDER_METAFIELDS, PRODUCT_METAFIELDS } from './metafields.ts';
import { orderRoutes } from './orders/routes.ts';
import { statusRoutes } from './orders/statuses.ts';
import { transactionRoutes } from './orders/transactions.ts';
import { priceListAssignmentRoutes } from './price-lists/assignments.ts';
import { priceListRoutes } from './price-lists/lists.ts';
import { priceRecordRoutes } from './price-lists/records.ts';
import { assignmentRoutes } from './products/assignments.ts';
import { attachmentRoutes } from './products/attachment-routes.ts';
import { productRoutes } from './products/routes.ts';
import { storeInformationRoutes } from './store-information.ts';
import { summaryRoutes } from './summary.ts';
import { taxClassRoutes } from './tax-classes.ts';
import { treeRoutes } from './trees.ts';
import { productVariantRoutes } from './variants/product-routes.ts';
import { variantRoutes } from './variants/routes.ts';
import { hookRoutes } from './webhooks/routes.ts';

/** The store's API below `/stores/{hash}` (docs/facts/bigcommerce-api.md). */
export function storeRoutes(world: World): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .use(async (_c, next) => {
      settleStock(world.db, Date.now());
      await next();
    })
    .route('/v2', storeInformationRoutes(world))
    .route('/v2/orders', orderRoutes(world))
    .route('/v2/tax_classes', taxClassRoutes())
    .route('/v2/order_statuses', statusRoutes())
    .route('/v3/orders', metafieldRoutes(world, ORDER_METAFIELDS))
    .route('/v3/orders', transactionRoutes(world))
    .route('/v3/hooks', hookRoutes(world))
    .route('/v3/pricelists/assignments', priceListAssignmentRoutes(world))
    .route('/v3/pricelists', priceRecordRoutes(world))
    .route('/v3/pricelists', priceListRoutes(world))
    .route('/v3/channels', channelRoutes(world))
    .route('/v3/catalog/products', assignmentRoutes(world))
    .route('/v3/catalog/products/metafields', bulkMetafieldRoutes(world))
    .route('/v3/catalog/products', attachmentRoutes(world))
    .route('/v3/catalog/products', productVariantRoutes(world))
    .route('/v3/catalog/products', metafieldRoutes(world, PRODUCT_METAFIELDS))
    .route('/v3/catalog/products', productRoutes(world))
    .route('/v3/catalog/brands', brandRoutes(world))
    .route('/v3/catalog/trees/categories', categoryRoutes(world))
    .route('/v3/catalog/trees', treeRoutes(world))
    .route('/v3/catalog/variants', variantRoutes(world))
    .route('/v3/catalog/summary', summaryRoutes(world))
    .route('/v3/inventory/adjustments', adjustmentRoutes(world))
    .route('/v3/inventory/locations', locationRoutes(world))
    .route('/v3/inventory', inventoryItemRoutes(world));
}
