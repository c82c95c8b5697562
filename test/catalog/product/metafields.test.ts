import { describe, expect, it, onTestFinished } from 'vitest';
import { type SyncBed, syncBed } from '../../helpers/sync-at-sandbox.ts';

interface Metafield {
  id: number;
  resource_id: number;
  namespace: string;
  key: string;
  value: string;
  permission_set: string;
}

const BULK = '/v3/catalog/products/metafields';

async function bedOf(parts = 30, ...faults: string[]): Promise<SyncBed> {
  const bed = await syncBed({ parts, faults });
  onTestFinished(() => bed.close());
  return bed;
}

const metafieldsOf = async (bed: SyncBed) =>
  (await bed.store<Metafield[]>('products/metafields?limit=250')).map(({ resource_id, key, value }) =>
    JSON.stringify([resource_id, key, value]),
  );
const writes = (bed: SyncBed, method: string) =>
  bed.received.filter((each) => each.path === BULK && each.method === method).map(({ body }) => body);
const firstId = 'FP1000000';

describe('metafields', () => {
  it('are written fifty a call after the products, and not again', async () => {
    const bed = await bedOf();

    const first = await bed.sync();
    const posted = writes(bed, 'POST');
    const second = await bed.sync();

    const values = posted.flat();
    expect(first.plan.metafields).toBe(first.plan.create);
    expect(first.applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(values.length).toBeGreaterThan(50);
    expect(posted.length).toBeLessThanOrEqual(Math.ceil(values.length / 49));
    expect(second.plan).toMatchObject({ create: 0, update: 0, metafields: 0 });
    expect(bed.received).toEqual([]);
  });

  it('name what a part fits, for themes, and where it is from, for ttpd alone', async () => {
    const bed = await bedOf(2);
    await bed.admin(`parts/${firstId}`, 'PATCH', {
      fitment: [
        { type: 'vehicle', year: 2018, make: 'Freightliner', model: 'Cascadia', engine: 'DD15' },
        { type: 'component', make: 'Meritor', model: 'Q+', note: 'Drive axle' },
        { type: 'universal' },
      ],
    });

    await bed.sync();

    const own = (await bed.store<Metafield[]>('products/metafields')).filter(({ value }) =>
      /Cascadia|FP1000000/.test(value),
    );
    const byKey = new Map(own.map((each) => [each.key, each]));
    expect(byKey.get('fitment')).toMatchObject({
      namespace: 'ttpd',
      permission_set: 'read_and_sf_access',
      value: JSON.stringify([
        { type: 'vehicle', year: 2018, make: 'Freightliner', model: 'Cascadia', engine: 'DD15' },
        { type: 'component', make: 'Meritor', model: 'Q+', note: 'Drive axle' },
        { type: 'universal' },
      ]),
    });
    expect(byKey.get('supplier')?.permission_set).toBe('app_only');
    expect(JSON.parse(byKey.get('supplier')?.value ?? '')).toMatchObject({
      id: firstId,
      hash: expect.stringMatching(/^[\da-f]{32}$/),
    });
  });

  it('are changed by their ids, and only those that changed', async () => {
    const bed = await bedOf(5);
    await bed.sync();
    const before = await metafieldsOf(bed);
    await bed.admin(`parts/${firstId}`, 'PATCH', { fitment: [{ type: 'universal' }] });

    const { plan } = await bed.sync();

    expect(plan).toMatchObject({ update: 0, metafields: 1 });
    expect(writes(bed, 'POST')).toEqual([]);
    // Its fitment, and the hash of its details.
    expect(writes(bed, 'PUT')[0]).toHaveLength(2);
    expect(await metafieldsOf(bed)).toHaveLength(before.length);
    expect((await bed.sync()).plan.metafields).toBe(0);
  });

  it('are taken away when the supplier no longer fills them', async () => {
    const bed = await bedOf(5);
    await bed.sync();
    const before = await metafieldsOf(bed);
    await bed.admin(`parts/${firstId}`, 'PATCH', { fitment: [] });

    await bed.sync();

    expect(writes(bed, 'DELETE')).toHaveLength(1);
    expect(await metafieldsOf(bed)).toHaveLength(before.length - 1);
    expect((await bed.sync()).plan.metafields).toBe(0);
  });

  it('go on in further values when one is too long, and come back into one', async () => {
    const bed = await bedOf(2);
    const fitment = Array.from({ length: 1_500 }, (_, i) => ({
      type: 'vehicle',
      year: 1990 + (i % 35),
      make: 'Freightliner',
      model: `Cascadia ${i} ½`,
    }));
    await bed.admin(`parts/${firstId}`, 'PATCH', { fitment });

    await bed.sync();
    const long = (await bed.store<Metafield[]>('products/metafields')).filter(({ key }) => key.includes('_'));
    await bed.admin(`parts/${firstId}`, 'PATCH', { fitment: fitment.slice(0, 3) });
    const { applied } = await bed.sync();
    const keys = (await bed.store<Metafield[]>('products/metafields')).map(({ key }) => key);

    expect(long.map(({ key }) => key)).toEqual(['fitment_1', 'fitment_2']);
    for (const { value } of long) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(65_535);
    expect(long.flatMap(({ value }) => JSON.parse(value) as unknown[])).toEqual(fitment);
    expect(applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(keys).toContain('fitment');
    expect(keys.filter((key) => key.includes('_'))).toEqual([]);
  });

  it.each([
    ['the answer is lost after they were saved', `bc:lost-answer:2:POST ${BULK}`],
    ['the request is lost before it arrived', `bc:lost-request:2:POST ${BULK}`],
    ['the store fails', `bc:500:1:POST ${BULK}`],
  ])('are all there once when %s', async (_, fault) => {
    const [bed, twin] = [await bedOf(30, fault), await bedOf(30)];

    const { applied } = await bed.sync();
    await twin.sync();

    expect(applied).toMatchObject({ failed: 0, unknown: 0 });
    const [mine, its] = await Promise.all([bed, twin].map((each) => each.admin('state-hash')));
    expect(mine).toEqual(its);
  });

  it('that are there already are left or renewed, never doubled: a second machine takes over', async () => {
    const bed = await bedOf(10);
    await bed.sync();
    const before = await metafieldsOf(bed);
    await bed.admin(`parts/${firstId}`, 'PATCH', { fitment: [{ type: 'universal' }] });
    await bed.forget();

    const { applied } = await bed.sync();

    expect(applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(await metafieldsOf(bed)).toHaveLength(before.length);
    expect((await bed.sync()).plan.metafields).toBe(0);
  });

  it('end with a product that was refused', async () => {
    const bed = await bedOf(5, 'bc:422:1:POST /v3/catalog/products');

    const { plan, applied, problems } = await bed.sync();

    expect(applied).toMatchObject({ failed: 1, done: plan.create + plan.metafields + plan.related - 2 });
    expect(problems.filter(({ severity }) => severity === 'error')).toHaveLength(1);
  });

  it('follow the rules: details that were compared by other ones are read again, once', async () => {
    const bed = await bedOf(10);
    const interchange = [{ brand: 'Webb', part_number: '66864B' }];
    await bed.admin(`parts/${firstId}`, 'PATCH', { interchange });
    await bed.sync();
    const before = await metafieldsOf(bed);

    const switched = await bed.sync({ metafields: { supplier: false, interchange: true } });
    const after = (await bed.store<Metafield[]>('products/metafields?limit=250')).map(({ key }) => key);
    const again = await bed.sync({ metafields: { supplier: false, interchange: true } });

    expect(switched.plan.metafields).toBeGreaterThan(5);
    expect(before.join()).toContain('"supplier"');
    expect(after).not.toContain('supplier');
    expect(after).toContain('interchange');
    expect(again.plan.metafields).toBe(0);
    expect(bed.received).toEqual([]);
  });

  it('cost nothing where the rules switch them off', async () => {
    const bed = await bedOf(10);
    const off = { fitment: false, attributes: false, kit: false, supersededBy: false, supplier: false };

    const { plan } = await bed.sync({ metafields: off });

    expect(plan.create).toBeGreaterThan(5);
    expect(plan.metafields).toBe(0);
    expect(writes(bed, 'POST')).toEqual([]);
  });
});
