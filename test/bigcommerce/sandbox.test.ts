import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BigCommerce, createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import { isDuplicateName, isDuplicateSku } from '../../src/bigcommerce/problem.ts';
import type { StoreProduct } from '../../src/bigcommerce/product-schema.ts';
import type { ProductCreate } from '../../src/bigcommerce/request-types.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { httpSend } from '../finditparts/http-send.ts';
import { collect } from '../finditparts/scripted-send.ts';

let folder: string;
let sandbox: Sandbox;
let http: ReturnType<typeof httpSend>;
let store: BigCommerce;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ttpd-bigcommerce-'));
  sandbox = await startSandbox({ dataDir: folder, parts: 10, plan: 'unlimited' });
  http = httpSend('bigcommerce', `${sandbox.url}/stores/${sandbox.storeHash}`, sandbox.accessToken);
  store = createBigCommerce({ send: http.send });
});

afterAll(async () => {
  await http?.close();
  await sandbox?.close();
  await rm(folder, { recursive: true, force: true });
});

let made = 0;
async function create(changes: Partial<ProductCreate> = {}) {
  const n = ++made;
  const { product } = await store.products.create({
    name: `Part ${n}`,
    type: 'physical',
    sku: `TT-${n}`,
    weight: 1.5,
    price: 10,
    inventory_tracking: 'product',
    ...changes,
  });
  return product;
}

describe('bigcommerce against the sandbox', () => {
  it('knows the store', async () => {
    expect((await store.store.information()).weightUnits).not.toBe('');
    expect(await store.store.time()).toBeGreaterThan(1_700_000_000);
  });

  it('creates a product and says what is taken of another', async () => {
    const product = await create({
      sku: 'Dup-1',
      name: 'Duplicate one',
      custom_fields: [{ name: 'VMRS', value: '013' }],
    });

    const sameSku = await create({ sku: 'DUP-1' }).catch((error: unknown) => error);
    const sameName = await create({ name: 'Duplicate one' }).catch((error: unknown) => error);

    expect([isDuplicateSku(sameSku), isDuplicateName(sameSku)]).toEqual([true, false]);
    expect([isDuplicateSku(sameName), isDuplicateName(sameName)]).toEqual([false, true]);
    expect(
      (await store.products.one(product.id, { include: ['custom_fields'] }))?.customFields,
    ).toMatchObject([{ name: 'VMRS', value: '013' }]);
    expect(await store.products.one(999_999)).toBeUndefined();
  });

  it('reads by SKU, by id, page by page and by scan', async () => {
    const products: StoreProduct[] = [];
    for (let n = 0; n < 12; n++) products.push(await create());
    const comma = await create({ sku: 'A,B & C' });
    const total = await store.products.count();

    const bySku = await store.products.bySku([
      products[5]!.sku.toLowerCase(),
      products[3]!.sku,
      'A,B & C',
      'NOT-THERE',
    ]);
    const byId = await store.products.byIds(products.map(({ id }) => id));
    const listed = (await collect(store.products.list({ sort: 'name', direction: 'desc' }))).flat();
    const scanned = (await collect(store.products.scan())).flatMap((page) => page.products);

    expect(bySku.map(({ sku }) => sku).toSorted()).toEqual(
      ['A,B & C', products[3]!.sku, products[5]!.sku].toSorted(),
    );
    expect(byId.length).toBe(12);
    expect(listed.length).toBe(total);
    expect(scanned.length).toBe(total);
    expect(scanned.map(({ id }) => id)).toEqual(scanned.map(({ id }) => id).toSorted((a, b) => a - b));
    expect(scanned.at(-1)?.id).toBe(comma.id);
  });

  it('writes a batch of which one row is bad', async () => {
    const products: StoreProduct[] = [];
    for (let n = 0; n < 10; n++) products.push(await create());
    const rows = products.map(({ id }, n) => ({
      id,
      price: 20.25,
      ...(n === 6 && { name: products[0]!.name }),
    }));
    const from = http.exchanges.length;

    const results = await store.products.updateBatch(rows);

    expect(results.map((result) => 'ok' in result && result.ok.price.toFixed())).toEqual(
      rows.map((_, n) => n !== 6 && '20.25'),
    );
    expect('error' in results[6]! && isDuplicateName(results[6].error)).toBe(true);
    expect(http.exchanges.length - from).toBeLessThanOrEqual(9);
  });

  it('makes categories, of which one is taken', async () => {
    const [tree] = (await collect(store.categories.trees())).flat();
    const [top] = await store.categories.create([{ name: 'Brakes', tree_id: tree!.id }]);
    const parentId = 'ok' in top! ? top.ok.id : 0;
    await store.categories.create([{ name: 'Drums', parent_id: parentId }]);

    const results = await store.categories.create(
      ['Shoes', 'Drums', 'Chambers'].map((name) => ({ name, parent_id: parentId })),
    );

    expect(results.map((result) => 'ok' in result)).toEqual([true, false, true]);
    const listed = (await collect(store.categories.list({ 'parent_id:in': String(parentId) }))).flat();
    expect(listed.map(({ name }) => name).toSorted()).toEqual(['Chambers', 'Drums', 'Shoes']);
    await store.categories.delete([parentId]);
  });

  it('finds or makes a brand once', async () => {
    const brand = await store.brands.findOrCreate('Gunite');

    expect(await store.brands.findOrCreate('GUNITE')).toEqual(brand);
    await expect(store.brands.create({ name: 'Gunite' })).rejects.toSatisfy(isDuplicateName);
  });

  it('sets stock of all items but the one that is not tracked', async () => {
    const products = [await create(), await create({ inventory_tracking: 'none' }), await create()];
    const [location] = (await collect(store.inventory.locations())).flat();

    const results = await store.inventory.adjustAbsolute(
      products.map(({ id: productId }, n) => ({ productId, locationId: location!.id, quantity: 40 + n })),
      { reason: 'test' },
    );

    expect(results.map((result) => 'ok' in result)).toEqual([true, false, true]);
    await expect
      .poll(async () => {
        const items = (
          await collect(store.inventory.items({ productIds: [products[0]!.id, products[2]!.id] }))
        ).flat();
        return items.map((item) => item.locations[0]?.availableToSell).toSorted();
      })
      .toEqual([40, 42]);
    expect((await collect(store.inventory.items({ productIds: [products[0]!.id] }))).flat().length).toBe(1);
    expect(
      (await collect(store.inventory.items({ locationIds: [location!.id] }))).flat().length,
    ).toBeGreaterThan(2);
  });

  it('writes what hangs on a product', async () => {
    const { id } = await create();
    const field = await store.customFields.create(id, { name: 'Core charge', value: '75.00' });
    const image = await store.images.create(id, { image_url: 'https://images.example.com/a.jpg' });

    await store.customFields.update(id, field.id, { value: '80.00' });
    await store.images.update(id, image.id, { description: 'Front' });

    expect((await collect(store.customFields.list(id))).flat()).toEqual([{ ...field, value: '80.00' }]);
    expect((await collect(store.images.list(id))).flat()).toMatchObject([
      { id: image.id, description: 'Front' },
    ]);
    await store.customFields.delete(id, field.id);
    await store.images.delete(id, image.id);
    expect((await collect(store.images.list(id))).flat()).toEqual([]);
  });

  it('writes metafields in bulk, of which one is taken', async () => {
    const products = [await create(), await create()];
    const row = (id: number, value: string) =>
      ({ resource_id: id, namespace: 'ttpd', key: 'source', value, permission_set: 'app_only' }) as const;
    const [first] = await store.metafields.create([row(products[0]!.id, 'one')]);
    const long = 'x'.repeat(5_000);

    const results = await store.metafields.create([row(products[0]!.id, 'two'), row(products[1]!.id, long)]);

    expect(results.map((result) => 'ok' in result)).toEqual([false, true]);
    expect('ok' in results[1]! && results[1].ok.value).toBe(long);
    const id = 'ok' in first! ? first.ok.id : 0;
    await store.metafields.update([{ id, value: 'three' }]);
    const listed = (await collect(store.metafields.list({ namespace: 'ttpd' }))).flat();
    expect(listed.map(({ key, value }) => `${key} ${value.slice(0, 5)}`).toSorted()).toEqual([
      'source three',
      'source xxxxx',
    ]);
    await store.metafields.delete(listed.map((each) => each.id));
    expect((await collect(store.metafields.list({ productId: products[0]!.id }))).flat()).toEqual([]);
  });

  it('deletes products by id, and a product that is gone is no error', async () => {
    const products = [await create(), await create()];
    const ids = products.map(({ id }) => id);

    await store.products.delete(ids);
    await store.products.delete(ids);

    expect(await store.products.byIds(ids)).toEqual([]);
  });
});
