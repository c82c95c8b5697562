import { expect, it } from 'vitest';
import type { ApplyContext } from '../../../../src/catalog/apply/context.ts';
import { withProducts } from '../../../../src/catalog/apply/writers/product-ids.ts';
import { loadTaxonomy } from '../../../../src/catalog/store/taxonomy.ts';
import { creating, metafielding, writing } from '../../../helpers/plan-rows.ts';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';

const CREATED = ['Made', 'Refused', 'Unknown', 'Waiting'];

/** A plan that creates products and writes metafields to each, and to one that is there. */
async function waiting() {
  const bench = await scriptedEngine();
  const { engine } = bench;
  const planId = await bench.plan([
    ...CREATED.map((sku) => creating(sku)),
    ...['MADE', ...CREATED.slice(1)].map((sku) => metafielding(sku, null, { fitment: 'v' })),
    metafielding('There', 7, { fitment: 'v' }),
    metafielding('Elsewhere', null, { fitment: 'v' }),
  ]);
  const [made, refused, unknown, ...others] = await bench.rowsOf(planId);
  if (!made || !refused || !unknown) throw new Error('the plan has no rows');
  await engine.ledger.operations.complete(writing([made], { productId: 41 }), 'store');
  const error = { code: 'REFUSED', message: 'No.' };
  await engine.ledger.operations.mark([refused], { state: 'failed', productId: 42, error });
  await engine.ledger.operations.mark([unknown], { state: 'unknown', productId: 43, error });
  const context: ApplyContext = {
    engine,
    taxonomy: await loadTaxonomy(engine, engine.giveUp),
    isUndo: false,
    settled: () => {},
  };
  return { bench, planId, context, rows: others.filter((row) => row.kind === 'metafields') };
}

it('gives rows the ids of the products that the plan made, whatever their case', async () => {
  const { context, rows } = await waiting();

  const ready = await withProducts(context, rows);

  expect(ready.map(({ sku, productId: id }) => [sku, id])).toEqual([
    ['MADE', 41],
    ['There', 7],
  ]);
});

it('skips the rows of a product that was refused, and leaves those whose product is not certain for later', async () => {
  const { bench, planId, context, rows } = await waiting();

  await withProducts(context, rows);

  const after = (await bench.rowsOf(planId)).filter(({ kind }) => kind === 'metafields');
  expect(Object.fromEntries(after.map(({ sku, state, error }) => [sku, [state, error?.code]]))).toEqual({
    MADE: ['planned', undefined],
    Refused: ['skipped', 'NOT_CREATED'],
    Unknown: ['planned', undefined],
    Waiting: ['planned', undefined],
    There: ['planned', undefined],
    Elsewhere: ['planned', undefined],
  });
  expect(await withProducts(context, [])).toEqual([]);
});
