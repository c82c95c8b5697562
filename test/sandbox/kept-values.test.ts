import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const PRODUCTS = '/v3/catalog/products';

async function store(settings: Record<string, unknown>): Promise<Client> {
  const client = await start();
  await client.admin('POST', '/settings', { preset: 'strict', ...settings });
  return client;
}

async function keeps(client: Client, description: string): Promise<string> {
  const { id } = await make(client, `S-${Math.random()}`, { description });
  const { json } = await client.store('GET', `${PRODUCTS}/${id}`);
  return json.data.description;
}

describe('HTML', () => {
  const sent = '<P class=a>It&#39;s 5" &amp; more<br>two</P>\r\n<ul><li>x</li></ul><script>alert(1)</script>';

  test('is kept as it came where the store is so set', async () => {
    expect(await keeps(await store({ html: 'as sent', trimsTexts: false }), sent)).toBe(sent);
  });

  test('has its line ends and void tags set straight', async () => {
    const kept = await keeps(await store({ html: 'light' }), sent);
    expect(kept).toBe(
      '<P class=a>It\'s 5" &amp; more<br />two</P>\n<ul><li>x</li></ul>\n<script>alert(1)</script>',
    );
  });

  test('is written anew by an editor, without scripts, and loose text becomes a paragraph', async () => {
    const client = await store({ html: 'strong' });
    expect(await keeps(client, sent)).toBe(
      '<p class="a">It\'s 5" &amp; more<br />two</p>\n<ul><li>x</li></ul>',
    );
    expect(await keeps(client, 'Fits <b>most</b> trucks')).toBe('<p>Fits <strong>most</strong> trucks</p>');
  });

  test.each(['light', 'strong'])('kept %s stays as it is when it is sent again', async (html) => {
    const client = await store({ html });
    for (const text of [sent, 'a & b < c', '<p>a</p><p title="&quot;x&quot;">b &quot;c&quot;</p>', '', ' ']) {
      const kept = await keeps(client, text);
      expect(await keeps(client, kept)).toBe(kept);
    }
  });
});

test('texts lose the blanks around them, and a SKU with blanks is the same SKU', async () => {
  const client = await store({});
  const made = await make(client, ' A-1 ', {
    name: '  Drum ',
    mpn: '\tX ',
    custom_fields: [{ name: ' Bore ', value: ' 3 in ' }],
  });
  expect(made).toMatchObject({
    sku: 'A-1',
    name: 'Drum',
    mpn: 'X',
    custom_fields: [{ name: 'Bore', value: '3 in' }],
  });
  const body = { name: 'Other', type: 'physical', weight: 1, price: 1, sku: 'a-1  ' };
  expect(await client.store('POST', PRODUCTS, body)).toMatchObject({ status: 409 });
  expect((await client.store('POST', PRODUCTS, { ...body, sku: 'B', name: '  ' })).status).toBe(422);
  const field = { name: ' Bore', value: '3 in  ' };
  expect((await client.store('POST', `${PRODUCTS}/${made.id}/custom-fields`, field)).status).toBe(422);
});

test('prices have four decimals', async () => {
  const client = await store({});
  const made = await make(client, 'A', { price: 9.999999, sale_price: 1.00005, weight: 1.123456 });
  expect(made).toMatchObject({ price: 10, sale_price: 1.0001, weight: 1.123456 });
});

test('a brand is found whatever its case', async () => {
  const client = await store({});
  const one = await make(client, 'A', { brand_name: 'Gunite' });
  const two = await make(client, 'B', { brand_name: ' GUNITE ' });
  expect(two.brand_id).toBe(one.brand_id);
  expect((await client.store('GET', '/v3/catalog/brands')).json.data).toMatchObject([{ name: 'Gunite' }]);
});

describe('a batch with one bad item', () => {
  async function batch(batches: string) {
    const client = await store({ batches });
    const ids: number[] = [];
    for (const sku of ['A', 'B', 'C']) ids.push((await make(client, sku)).id);
    const items = ids.map((id, n) => ({ id, price: 50 + n, ...(n === 1 && { brand_id: 999 }) }));
    const { status } = await client.store('PUT', PRODUCTS, items);
    const { products } = (await client.admin('GET', '/products')).json;
    return { status, prices: products.map(({ price }: { price: number }) => price) };
  }

  test('saves nothing where batches are whole', async () => {
    expect(await batch('whole')).toEqual({ status: 409, prices: [10, 10, 10] });
  });

  test('saves the others where they are partial, and answers the same', async () => {
    expect(await batch('partial')).toEqual({ status: 409, prices: [50, 10, 52] });
  });

  test.each([
    ['whole', null],
    ['partial', 7],
  ])('of variants is %s too', async (batches, price) => {
    const client = await store({ batches });
    const made = await make(client, 'P', {
      variants: ['S', 'M'].map((label) => ({
        sku: `P-${label}`,
        option_values: [{ option_display_name: 'Size', label }],
      })),
    });
    const [one, two] = made.variants;
    const items = [
      { id: one.id, price: 7 },
      { id: two.id, sku: 'P-S' },
    ];
    const answer = await client.store('PUT', '/v3/catalog/variants', items);
    expect(answer).toMatchObject({ status: 422, json: { batch_errors: [{ status: 409 }] } });
    const { data } = (await client.store('GET', `${PRODUCTS}/${made.id}/variants`)).json;
    expect(data.map((each: { price: unknown }) => each.price)).toEqual([price, null]);
  });
});

test('a 207 loses stock and URL, and is counted only where there was something to lose', async () => {
  const client = await store({});
  const { id } = await make(client, 'A', { inventory_tracking: 'product', inventory_level: 1 });
  await client.admin('POST', '/faults', { faults: ['bc:207:*:PUT /v3/catalog/products'] });
  expect((await client.store('PUT', `${PRODUCTS}/${id}`, { price: 3 })).status).toBe(200);
  const lost = { price: 4, inventory_level: 9, custom_url: { url: '/new/', is_customized: true } };
  const answer = await client.store('PUT', PRODUCTS, [{ id, ...lost }]);
  expect(answer).toMatchObject({
    status: 207,
    json: { errors: { errors: { custom_url: expect.any(String) } } },
  });
  const { data } = (await client.store('GET', `${PRODUCTS}/${id}`)).json;
  expect(data).toMatchObject({ price: 4, inventory_level: 1, custom_url: { url: '/product-a/' } });
  const { faults } = (await client.admin('GET', '/faults')).json;
  expect(faults).toMatchObject([{ matched: 2, fired: 1 }]);
});
