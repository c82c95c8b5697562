import type { ProductFields } from '../../../../src/product/fields.ts';
import { creating } from '../../../helpers/plan-rows.ts';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';
import type { Step } from '../../../helpers/scripted-store.ts';

export const POST = 'POST /v3/catalog/products';
export const GET = 'GET /v3/catalog/products';

/** One product to be created, with what happens to its calls. */
export async function create(fields: ProductFields = {}, script: Record<string, Step[]> = {}) {
  const bench = await scriptedEngine();
  const planId = await bench.plan([creating('A-1', fields)]);
  for (const [endpoint, steps] of Object.entries(script)) bench.script(endpoint, ...steps);
  return { bench, planId, ...(await bench.run(planId)) };
}
