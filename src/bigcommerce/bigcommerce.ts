import type { Send } from '../http/send/send.ts';
import { createBrands } from './brands.ts';
import { createCategories } from './categories.ts';
import { createChannels } from './channels.ts';
import { createCustomFields } from './custom-fields.ts';
import { createGate } from './gate.ts';
import { createImages } from './images.ts';
import { createInventory } from './inventory.ts';
import { createMetafields } from './metafields.ts';
import { createOrders } from './orders.ts';
import { createPriceLists } from './price-lists.ts';
import { createProducts } from './products.ts';
import { withScopes } from './scopes.ts';
import { createStore } from './store.ts';
import { createVariants } from './variants.ts';
import { createVideos } from './videos.ts';

export type BigCommerce = ReturnType<typeof createBigCommerce>;

/**
 * One store behind BigCommerce's management API (docs/facts/bigcommerce-api.md), a thin method a call. `send` adds the
 * base `https://api.bigcommerce.com/stores/{hash}` and the `X-Auth-Token` header; paths begin with `/v2` or `/v3`.
 */
export function createBigCommerce(options: { send: Send }) {
  const send = withScopes(options.send);
  const gate = createGate();
  return {
    store: createStore(send),
    products: createProducts(send, gate),
    brands: createBrands(send),
    categories: createCategories(send),
    channels: createChannels(send),
    priceLists: createPriceLists(send),
    inventory: createInventory(send, gate),
    customFields: createCustomFields(send),
    images: createImages(send),
    videos: createVideos(send),
    variants: createVariants(send, gate),
    metafields: createMetafields(send),
    orders: createOrders((request) => send({ ...request, isPersonal: true })),
    /** Other bulk writers of this store (orders) take their turn here. */
    gate,
  };
}
