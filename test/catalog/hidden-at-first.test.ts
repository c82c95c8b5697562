import { expect, it, onTestFinished } from 'vitest';
import type { RulesInput } from '../../src/rules/schema.ts';
import { syncBed } from '../helpers/sync-at-sandbox.ts';

it('leaves a product without a weight hidden until it has one', async () => {
  const bed = await syncBed({ parts: 1 });
  onTestFinished(() => bed.close());
  const visible = async () => (await bed.store<{ is_visible: boolean }[]>('products'))[0]?.is_visible;
  let part = '';
  for await (const { parts } of bed.engine().supplier.search({})) part = `parts/${parts[0]?.id}`;
  await bed.admin(part, 'PATCH', { weight: null });
  const rules: RulesInput = { weight: { missing: 'hide' } };

  for (const _ of [1, 2]) {
    await bed.sync(rules);
    expect(await visible()).toBe(false);
  }
  await bed.admin(part, 'PATCH', { weight: { value: 3, unit: 'lb' } });
  await bed.sync(rules);
  expect(await visible()).toBe(true);
});
