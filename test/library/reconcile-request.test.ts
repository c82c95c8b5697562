import { Big } from 'big.js';
import { expect, it } from 'vitest';
import { type ReconcileOptions, readReconcileOptions } from '../../src/library/reconcile-request.ts';

const now = new Date('2026-05-04T12:00:00Z');
const read = (options: ReconcileOptions) =>
  readReconcileOptions(
    {
      clock: { date: () => now, now: () => 0, sleep: async () => {} },
      stop: { drain: new AbortController().signal },
    },
    options,
  );

it('reads tolerances, ages and shares as they are written', async () => {
  const asked = await read({ toleranceStock: '5%', tolerancePrice: '0.01', maxAge: '4h', failOn: '1%' });

  expect(asked.criteria.tolerance).toEqual({ stock: { share: new Big('0.05') }, price: new Big('0.01') });
  expect(asked.criteria.notBefore).toEqual(new Date('2026-05-04T08:00:00Z'));
  expect(asked.failOn).toEqual({ share: new Big('0.01') });
});

it.each<ReconcileOptions>([
  { toleranceStock: '-1' },
  { tolerancePrice: '1,5' },
  { maxAge: '4 hours' },
  { failOn: 'some' },
])('refuses %o', async (options) => {
  await expect(read(options)).rejects.toMatchObject({ code: 'OPTION_INVALID', exitCode: 2 });
});
