import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rollback } from '../../src/catalog/rollback.ts';
import { startStoreEngine } from '../helpers/store-engine.ts';
import { syncBed } from '../helpers/sync-at-sandbox.ts';
import { exportText, importText } from './file/import/import.ts';

interface Pair {
  name: string;
  value: string;
}
const sorted = (pairs: readonly Pair[]) => pairs.map(({ name, value }) => `${name}=${value}`).sort();

/** A store with one product that has these custom fields. */
async function shop() {
  const at = await startStoreEngine();
  onTestFinished(() => at.close());
  const product = { name: 'Adapter', type: 'physical' as const, sku: 'CF-1', weight: 1, price: 10 };
  const have = async (custom_fields: Pair[]) => {
    await at.reset();
    await at.store.products.create({ ...product, custom_fields });
    const [made] = await at.store.products.bySku(['CF-1'], { include: ['custom_fields'] });
    return made?.id ?? 0;
  };
  const pairs = async () => {
    const [found] = await at.store.products.bySku(['CF-1'], { include: ['custom_fields'] });
    return found?.customFields ?? [];
  };
  const back = async (planId: string) => {
    const plan = await at.engine.ledger.plans.get(planId);
    if (!plan) throw new Error(`there is no plan ${planId}`);
    return rollback(at.engine, { plan, deleteCreated: false }, async () => undefined);
  };
  return { at, have, pairs, back };
}

const cellOf = (pairs: readonly Pair[]) => pairs.map(({ name, value }) => `${name}=${value}`).join(';');
const file = (pairs: readonly Pair[]) => `SKU,Custom Fields\nCF-1,${cellOf(pairs)}\n`;

describe('a file', () => {
  it('makes every value of a name, and a file that is exported has them all', async () => {
    const { at } = await shop();
    await importText(
      at,
      'SKU,Name,Price,Weight,Custom Fields\nCF-2,Clevis,10,1,Fits=Mack;Fits=Volvo;Grade=8\n',
    );
    const [made] = await at.store.products.bySku(['CF-2'], { include: ['custom_fields'] });
    expect(sorted(made?.customFields ?? [])).toEqual(['Fits=Mack', 'Fits=Volvo', 'Grade=8']);

    const text = await exportText(at, 'ttpd');
    expect(text).toContain('Fits=Mack;Fits=Volvo;Grade=8');
    expect((await importText(at, text)).plan).toMatchObject({ update: 0, unchanged: 1 });
  });

  it('replaces what there is of its names, and a rollback brings all of it back', async () => {
    const { at, have, pairs, back } = await shop();
    const before = [
      { name: 'Fits', value: 'Mack' },
      { name: 'Fits', value: 'Volvo' },
      { name: 'Own', value: 'x' },
    ];
    await have(before);
    const { plan, operations } = await importText(at, file([{ name: 'Fits', value: 'Kenworth' }]));
    expect(operations).toMatchObject([
      {
        before: { 'customField.Fits=Mack': 'Mack', 'customField.Fits=Volvo': 'Volvo' },
        after: { 'customField.Fits=Mack': null, 'customField.Fits=Kenworth': 'Kenworth' },
      },
    ]);
    expect(sorted(await pairs())).toEqual(['Fits=Kenworth', 'Own=x']);

    expect(await back(plan.id)).toMatchObject({ applied: { done: 1, failed: 0 } });
    expect(sorted(await pairs())).toEqual(sorted(before));
  });

  it('is set apart whole where the product would have more than the store takes', async () => {
    const { at, have, pairs } = await shop();
    const many = Array.from({ length: 199 }, (_, i) => ({ name: `A${i}`, value: 'x' }));
    await have(many);
    const two = [1, 2].map((n) => ({ name: 'Fits', value: String(n) }));
    expect((await importText(at, file(two))).allProblems).toMatchObject([{ code: 'TOO_MANY', line: 2 }]);
    expect(await pairs()).toHaveLength(199);

    await importText(at, `SKU,Custom Fields\nCF-1,A0=;${cellOf(two)}\n`);
    expect(await pairs()).toHaveLength(200);

    const all = Array.from({ length: 200 }, (_, i) => ({ name: `B${i}`, value: 'y' }));
    const gone = many.map(({ name }) => `${name}=`).join(';');
    const { allProblems } = await importText(at, `SKU,Custom Fields\nCF-1,Fits=;${gone};${cellOf(all)}\n`);
    expect(allProblems).toEqual([]);
    expect(sorted(await pairs())).toEqual(sorted(all));
  });

  it('is taken back exactly, whatever pairs there are, in any order, and whatever a merchant does since', {
    timeout: 60_000,
  }, async () => {
    const { at, have, pairs, back } = await shop();
    const pair = fc.record({
      name: fc.constantFrom('Fits', 'A=b', String.raw`C\d`, 'Größe', 'fits'),
      value: fc.constantFrom('Mack', 'Volvo', '=', 'é', '16.5"'),
    });
    const some = fc.uniqueArray(pair, { maxLength: 6, selector: (it) => JSON.stringify(it) });
    const escaped = (it: readonly Pair[]) =>
      it.map(({ name, value }) => ({ name: name.replaceAll(/[\\=;]/g, '\\$&'), value }));
    await fc.assert(
      fc.asyncProperty(some, some, some, some, async (there, written, added, removed) => {
        const id = await have(there);
        const cell = cellOf(escaped(written)).replaceAll('"', '""');
        const { plan } = await importText(at, `SKU,Custom Fields\nCF-1,"${cell}"\n`);
        const after = sorted(await pairs());
        const names = new Set(written.map(({ name }) => name));
        const kept = there.filter(({ name }) => !names.has(name));
        expect(after).toEqual(sorted([...kept, ...written]));

        for (const field of await pairs())
          if (sorted(removed).includes(sorted([field])[0] ?? ''))
            await at.store.customFields.delete(id, field.id);
        const left = sorted(await pairs());
        for (const each of added)
          if (!left.includes(sorted([each])[0] ?? '')) await at.store.customFields.create(id, each);
        const now = sorted(await pairs());

        const [was, came] = [sorted(there), after.filter((each) => !sorted(there).includes(each))];
        const gone = was.filter((each) => !after.includes(each));
        await back(plan.id);
        const expected = new Set([...now.filter((each) => !came.includes(each)), ...gone]);
        expect(sorted(await pairs())).toEqual([...expected].sort());
      }),
      { numRuns: Number(process.env.RUNS ?? 25) },
    );
  });
});

const PART = 'FP1000000';

/** A store in step with a supplier of one part. */
async function supplied() {
  const bed = await syncBed({ parts: 1 });
  onTestFinished(() => bed.close());
  const has = (...attributes: string[]) =>
    bed.admin(`parts/${PART}`, 'PATCH', {
      ...{ brand: 'Gunite', part_number: '3600', status: 'active', weight: { value: 5, unit: 'lb' } },
      ...{ inventory: 4, price: { list: '20.00', account: '10.00' } },
      attributes: attributes.map((it) => ({ name: it.split('=')[0], value: it.split('=')[1] })),
    });
  await has();
  await bed.sync();
  const [product] = await bed.store<{ id: number }[]>('products');
  const path = `products/${product?.id}/custom-fields`;
  return {
    bed,
    has,
    pairs: async () => sorted(await bed.store<Pair[]>(`${path}?limit=250`)),
    add: (pair: Pair) => bed.store(path, 'POST', pair),
    written: () => bed.received.filter(({ path: where }) => where.includes('custom-fields')),
  };
}
const many = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}=v`);

describe('a sync', () => {
  it("leaves a merchant's second value under its own name, and has nothing to do about it", async () => {
    const { bed, has, pairs, add, written } = await supplied();
    await has('Origin=US');
    await bed.sync();
    await add({ name: 'Origin', value: 'CA' });
    for (let n = 0; n < 2; n++) {
      await bed.sync();
      expect(written()).toEqual([]);
      expect(await pairs()).toEqual(expect.arrayContaining(['Origin=CA', 'Origin=US']));
    }
    await has('Origin=MX');
    await bed.sync();
    const now = await pairs();
    expect(now).toEqual(expect.arrayContaining(['Origin=CA', 'Origin=MX']));
    expect(now).not.toContain('Origin=US');
    await has();
    await bed.sync();
    expect((await pairs()).filter((each) => each.startsWith('Origin'))).toEqual(['Origin=CA']);
  });

  it("never takes away a merchant's pair that the supplier had too for a while", async () => {
    const { bed, has, pairs, add } = await supplied();
    await add({ name: 'Origin', value: 'US' });
    await has('Origin=US', 'Other=1');
    await bed.sync();
    await has('Other=2');
    await bed.sync();
    expect(await pairs()).toEqual(expect.arrayContaining(['Origin=US', 'Other=2']));
  });

  it('changes 190 of 200 in one go: what goes makes room', async () => {
    const { bed, has, pairs } = await supplied();
    await has(...many('old', 190));
    await bed.sync();
    await has(...many('new', 190));
    expect((await bed.sync()).applied).toMatchObject({ failed: 0, unknown: 0 });
    const now = await pairs();
    expect(now.filter((each) => each.startsWith('new'))).toHaveLength(190);
    expect(now.filter((each) => each.startsWith('old'))).toHaveLength(0);
  }, 60_000);

  it("writes as many as a merchant's own leave room for, says which it left out, and goes on", async () => {
    const { bed, has, pairs, add } = await supplied();
    await has(...many('a', 100));
    await bed.sync();
    for (let i = 0; i < 6; i++) await add({ name: `Mine ${i}`, value: 'x' });
    await has(...many('a', 199));
    const { applied, problems } = await bed.sync();
    expect(applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(problems).toContainEqual(expect.objectContaining({ code: 'CUSTOM_FIELD_LEFT_OUT' }));
    const now = await pairs();
    expect(now).toHaveLength(200);
    expect(now.filter((each) => each.startsWith('Mine'))).toHaveLength(6);
    await bed.sync();
    expect(bed.received).toEqual([]);
  }, 60_000);
});
