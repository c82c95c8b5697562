import { expect, it } from 'vitest';
import { failedRows } from '../../../src/catalog/apply/outcome.ts';
import { creating, updating } from '../../helpers/plan-rows.ts';
import { scriptedEngine } from '../../helpers/scripted-engine.ts';

it('names what failed and what is not known, and says what is done about the latter', async () => {
  const { engine, plan, rowsOf } = await scriptedEngine();
  const planId = await plan([
    creating('A'),
    updating('B', 2, { price: '1' }, { price: '2' }),
    creating('C'),
    creating('D'),
  ]);
  const [a, b, c] = await rowsOf(planId);
  if (!a || !b || !c) throw new Error('the plan has no rows');
  const error = { code: 'REFUSED', message: 'The store does not take it.' };
  await engine.ledger.operations.mark([a], { state: 'failed', error });
  await engine.ledger.operations.mark([b], { state: 'unknown' });
  await engine.ledger.operations.mark([c], { state: 'done' });

  expect(await failedRows(engine, planId)).toEqual([
    { ...error, severity: 'error', sku: 'A' },
    {
      code: 'UNKNOWN',
      severity: 'error',
      sku: 'B',
      message: 'What became of it could not be found out.',
      hint: 'ttpd resume looks it up in the store.',
    },
  ]);
});
