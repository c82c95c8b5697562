import { describe, expect, test } from 'vitest';
import { type Client, type FreePart, start } from './harness.ts';

async function search(client: Client, query: string) {
  const { status, json } = await client.supplier('GET', `/parts/search?${query}`);
  expect(status).toBe(200);
  return json as { parts: FreePart[]; page: { number: number; size: number; total: number } };
}

async function everyPart(client: Client, query: string) {
  const parts: FreePart[] = [];
  for (let page = 1; ; page++) {
    const answer = await search(client, `${query}&per_page=100&page=${page}`);
    parts.push(...answer.parts);
    if (parts.length >= answer.page.total || answer.parts.length === 0) return parts;
  }
}

describe('search', () => {
  test('rows carry offers but no details; the part itself the other way round', async () => {
    const client = await start();
    const [row] = (await search(client, 'per_page=1')).parts;
    expect(row).toHaveProperty('price.account');
    expect(row).toHaveProperty('inventory.total');
    for (const field of ['images', 'attributes', 'fitment', 'interchange'])
      expect(row).not.toHaveProperty(field);
    const { json } = await client.supplier('GET', `/parts/${row!.id}`);
    for (const field of ['images', 'attributes', 'fitment', 'interchange'])
      expect(json.part).toHaveProperty(field);
    expect(json.part).not.toHaveProperty('price');
    expect(json.part).not.toHaveProperty('inventory');
    const { price, inventory, ...same } = row!;
    expect(json.part).toMatchObject(same);
    expect((await client.supplier('GET', `/parts/${row!.id}/price`)).json).toEqual(price);
    expect((await client.supplier('GET', `/parts/${row!.id}/inventory`)).json).toEqual(inventory);
  });

  test('offers can be switched off', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { searchCarriesOffers: false });
    const [row] = (await search(client, 'per_page=1')).parts;
    expect(row).not.toHaveProperty('price');
    expect(row).not.toHaveProperty('inventory');
  });

  test('all pages together hold each part once', async () => {
    const parts = await everyPart(await start({ parts: 523 }), 'q=');
    expect(new Set(parts.map(({ id }) => id)).size).toBe(523);
  });

  test('a category’s pages hold that category, whole', async () => {
    const client = await start();
    const parts = await everyPart(client, 'category=brakes');
    expect(parts).toHaveLength(240);
    expect(
      parts.every(({ category, category_path }) => category === 'brakes' && category_path[0] === 'Brakes'),
    ).toBe(true);
  });

  test('past the last page and an unknown category are empty lists', async () => {
    const client = await start();
    expect(await search(client, 'category=brakes&page=99')).toEqual({
      parts: [],
      page: { number: 99, size: 50, total: 240 },
    });
    expect((await search(client, 'category=nonsense')).page.total).toBe(0);
  });

  test('each filter finds exactly what filtering all parts finds', async () => {
    const client = await start();
    const all = await everyPart(client, 'q=');
    const sample = all[700]!;
    const ids = (parts: FreePart[]) => parts.map(({ id }) => id);
    const cases: [string, (part: FreePart) => boolean][] = [
      ['brand=BENDIX', (part) => part.brand === 'Bendix'],
      [`mpn=${sample.part_number}`, (part) => part.part_number === sample.part_number],
      ['in_stock=true', (part) => part.inventory.total > 0],
      ['in_stock=false', (part) => part.inventory.total === 0],
      ['updated_since=2025-07-01T00:00:00Z', (part) => part.updated_at >= '2025-07-01T00:00:00.000Z'],
      ['q=DRUM+gunite', (part) => part.brand === 'Gunite' && part.name.includes('Drum')],
      [
        'category=filters&brand=wix&in_stock=true',
        (p) => p.category === 'filters' && p.brand === 'WIX' && p.inventory.total > 0,
      ],
    ];
    for (const [query, test] of cases) {
      const expected = ids(all.filter(test));
      expect(expected.length, query).toBeGreaterThan(0);
      expect(ids(await everyPart(client, query)), query).toEqual(expected);
    }
  });

  test('a number is found without its punctuation, a maker too', async () => {
    const client = await start();
    const [spring] = (await search(client, 'brand=Firestone&per_page=1')).parts;
    const bare = spring!.part_number.replaceAll('-', '').toLowerCase();
    expect((await search(client, `q=${bare}`)).parts.map(({ id }) => id)).toContain(spring!.id);
    expect((await search(client, 'q=trucklite')).page.total).toBe(
      (await search(client, 'brand=Truck-Lite')).page.total,
    );
  });

  test('a vehicle leads to the parts that fit it', async () => {
    const client = await start();
    const { json } = await client.supplier('GET', '/vehicles?make=kenworth&model=T680&year=2016');
    const [vehicle] = json.vehicles;
    const { parts } = await search(client, `vehicle_id=${vehicle.id}`);
    expect(parts.length).toBeGreaterThan(0);
    const answer = await client.supplier('GET', `/parts/${parts[0]!.id}`);
    expect(answer.json.part.fitment).toContainEqual(
      expect.objectContaining({ type: 'vehicle', vehicle_id: vehicle.id }),
    );
  });

  test.each([
    'per_page=101',
    'per_page=0',
    'page=0',
    'page=-1',
    'page=x',
    'in_stock=maybe',
    'updated_since=soon',
  ])('%s is refused with a code and a message', async (query) => {
    const { status, json } = await (await start()).supplier('GET', `/parts/search?${query}`);
    expect(status).toBe(422);
    expect(json).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  test('a page of a million parts is quick, deep inside as well', async () => {
    const client = await start({ parts: 1_000_000 });
    const begin = performance.now();
    const { parts, page } = await search(client, 'category=brakes&per_page=100&page=1200');
    expect(performance.now() - begin).toBeLessThan(250);
    expect(page.total).toBe(120_000);
    expect(parts).toHaveLength(100);
  });
});

describe('one part', () => {
  test('an unknown id is 404 on every path', async () => {
    const client = await start({ parts: 10 });
    for (const path of ['/parts/FP1000010', '/parts/x/price', '/parts/FP1000010/inventory']) {
      const { status, json } = await client.supplier('GET', path);
      expect(status).toBe(404);
      expect(json.error.code).toBe('part_not_found');
    }
  });

  test('another sandbox of the same size answers the same part', async () => {
    const [a, b] = [await start(), await start()];
    const [one, other] = [
      await a.supplier('GET', '/parts/FP1000123'),
      await b.supplier('GET', '/parts/FP1000123'),
    ];
    expect(one.json).toEqual(other.json);
  });
});

test('without the key it is 401', async () => {
  const { status, json } = await (await start()).supplier('GET', '/parts/search', undefined, {
    'X-API-Key': 'no',
  });
  expect(status).toBe(401);
  expect(json.error.code).toBe('invalid_api_key');
});

test('vehicles are paged and filtered without case', async () => {
  const client = await start();
  const { json } = await client.supplier('GET', '/vehicles?make=MACK&per_page=2&page=2');
  expect(json.page).toMatchObject({ number: 2, size: 2 });
  expect(json.page.total).toBeGreaterThan(10);
  expect(json.vehicles).toHaveLength(2);
  expect(json.vehicles[0]).toEqual({
    id: expect.any(String),
    year: expect.any(Number),
    make: 'Mack',
    model: expect.any(String),
    submodel: null,
    engine: expect.any(String),
  });
});
