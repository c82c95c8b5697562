import { describe, expect, it } from 'vitest';
import { applySaved } from '../../../src/catalog/runs.ts';
import { type Bench, bench } from '../../helpers/sandbox-engine.ts';

const PARTS = 200;

interface Gone {
  at: Bench;
  id: string;
  sku: string;
  /** Whether the store shows it. */
  isVisible(): Promise<boolean>;
}

/** A store in step, of which one part has vanished from the supplier's catalogue. */
async function oneGone(selection = { category: 'brakes' } as Record<string, unknown>): Promise<Gone> {
  const at = await bench(PARTS);
  const created = (await at.rowsOf(await at.sync({ selection }))).filter(({ kind }) => kind === 'create');
  const row = created.find(({ after }) => Number(after.stock) > 0);
  const [id, sku] = [row?.partId ?? '', row?.sku ?? ''];
  // The next run sees the products that this one made.
  await at.sync({ selection });
  await at.client.admin('PATCH', `/parts/${id}`, { removed: true });
  return {
    at,
    id,
    sku,
    async isVisible() {
      const { json } = await at.client.store('GET', `/v3/catalog/products?sku=${encodeURIComponent(sku)}`);
      return json.data[0].is_visible;
    },
  };
}

describe('a part that the supplier no longer has', () => {
  it('is hidden after three complete runs, and never deleted', async () => {
    const { at, sku, isVisible } = await oneGone();
    const today = new Date().toISOString().slice(0, 10);

    const [first, second] = [await at.sync(), await at.sync()];
    expect([first.plan.hide, second.plan.hide, await isVisible()]).toEqual([0, 0, true]);
    expect(second.problems).toContainEqual(
      expect.objectContaining({
        code: 'PART_ABSENT',
        sku,
        message: expect.stringContaining(`absent in 2 complete runs since ${today}`),
      }),
    );

    const third = await at.sync();
    const hidden = (await at.rowsOf(third)).filter(({ kind }) => kind === 'hide');
    expect(hidden).toMatchObject([
      {
        sku,
        code: 'PART_GONE',
        reason: `absent in 3 complete runs since ${today}`,
        before: { visible: true },
        after: { visible: false },
        state: 'done',
      },
    ]);
    expect(await isVisible()).toBe(false);
    const fourth = await at.sync();
    expect(fourth.plan.hide + fourth.plan.update).toBe(0);
  });

  it('is shown again when it comes back, and its count begins anew', async () => {
    const { at, id, isVisible } = await oneGone();
    for (let run = 0; run < 3; run++) await at.sync();
    expect(await isVisible()).toBe(false);

    await at.client.admin('PATCH', `/parts/${id}`, { removed: false });
    await at.sync();
    expect(await isVisible()).toBe(true);

    await at.client.admin('PATCH', `/parts/${id}`, { removed: true });
    const [first, second] = [await at.sync(), await at.sync()];
    expect([first.plan.hide, second.plan.hide]).toEqual([0, 0]);
    expect((await at.sync()).plan.hide).toBe(1);
  });

  it('begins anew when it comes back in between', async () => {
    const { at, id } = await oneGone();
    await at.sync();
    await at.sync();
    await at.client.admin('PATCH', `/parts/${id}`, { removed: false });
    await at.sync();
    await at.client.admin('PATCH', `/parts/${id}`, { removed: true });

    expect((await at.sync()).plan.hide).toBe(0);
  });

  it('stays as a merchant has set it since', async () => {
    const { at, sku, isVisible } = await oneGone();
    for (let run = 0; run < 3; run++) await at.sync();
    await at.client.admin('PATCH', `/products/${encodeURIComponent(sku)}`, { is_visible: true });

    expect((await at.sync()).plan.hide).toBe(0);
    expect(await isVisible()).toBe(true);
  });

  it('is not missed by a narrower or another selection, a few SKUs, a search or a limit', async () => {
    const { at, sku } = await oneGone({ all: true });
    const others = [
      { category: 'brakes' },
      { brand: 'Gunite' },
      { skus: [sku] },
      { all: true, limit: 3 },
      { query: 'brake' },
    ];
    for (const selection of [...others, ...others]) {
      const { plan, problems } = await at.sync({ selection });
      expect([selection, plan.hide]).toEqual([selection, 0]);
      expect(problems.filter(({ code }) => code === 'PART_ABSENT')).toEqual([]);
    }
  });

  it('is missed by a wider selection than the one that saw it last', async () => {
    const { at } = await oneGone();
    for (let run = 0; run < 2; run++) await at.sync({ selection: { all: true } });

    expect((await at.sync()).plan.hide).toBe(1);
  });

  it('is not counted by dry runs, and by a saved plan once it is applied', async () => {
    const { at } = await oneGone();
    const saved = [];
    for (let run = 0; run < 4; run++) saved.push((await at.sync({}, { dryRun: true })).plan);
    expect(saved.map(({ hide }) => hide)).toEqual([0, 0, 0, 0]);

    await applySaved(at.engine, saved[0]?.id ?? '');
    await applySaved(at.engine, saved[0]?.id ?? '');
    await applySaved(at.engine, saved[1]?.id ?? '');
    expect((await at.sync({}, { dryRun: true })).plan.hide).toBe(1);
  });

  it('is missed as if no dry run of another selection had been', async () => {
    const { at, id } = await oneGone();
    await at.client.admin('PATCH', `/parts/${id}`, { removed: false });
    await at.sync({ selection: { all: true } }, { dryRun: true });
    await at.client.admin('PATCH', `/parts/${id}`, { removed: true });

    const hidden = [await at.sync(), await at.sync(), await at.sync()].map(({ plan }) => plan.hide);
    expect(hidden).toEqual([0, 0, 1]);
  });

  it('counts nothing back when a dry run sees it again', async () => {
    const { at, id } = await oneGone();
    await at.sync();
    await at.sync();
    await at.client.admin('PATCH', `/parts/${id}`, { removed: false });
    await at.sync({}, { dryRun: true });
    await at.client.admin('PATCH', `/parts/${id}`, { removed: true });

    expect((await at.sync()).plan.hide).toBe(1);
  });

  it('is not hidden with --only price,stock, and by the next run without it', async () => {
    const { at } = await oneGone();
    for (let run = 0; run < 4; run++)
      expect((await at.sync({ groups: ['price', 'stock'] })).plan.hide).toBe(0);

    expect((await at.sync()).plan.hide).toBe(1);
  });

  it('is not hidden when the supplier still sells it and only the answer lacks it', async () => {
    const { at, id } = await oneGone();
    await at.client.admin('PATCH', `/parts/${id}`, { removed: false, category: 'filters' });

    for (let run = 0; run < 5; run++) expect((await at.sync()).plan.hide).toBe(0);
  });

  it('takes as many runs as ttpd.yaml says', async () => {
    const { at } = await oneGone();

    expect((await at.sync({}, { rules: { guards: { absentRuns: 1 } } })).plan.hide).toBe(1);
  });

  it('is left alone where visibility is the merchant’s', async () => {
    const { at } = await oneGone();
    const rules = { guards: { absentRuns: 1 }, owners: { visible: 'merchant' as const } };

    expect((await at.sync({}, { rules })).plan.hide).toBe(0);
  });
});

describe('a part that cannot be read', () => {
  it('is there, whatever it is', async () => {
    const { at, id } = await oneGone();
    const { supplier } = at.engine;
    at.engine.supplier = {
      ...supplier,
      async *search(query, signal) {
        for await (const page of supplier.search(query, signal))
          yield {
            ...page,
            unreadable: [{ id, reason: 'price is not a number' }],
            total: (page.total ?? 0) + 1,
          };
      },
    };

    for (let run = 0; run < 4; run++) {
      const { plan, problems } = await at.sync();
      expect(plan.hide).toBe(0);
      expect(problems.filter(({ code }) => code === 'PART_ABSENT')).toEqual([]);
    }
  });
});
