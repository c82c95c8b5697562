import type { Operation, OperationOf } from '../../../ledger/journal/operation.ts';
import type { ApplyContext } from '../context.ts';

/** A row that was skipped with its product; a retry of the product takes it up again. */
export const NOT_CREATED = 'NOT_CREATED';

/** A row whose product is there. */
export type Ready<Row extends Operation> = Row & { productId: number };

/**
 * Rows that need a product to be there. One whose product was just created has its id from that row; one whose product
 * was refused is skipped with it, so that one failure is counted once; one whose product is not certain yet is left
 * out, and comes again when the plan is resumed.
 */
export async function withProducts<Row extends OperationOf<'metafields' | 'related'>>(
  { engine: { ledger } }: ApplyContext,
  rows: readonly Row[],
): Promise<Ready<Row>[]> {
  const waiting = rows.filter(({ productId }) => productId === null);
  const created = await ledger.operations.creations(
    rows[0]?.planId ?? '',
    waiting.map(({ sku }) => sku),
  );
  const ready: Ready<Row>[] = [];
  for (const row of rows) {
    const creation = created.get(row.sku.toLowerCase());
    const productId = row.productId ?? (creation?.state === 'done' ? creation.productId : null);
    if (productId !== null) ready.push({ ...row, productId });
    else if (creation?.state === 'failed') {
      const error = { code: NOT_CREATED, message: 'Its product was not created.' };
      await ledger.operations.mark([row], { state: 'skipped', error });
    }
  }
  return ready;
}
