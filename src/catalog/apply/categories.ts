import { errorWords } from '../../http/errors/service-error.ts';
import type { WritingOperation } from '../../ledger/journal/operation.ts';
import { OPEN } from '../../ledger/journal/operations.ts';
import type { Engine } from '../engine/engine.ts';
import type { Taxonomy } from '../store/taxonomy.ts';
import type { ApplyContext } from './context.ts';

/** Makes the categories that the plan's open rows are to be in. What the store refuses of them is known to `taxonomy`. */
export async function ensureCategories(
  { ledger }: Engine,
  planId: string,
  taxonomy: Taxonomy,
): Promise<void> {
  const paths = new Map<string, string[]>();
  for await (const { after } of ledger.operations.iterate(planId, {
    kinds: ['create', 'update'],
    states: OPEN,
  }))
    for (const path of after.categories ?? []) paths.set(JSON.stringify(path), path);
  await taxonomy.ensure([...paths.values()]);
}

/** Rows whose categories are there. One that the store refused fails the products that are to be in it, and no others. */
export async function* inTheirCategories(
  { engine, taxonomy, settled }: ApplyContext,
  rows: AsyncIterable<WritingOperation>,
): AsyncGenerator<WritingOperation> {
  for await (const row of rows) {
    const refused = row.state === 'planned' ? taxonomy.refusalOf(row.after.categories ?? []) : undefined;
    if (!refused) {
      yield row;
      continue;
    }
    const { message, status } = errorWords(refused.error);
    const error = {
      code: 'CATEGORY_REFUSED',
      message: `The store refused its category ${refused.path.join(' > ')}: ${message}`,
      ...(status === undefined ? {} : { status }),
    };
    await engine.ledger.operations.mark([row], { state: 'failed', error });
    settled(row, 'failed');
  }
}
