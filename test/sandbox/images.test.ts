import { describe, expect, test } from 'vitest';
import { type Client, make, product, start } from './harness.ts';

const PRODUCTS = '/v3/catalog/products';
const NAMES = ['image_file', 'url_zoom', 'url_standard', 'url_thumbnail', 'url_tiny'];

async function strict(more: Record<string, unknown> = {}): Promise<Client> {
  const client = await start();
  await client.admin('POST', '/settings', { preset: 'strict', ...more });
  return client;
}

describe('pictures under the names of the store', () => {
  test('carry the base name of where they came from, and never the address', async () => {
    const client = await strict();
    const { id } = await make(client, 'A');
    const image_url = 'https://pictures.example/big/brake%20drum.PNG?v=3';
    const { json } = await client.store('POST', `${PRODUCTS}/${id}/images`, { image_url });
    expect(json.data).not.toHaveProperty('image_url');
    expect(json.data.image_file).toMatch(/^[a-z]\/\d{3}\/brake_drum__\d{5}\.png$/);
    const seconds = Date.parse(json.data.date_modified) / 1000;
    expect(json.data.url_standard).toMatch(/\/brake_drum__\d{5}\.\d+\.386\.513\.png\?c=2$/);
    expect(json.data.url_standard).toContain(`.${seconds}.386.513.`);
    const answers = [
      (await client.store('GET', `${PRODUCTS}/${id}/images`)).json.data[0],
      (await client.store('GET', `${PRODUCTS}/${id}?include=images`)).json.data.images[0],
      (await client.store('GET', `${PRODUCTS}/${id}?include=primary_image`)).json.data.primary_image,
    ];
    for (const answer of answers) expect(answer).toEqual(json.data);
  });

  test('change all their names with every edit', async () => {
    const client = await strict();
    const { id } = await make(client, 'A', { images: [{ image_url: 'https://pictures.example/drum.jpg' }] });
    const path = `${PRODUCTS}/${id}/images`;
    const [before] = (await client.store('GET', path)).json.data;
    const { json } = await client.store('PUT', `${path}/${before.id}`, { description: 'Front' });
    for (const name of NAMES) {
      expect(json.data[name]).not.toBe(before[name]);
      expect(json.data[name]).toContain('/drum__');
    }
  });
});

describe('pictures that cannot be fetched', () => {
  const bad = 'https://nowhere.invalid/a.jpg';
  const good = 'https://images.finditparts.example/parts/FP1000001-1.jpg';

  test('refuse the one image', async () => {
    const client = await strict();
    const { id } = await make(client, 'A');
    const path = `${PRODUCTS}/${id}/images`;
    const refused = await client.store('POST', path, { image_url: bad });
    expect(refused).toMatchObject({
      status: 400,
      json: { title: 'The requested resource could not be downloaded and may be invalid.' },
    });
    const image = (await client.store('POST', path, { image_url: good })).json.data;
    expect((await client.store('PUT', `${path}/${image.id}`, { image_url: bad })).status).toBe(400);
    expect((await client.store('GET', path)).json.data).toHaveLength(1);
  });

  test('refuse the whole product they come with', async () => {
    const client = await strict();
    const images = [{ image_url: good }, { image_url: bad }];
    const refused = await client.store('POST', PRODUCTS, product('A', { images }));
    expect(refused).toMatchObject({ status: 400, json: { title: "The field 'image_url' is invalid." } });
    const { id } = await make(client, 'B');
    expect((await client.store('PUT', PRODUCTS, [{ id, price: 77, images }])).status).toBe(400);
    const { products } = (await client.admin('GET', '/products')).json;
    expect(products).toMatchObject([{ sku: 'B', price: 10, images: [] }]);
  });

  test('are a share of the addresses, always the same ones, or all of a host', async () => {
    const client = await strict({ unfetchable: { share: 0.3, hosts: ['slow.example'] } });
    const { id } = await make(client, 'A');
    const add = async (image_url: string) =>
      (await client.store('POST', `${PRODUCTS}/${id}/images`, { image_url })).status;
    const round = async () => {
      const statuses: number[] = [];
      for (let n = 0; n < 60; n++) statuses.push(await add(`https://pictures.example/${n}.jpg`));
      return statuses;
    };
    const first = await round();
    const failed = first.filter((status) => status === 400).length;
    expect(failed).toBeGreaterThan(6);
    expect(failed).toBeLessThan(32);
    expect(await round()).toEqual(first);
    expect(await add('https://cdn.slow.example/1.jpg')).toBe(400);
  });
});
