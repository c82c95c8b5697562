import { errorWords } from '../../http/errors/service-error.ts';
import type { WritingOperation } from '../../ledger/journal/operation.ts';
import { OPEN } from '../../ledger/journal/operations.ts';
import type { Engine } from '../engine/engine.ts';
import type { RefusedCategory, Taxonomy } from '../store/taxonomy.ts';
import type { ApplyContext } from './context.ts';

/**
 * Makes the categories that the plan's open rows are to be in.
 * @returns what the store refused to make
 */
export async function ensureCategories(
  { ledger }: Engine,
  planId: string,
  taxonomy: Taxonomy,
): Promise<RefusedCategory[]> {
  const paths = new Map<string, string[]>();
  for await (const { after } of ledger.operations.iterate(planId, {
    kinds: ['create', 'update'],
    states: OPEN,
  }))
    for (const path of after.categories ?? []) paths.set(JSON.stringify(path), path);
  return taxonomy.ensure([...paths.values()]);
}

/** Rows whose categories are there. One that the store refused fails the products that are to be in it, and no others. */
export async function* inTheirCategories(
  { engine, settled }: ApplyContext,
  refused: readonly RefusedCategory[],
  rows: AsyncIterable<WritingOperation>,
): AsyncGenerator<WritingOperation> {
  for await (const row of rows) {
    const paths = row.state === 'planned' ? (row.after.categories ?? []) : [];
    const found = refused.find(({ path }) => paths.some((wanted) => isIn(wanted, path)));
    if (!found) {
      yield row;
      continue;
    }
    const { message, status } = errorWords(found.error);
    const error = {
      code: 'CATEGORY_REFUSED',
      message: `The store refused its category ${found.path.join(' > ')}: ${message}`,
      ...(status === undefined ? {} : { status }),
    };
    await engine.ledger.operations.mark([row], { state: 'failed', error });
    settled(row, 'failed');
  }
}

/** It is the category, or below it. */
function isIn(path: readonly string[], above: readonly string[]): boolean {
  return above.every((name, level) => path[level]?.toLowerCase() === name.toLowerCase());
}
