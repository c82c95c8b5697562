import type { Problem } from '../../../common/errors.ts';
import type { NewOperation } from '../../../ledger/journal/operation.ts';
import type { Engine } from '../../engine/engine.ts';

const NAMED = 10;

/** Counts the pieces of open orders that the supplier does not know of yet, of whatever a file sets the stock of. */
export function createSoldPieces({ openOrders }: Pick<Engine, 'openOrders'>) {
  const bySku = new Map<string, number>();

  return {
    count(operations: readonly NewOperation[]): void {
      for (const row of operations) {
        if (row.kind === 'conflict' || row.kind === 'skip' || row.after.stock === undefined) continue;
        const isVariant = row.kind === 'stock' && row.variantId !== undefined;
        // The orders of a product are those of all its variants.
        const sold = openOrders?.of({ productId: isVariant ? null : row.productId, sku: row.sku }, null);
        if (sold && sold.pieces > 0) bySku.set(row.sku, sold.pieces);
      }
    },

    /** A person's own figures are written as they are: one warning for all of them. */
    problems(): Problem[] {
      if (bySku.size === 0) return [];
      const pieces = [...bySku.values()].reduce((sum, each) => sum + each, 0);
      const named = [...bySku].slice(0, NAMED).map(([sku, each]) => `${each} × ${sku}`);
      const more = bySku.size > NAMED ? ` and ${bySku.size - NAMED} more SKUs` : '';
      return [
        {
          code: 'SOLD_PIECES',
          severity: 'warning',
          message: `${pieces} pieces of what the file sets the stock of are in open orders that the supplier does not have yet: ${named.join(', ')}${more}. They are not taken off the file's figures.`,
          hint: 'Count them off in the file, unless its figures leave them out already.',
          next: ['ttpd order list'],
        },
      ];
    },
  };
}
