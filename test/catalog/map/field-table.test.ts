import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Received, type SyncBed, syncBed } from '../../helpers/sync-at-sandbox.ts';
import { PLAIN, type Row, RULES, type Seen, TABLE } from './field-table.ts';

// biome-ignore lint/suspicious/noExplicitAny: products are looked into
type Product = Record<string, any> & { id: number; sku: string };

/**
 * Each row of docs/facts/parts-domain.md#field-table, from a supplier's part over the wire to the request that the
 * store receives, and on: a merchant edits the product, the supplier changes the part, and a second sync shows who has
 * the last word.
 */
describe('the field table', () => {
  let bed: SyncBed;
  const seen = new Map<string, Seen>();

  beforeAll(async () => {
    const rows = Object.entries(TABLE);
    bed = await syncBed({ parts: rows.length + 1 });
    // The first part is what another one is superseded by.
    const parts = [{ sku: 'GU-R0', part: { part_number: 'R0', name: 'Part 0' } }, ...rows.map(partOf)];
    for (const [i, { part }] of parts.entries()) await patch(idOf(i), { ...PLAIN, ...part });
    await bed.store<unknown>('trees');
    await foreignCategory();

    const first = await bed.sync(RULES);
    const requests = [...bed.received];
    const created = await products();

    for (const [i, [, row]] of rows.entries()) {
      const product = created.get(parts[i + 1]?.sku ?? '');
      if (product) await edit(product, row);
      // Details are compared again when a part changes.
      await patch(idOf(i + 1), { updated_at: '2026-11-20T00:00:00.000Z', ...row.then });
    }
    await bed.sync(RULES);
    const after = await products();

    for (const [i, [name]] of rows.entries()) {
      const sku = parts[i + 1]?.sku ?? '';
      const product = after.get(sku);
      seen.set(name, {
        ...sentFor(requests, sku, product?.id ?? 0),
        requests,
        later: [...bed.received],
        after: product,
        productId: product?.id ?? 0,
        partId: idOf(i + 1),
        problems: first.problems,
      });
    }
  }, 60_000);

  afterAll(() => bed?.close());

  it.each(Object.entries(TABLE))('%s', (name, { sends, ends }) => {
    const row = seen.get(name);
    if (!row?.after) throw new Error('it was not created');

    sends(row);
    ends(row);
  });

  it('says of every row whose it is after the first write', () => {
    expect(new Set(Object.values(TABLE).map(({ owner }) => owner))).toEqual(
      new Set(['supplier', 'tool', 'merchant', 'merchant, after edit']),
    );
  });

  const patch = (id: string, part: object) => bed.admin(`parts/${id}`, 'PATCH', part);
  const idOf = (index: number) => `FP${1_000_000 + index}`;

  async function products(): Promise<Map<string, Product>> {
    const { products } = await bed.admin<{ products: Product[] }>('products?limit=250');
    return new Map(products.map((product) => [product.sku, product]));
  }

  async function foreignCategory(): Promise<void> {
    const [tree] = await bed.store<{ id: number }[]>('trees');
    const [made] = await bed.store<{ category_id: number }[]>('trees/categories', 'POST', [
      { name: 'Foreign', tree_id: tree?.id },
    ]);
    const { edit } = TABLE.category as Row;
    if (edit) edit.categories = [made?.category_id];
  }

  async function edit(product: Product, row: Row): Promise<void> {
    if (row.edit) await bed.admin(`products/${encodeURIComponent(product.sku)}`, 'PATCH', row.edit);
    if (!row.editCustomField) return;
    const [name, value] = row.editCustomField;
    const path = `products/${product.id}/custom-fields`;
    const fields = await bed.store<{ id: number; name: string }[]>(path);
    const field = fields.find((each) => each.name === name);
    await bed.store(`${path}/${field?.id}`, 'PUT', { name, value });
  }
});

function partOf([, { part, sku }]: [string, Row], i: number) {
  const numbered = { part_number: `R${i + 1}`, name: `Part ${i + 1}`, ...part };
  return { sku: sku ?? `GU-${numbered.part_number}`, part: numbered };
}

function sentFor(requests: readonly Received[], sku: string, productId: number) {
  const created = requests.find(
    ({ method, path, body }) => method === 'POST' && path === '/v3/catalog/products' && body.sku === sku,
  )?.body;
  const metafields = requests
    .filter(({ path }) => path === '/v3/catalog/products/metafields')
    .flatMap(
      ({ body }) => body as { resource_id: number; key: string; value: string; permission_set: string }[],
    )
    .filter(({ resource_id }) => resource_id === productId);
  const customFields = (created?.custom_fields ?? []) as { name: string; value: string }[];
  return {
    created,
    metafields: Object.fromEntries(metafields.map((each) => [each.key, each])),
    customFields: Object.fromEntries(customFields.map(({ name, value }) => [name, value])),
  };
}
