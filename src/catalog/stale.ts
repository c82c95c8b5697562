import { ExitCode, TtpdError } from '../errors.ts';
import type { Operation } from '../ledger/operations.ts';
import type { Plan } from '../ledger/plans.ts';
import type { Engine } from './engine.ts';
import { sameValue } from './fields.ts';
import { hashPlan } from './plan.ts';
import { INCLUDE_ALL, readFields } from './store-reader.ts';
import type { Taxonomy } from './taxonomy.ts';
import { batches } from './walk.ts';

/** Products that one look-up by id holds (bigcommerce-facts.md section 5). */
const LOOK_UP = 250;
const NAMED = 10;

/**
 * A plan that lay around is applied only while the store is still as it was when the plan was reviewed: what a merchant
 * changed since would be overwritten unseen. A row that the store already agrees with is no hindrance. New products
 * need no look: a SKU that is taken meanwhile is refused by the store.
 * @throws TtpdError STALE_PLAN, PLAN_CHANGED (exit 6)
 */
export async function requireFresh(engine: Engine, plan: Plan, taxonomy: Taxonomy): Promise<void> {
  if ((await hashPlan(engine, plan.id)) !== plan.hash)
    throw new TtpdError('PLAN_CHANGED', `The plan ${plan.id} is not the one that was made.`, {
      hint: 'Make a new one.',
      exitCode: ExitCode.Guarded,
    });
  const moved: string[] = [];
  const rows = engine.ledger.operations.walk(plan.id, { kinds: ['update', 'hide'], states: ['planned'] });
  for await (const batch of batches(rows, LOOK_UP)) moved.push(...(await movedRows(engine, batch, taxonomy)));
  if (moved.length === 0) return;
  const more = moved.length > NAMED ? `, and ${moved.length - NAMED} more` : '';
  throw new TtpdError(
    'STALE_PLAN',
    `The store has changed since the plan ${plan.id} was made: ${moved.slice(0, NAMED).join(', ')}${more}. Nothing was written.`,
    { hint: 'Make a new plan: it keeps what was changed in the store.', exitCode: ExitCode.Guarded },
  );
}

async function movedRows(
  { store, giveUp: signal }: Engine,
  rows: readonly Operation[],
  taxonomy: Taxonomy,
): Promise<string[]> {
  const ids = rows.flatMap(({ productId }) => productId ?? []);
  const products = await store.products.byIds(ids, { include: INCLUDE_ALL, signal });
  const now = new Map(
    await Promise.all(
      products.map(async (product) => [product.id, await readFields(product, taxonomy)] as const),
    ),
  );
  return rows.flatMap(({ sku, productId, before, after }) => {
    const there = now.get(productId ?? 0);
    if (!there) return [`${sku} (gone)`];
    const changed = Object.keys(after).filter(
      (field) =>
        !sameValue(field, there[field], before[field]) && !sameValue(field, there[field], after[field]),
    );
    return changed.length > 0 ? [`${sku} (${changed.join(', ')})`] : [];
  });
}
