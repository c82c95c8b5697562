import { describe, expect, test } from 'vitest';
import { type Client, make, product, start } from './harness.ts';

const PRODUCTS = '/v3/catalog/products';

async function skus(client: Client, query: string): Promise<string[]> {
  const { status, json } = await client.store('GET', `${PRODUCTS}?${query}`);
  expect(status, query).toBe(200);
  return json.data.map(({ sku }: { sku: string }) => sku);
}

describe('creating', () => {
  test('answers 200 with the whole product and its defaults', async () => {
    const client = await start();
    const made = await make(client, 'A-1', { price: 12.5, brand_name: 'Bendix', categories: [1] });
    expect(made).toMatchObject({
      id: 1,
      sku: 'A-1',
      price: 12.5,
      calculated_price: 12.5,
      categories: [1],
      brand_id: 1,
      inventory_level: 0,
      inventory_tracking: 'none',
      is_visible: true,
      upc: '',
      custom_url: { url: '/product-a-1/', is_customized: false },
      preorder_release_date: null,
    });
    expect(made.base_variant_id).not.toBe(made.id);
    expect(made.date_created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    for (const trap of ['option_set_id', 'date_last_imported', 'brand_name'])
      expect(made).not.toHaveProperty(trap);
    expect((await client.store('GET', `${PRODUCTS}/1`)).json.data).toEqual(made);
  });

  test('missing fields are named, all at once', async () => {
    const { status, json } = await (await start()).store('POST', PRODUCTS, { sku: 'A' });
    expect(status).toBe(422);
    expect(json).toMatchObject({ status: 422, title: 'Missing Required Fields' });
    expect(json.errors).toEqual({
      name: 'Please provide a name.',
      type: 'Please provide a type.',
      weight: 'Please provide a weight.',
      price: 'Please provide a price.',
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['name', { name: 'x'.repeat(251) }],
    ['sku', { sku: 'x'.repeat(256) }],
    ['upc', { upc: '1'.repeat(15) }],
    ['gtin', { gtin: '1'.repeat(15) }],
    ['mpn', { mpn: null }],
    ['page_title', { page_title: 'x'.repeat(256) }],
    ['bin_picking_number', { bin_picking_number: 'x'.repeat(256) }],
    ['meta_description', { meta_description: 'x'.repeat(65_536) }],
    ['price', { price: -1 }],
    ['price', { price: 'ten' }],
    ['weight', { weight: 1e10 }],
    ['type', { type: 'service' }],
    ['condition', { condition: 'new' }],
    ['inventory_tracking', { inventory_tracking: 'yes' }],
    ['inventory_level', { inventory_level: 1.5 }],
    ['is_visible', { is_visible: 'true' }],
    ['categories', { categories: Array.from({ length: 1001 }, (_, n) => n + 1) }],
    ['brand_name', { brand_name: 'X', brand_id: 1 }],
    ['custom_url', { custom_url: { url: `/${'x'.repeat(255)}` } }],
    ['custom_fields', { custom_fields: [{ name: 'x', value: '' }] }],
    ['images', { images: [{ image_url: `https://x.example/${'x'.repeat(255)}` }] }],
    ['colour', { colour: 'red' }],
  ])('a wrong %s is 422 and named', async (field, fields) => {
    const client = await start();
    const { status, json } = await client.store('POST', PRODUCTS, product('A', fields));
    expect(status).toBe(422);
    expect(Object.keys(json.errors)).toEqual([field]);
    expect(await skus(client, '')).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['name', { name: 'x'.repeat(250) }],
    ['sku', { sku: 'x'.repeat(255) }],
    ['price', { price: 0 }],
    ['fields read before', { id: 77, date_created: 'x', calculated_price: 3, base_variant_id: 2 }],
  ])('the longest allowed passes: %s', async (_name, fields) => {
    const { status } = await (await start()).store('POST', PRODUCTS, product('A', fields));
    expect(status).toBe(200);
  });

  test('a SKU is unique without case, a name too, with the texts seen in the field', async () => {
    const client = await start();
    await make(client, 'Abc');
    for (const sku of ['abc', 'ABC']) {
      const bySku = await client.store('POST', PRODUCTS, product(sku, { name: 'Other' }));
      expect(bySku.status).toBe(409);
      expect(bySku.json).toMatchObject({
        status: 409,
        title: 'The product sku is a duplicate',
        errors: { sku: 'The product sku is a duplicate' },
      });
    }
    for (const name of ['product abc', 'PRODUCT ABC']) {
      const byName = await client.store('POST', PRODUCTS, product('X', { name }));
      expect(byName.status).toBe(409);
      expect(byName.json.title).toBe('The product name is a duplicate');
    }
    expect(await skus(client, '')).toEqual(['Abc']);
  });

  test('products without a SKU do not get in each other’s way', async () => {
    const client = await start();
    await make(client, '', { name: 'One' });
    await make(client, '', { name: 'Two' });
    expect(await skus(client, '')).toEqual(['', '']);
  });

  test.each<[string, Record<string, unknown>]>([
    ['category', { categories: [1, 999] }],
    ['brand', { brand_id: 999 }],
  ])('an unknown %s is 409 and leaves nothing', async (_name, fields) => {
    const client = await start();
    const { status } = await client.store('POST', PRODUCTS, product('A', { ...fields, images: [] }));
    expect(status).toBe(409);
    expect(await skus(client, '')).toEqual([]);
  });

  test('a refusal late in the write undoes the brand it made', async () => {
    const client = await start();
    const pair = { name: 'Size', value: '1' };
    const body = product('A', { brand_name: 'New Brand', custom_fields: [pair, pair] });
    expect((await client.store('POST', PRODUCTS, body)).status).toBe(422);
    expect((await client.store('GET', '/v3/catalog/brands')).json.data).toEqual([]);
  });

  test('a URL is made from the name, kept free, and refused when asked for twice', async () => {
    const client = await start();
    await make(client, 'A', { name: 'Brake Drum' });
    const second = await make(client, 'B', { name: 'Brake-Drum' });
    expect(second.custom_url.url).toBe('/brake-drum-2/');
    const taken = await client.store('POST', PRODUCTS, product('C', { custom_url: { url: '/BRAKE-DRUM/' } }));
    expect(taken.status).toBe(409);
    const own = await make(client, 'D', { custom_url: { url: '/mine/', is_customized: true } });
    expect(own.custom_url).toEqual({ url: '/mine/', is_customized: true });
  });

  test('brand names find their brand without case', async () => {
    const client = await start();
    const a = await make(client, 'A', { brand_name: 'Bendix' });
    const b = await make(client, 'B', { brand_name: 'BENDIX' });
    expect(b.brand_id).toBe(a.brand_id);
    expect((await client.store('GET', '/v3/catalog/brands')).json.data).toHaveLength(1);
  });

  test('broken JSON is 400', async () => {
    expect((await (await start()).store('POST', PRODUCTS, '{"name":')).status).toBe(400);
  });
});

describe('listing', () => {
  test('pages by 50, at most 250, with relative links', async () => {
    const client = await start();
    for (let n = 0; n < 5; n++) await make(client, `S${n}`);
    const { json } = await client.store('GET', `${PRODUCTS}?limit=2&page=2&is_visible=true`);
    expect(json.meta.pagination).toEqual({
      total: 5,
      count: 2,
      per_page: 2,
      current_page: 2,
      total_pages: 3,
      links: {
        previous: '?limit=2&page=1&is_visible=true',
        current: '?limit=2&page=2&is_visible=true',
        next: '?limit=2&page=3&is_visible=true',
      },
    });
    const last = await client.store('GET', `${PRODUCTS}?limit=2&page=3`);
    expect(last.json.meta.pagination.links).not.toHaveProperty('next');
    expect((await client.store('GET', PRODUCTS)).json.meta.pagination.per_page).toBe(50);
    expect((await client.store('GET', `${PRODUCTS}?limit=250`)).status).toBe(200);
    expect((await client.store('GET', `${PRODUCTS}?limit=251`)).status).toBe(413);
  });

  test('every filter finds what it should', async () => {
    const client = await start();
    const { json } = await client.store('POST', '/v3/catalog/trees/categories', [
      { name: 'Brakes', tree_id: 1 },
    ]);
    const brakes = json.data[0].category_id;
    const a = await make(client, 'A', { mpn: 'M1', brand_name: 'Bendix', categories: [1], price: 3 });
    const b = await make(client, 'b,1', {
      name: 'Drum 100%',
      brand_name: 'Webb',
      categories: [brakes],
      price: 1,
    });
    await make(client, 'C', { is_visible: false, categories: [1, brakes], price: 2, condition: 'Used' });
    const cases: [string, string[]][] = [
      [`id:in=${a.id},${b.id}`, ['A', 'b,1']],
      [`id:not_in=${a.id}`, ['b,1', 'C']],
      [`id:greater=${a.id}&id:less=3`, ['b,1']],
      ['sku=a', ['A']],
      ['sku:in=a,c,nope', ['A', 'C']],
      ['sku%3Ain=a%2Cc', ['A', 'C']],
      [`sku:in=${encodeURIComponent('b,1')}`, []],
      [`sku=${encodeURIComponent('b,1')}`, ['b,1']],
      ['name=product%20a', ['A']],
      ['mpn=M1', ['A']],
      [`brand_id=${b.brand_id}`, ['b,1']],
      [`categories:in=${brakes}`, ['b,1', 'C']],
      [`categories:in=1,${brakes}`, ['A', 'b,1', 'C']],
      ['is_visible=false', ['C']],
      ['condition=used', ['C']],
      ['keyword=drum', ['b,1']],
      ['keyword=0%25', ['b,1']],
      ['sort=price&direction=desc', ['A', 'C', 'b,1']],
      ['sort=id&direction=desc&limit=1', ['C']],
    ];
    for (const [query, expected] of cases) expect(await skus(client, query), query).toEqual(expected);
  });

  test('date_modified bounds take whole seconds in', async () => {
    const client = await start();
    const { date_modified } = await make(client, 'A');
    const at = encodeURIComponent(date_modified);
    expect(await skus(client, `date_modified:min=${at}`)).toEqual(['A']);
    expect(await skus(client, `date_modified:max=${at}`)).toEqual(['A']);
    const later = encodeURIComponent(new Date(Date.parse(date_modified) + 60_000).toISOString());
    expect(await skus(client, `date_modified:min=${later}`)).toEqual([]);
  });

  test.each([
    'mpn:in=a',
    'name:like=x',
    'include=nothing',
    'sort=colour',
    'id:in=x',
    'page=0',
    'is_visible=perhaps',
  ])('%s is refused, not ignored', async (query) => {
    expect((await (await start()).store('GET', `${PRODUCTS}?${query}`)).status).toBe(422);
  });

  test('include adds relations; include_fields and exclude_fields trim the rest, never the id', async () => {
    const client = await start();
    const made = await make(client, 'A', {
      custom_fields: [{ name: 'Size', value: '1' }],
      images: [{ image_url: 'https://x.example/1.jpg' }],
      bulk_pricing_rules: [{ quantity_min: 10, quantity_max: 0, type: 'price', amount: 8 }],
    });
    expect(made.custom_fields).toEqual([{ id: 1, name: 'Size', value: '1' }]);
    const plain = await client.store('GET', PRODUCTS);
    expect(plain.json.data[0]).not.toHaveProperty('custom_fields');
    const query =
      'include=custom_fields,images,variants,primary_image,bulk_pricing_rules&include_fields=sku,price';
    const [row] = (await client.store('GET', `${PRODUCTS}?${query}`)).json.data;
    expect(Object.keys(row).sort()).toEqual([
      'bulk_pricing_rules',
      'custom_fields',
      'id',
      'images',
      'price',
      'primary_image',
      'sku',
      'variants',
    ]);
    expect(row.images[0]).toMatchObject({
      image_file: expect.stringMatching(/\/1__\d+\.jpg$/),
      is_thumbnail: true,
    });
    expect(row.primary_image.id).toBe(row.images[0].id);
    expect(row.variants[0]).toMatchObject({
      product_id: made.id,
      id: made.base_variant_id,
      sku: 'A',
      price: null,
    });
    const without = await client.store('GET', `${PRODUCTS}/${made.id}?exclude_fields=sku,id`);
    expect(without.json.data).not.toHaveProperty('sku');
    expect(without.json.data.id).toBe(made.id);
  });

  test('asking for options shrinks the page to ten, silently', async () => {
    const client = await start();
    for (let n = 0; n < 11; n++) await make(client, `S${n}`);
    const { json } = await client.store('GET', `${PRODUCTS}?limit=50&include=options`);
    expect(json.data).toHaveLength(10);
    expect(json.meta.pagination).toMatchObject({ per_page: 10, total: 11 });
  });
});

test('variants list the base variants, by sku and by product, and nothing undocumented', async () => {
  const client = await start();
  const a = await make(client, 'A');
  await make(client, 'B');
  const list = async (query: string) =>
    (await client.store('GET', `/v3/catalog/variants?${query}`)).json.data;
  expect(await list('')).toHaveLength(2);
  expect(await list('sku=a')).toMatchObject([{ sku: 'A', product_id: a.id, id: a.base_variant_id }]);
  expect(await list(`product_id:in=${a.id}`)).toHaveLength(1);
  expect((await client.store('GET', '/v3/catalog/variants?sku:in=A')).status).toBe(422);
});

test('the store and the clock introduce themselves', async () => {
  const client = await start();
  expect((await client.store('GET', '/v2/store')).json).toMatchObject({
    id: 'sandbox',
    name: 'Sandbox Truck Parts',
    currency: 'USD',
    weight_units: 'LBS',
    dimension_units: 'Inches',
  });
  const { json } = await client.store('GET', '/v2/time');
  expect(Math.abs(json.time - Date.now() / 1000)).toBeLessThan(5);
  expect((await client.store('GET', '/v2/time', undefined, { 'X-Auth-Token': 'no' })).status).toBe(401);
  expect((await client.store('GET', '/v3/nothing')).status).toBe(404);
});
