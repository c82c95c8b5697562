import type { Client } from '../sandbox/harness.ts';
import { make } from '../sandbox/harness.ts';

/**
 * Two or more of everything that is listed, unlike in whatever a filter may ask for, so that a filter which is applied
 * shows. The first of each kind has id 1, which stands in for every id in a path; orders begin at 101.
 */
export async function fillStore(client: Client): Promise<void> {
  const post = async (path: string, body: unknown) => {
    const { status, json } = await client.store('POST', path, body);
    if (status >= 300) throw new Error(`POST ${path}: ${status} ${JSON.stringify(json)}`);
  };
  await post('/v3/catalog/brands', { name: 'Webb', page_title: 'Drums' });
  await post('/v3/catalog/brands', { name: 'Bendix' });
  await post('/v3/catalog/trees/categories', [
    { name: 'Brakes', parent_id: 1, page_title: 'Stopping', is_visible: false },
  ]);
  await post('/v3/inventory/locations', [
    {
      code: 'DEPOT',
      label: 'Depot',
      type_id: 'VIRTUAL',
      managed_by_external_source: true,
      enabled: false,
      storefront_visibility: false,
    },
  ]);
  await make(client, 'B', {
    brand_id: 1,
    categories: [1],
    inventory_tracking: 'product',
    inventory_level: 5,
    custom_fields: ['1', '2'].map((value) => ({ name: 'Size', value })),
    images: ['1', '2'].map((name) => ({ image_url: `https://images.example/${name}.jpg` })),
    videos: ['1', '2'].map((video_id) => ({ video_id })),
    variants: ['1', '2'].map((label) => ({
      sku: `B-${label}`,
      upc: label,
      option_values: [{ option_display_name: 'Size', label }],
    })),
    bulk_pricing_rules: [{ quantity_min: 10, quantity_max: 20, type: 'price', amount: 8 }],
  });
  await make(client, 'A', {
    brand_id: 2,
    categories: [2],
    is_visible: false,
    condition: 'Used',
    is_featured: true,
    is_free_shipping: true,
    total_sold: 1,
    date_last_imported: '2024-05-06T07:08:09Z',
  });
  for (const [n, name] of ['Fleet', 'Counter'].entries()) {
    await post('/v3/pricelists', { name });
    await post('/v3/pricelists/assignments', [{ price_list_id: n + 1, customer_group_id: n + 1 }]);
  }
  const records = [
    { sku: 'B-1', currency: 'usd', price: 1, sale_price: 1, retail_price: 1, map_price: 1 },
    { sku: 'A', currency: 'cad', price: 9, sale_price: 8, retail_price: 9, map_price: 9 },
  ];
  await client.store('PUT', '/v3/pricelists/1/records', records);
  const destination = 'https://contract.example/';
  await post('/v3/hooks', { scope: 'store/order/created', destination: `${destination}1`, is_active: false });
  await post('/v3/hooks', { scope: 'store/product/created', destination: `${destination}2` });
  const fields = { namespace: 'ttpd', value: 'v', permission_set: 'app_only' };
  await post('/v3/catalog/products/1/metafields', { ...fields, key: 'a' });
  await post('/v3/catalog/products/1/metafields', { ...fields, key: 'b' });
  const order = async (body: object) => {
    const { status, json } = await client.admin('POST', '/orders', { lines: [{ sku: 'B' }], ...body });
    if (status !== 201) throw new Error(JSON.stringify(json));
  };
  await order({
    lines: [{ sku: 'B' }, { sku: 'A', address: 1 }],
    addresses: [{}, {}],
    external_order_id: 'X1',
  });
  await order({ kind: 'unpaid', payment_method: 'Cheque', status_id: 7 });
  const items = [{ order_product_id: 501, quantity: 1 }];
  for (const tracking_number of ['1Z1', '1Z2'])
    await post('/v2/orders/101/shipments', { order_address_id: 301, items, tracking_number });
  await post('/v3/orders/101/metafields', { ...fields, key: 'a' });
  await post('/v3/orders/101/metafields', { ...fields, key: 'b' });
}
