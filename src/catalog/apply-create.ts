import { isDuplicateSku } from '../bigcommerce/problem.ts';
import type { CreatedProduct } from '../bigcommerce/products.ts';
import type { StoreProduct } from '../bigcommerce/schema.ts';
import { ServiceError } from '../http/errors.ts';
import type { Operation } from '../ledger/operations.ts';
import { type ApplyContext, concernsTheRun, rowError } from './apply.ts';
import { LOCATION } from './engine.ts';
import type { ProductFields } from './fields.ts';
import { createBody } from './request-bodies.ts';
import { differences } from './verify.ts';

/** POSTs of one row in one run, each after the store was asked whether the product is there. */
const ATTEMPTS = 3;

/**
 * Creates one product. BigCommerce has no idempotency key: a lost answer is settled by looking the SKU up, and only a
 * product that is certainly not there is sent again (bigcommerce-facts.md section 14).
 */
export async function applyCreate(context: ApplyContext, row: Operation): Promise<void> {
  const { engine, taxonomy } = context;
  const { ledger, store, giveUp: signal } = engine;
  const body = createBody(row.sku, row.after as ProductFields, taxonomy);
  let doubtful = row.state !== 'planned';

  for (let attempt = 1; ; attempt++) {
    try {
      if (doubtful) {
        const product = await lookUp();
        if (product) return await adopt({ product });
      }
      await ledger.operations.mark([row], { state: 'sent' });
      return await adopt(await store.products.create(body, signal));
    } catch (error) {
      if (concernsTheRun(error)) {
        // What never left is planned again; a doubtful row stays `sent` and is looked up by the next run.
        if (!doubtful && !signal.aborted) await ledger.operations.mark([row], { state: 'planned' });
        throw error;
      }
      if (!(error instanceof ServiceError)) throw error;
      if (error.outcome === 'unknown' || (doubtful && isDuplicateSku(error))) doubtful = true;
      else return end('failed', error);
      if (attempt === ATTEMPTS) return end('unknown', error);
    }
  }

  async function lookUp(): Promise<StoreProduct | undefined> {
    const [found] = await store.products.bySku([row.sku], { include: ['custom_fields', 'images'], signal });
    return found;
  }

  async function adopt({ product, partial }: CreatedProduct): Promise<void> {
    const { stock } = row.after as ProductFields;
    // 207: saved, but for its stock. A level is absolute, so it is simply set.
    if (partial !== undefined && stock !== undefined) await setStock(product, stock);
    const wrong = differences(product, row.after as ProductFields);
    if (wrong.length > 0 && partial === undefined) return mismatch(product, wrong);
    await ledger.operations.complete([{ ...row, productId: product.id }], engine.storeKey);
    context.settled(row, 'done');
  }

  async function setStock(product: StoreProduct, quantity: number): Promise<void> {
    const [result] = await store.inventory.adjustAbsolute(
      [{ productId: product.id, locationId: LOCATION, quantity }],
      { reason: 'ttpd', signal },
    );
    if (result && 'error' in result) throw result.error;
  }

  async function mismatch(product: StoreProduct, wrong: string[]): Promise<void> {
    const message = `The store has it with another ${wrong.join(', ')} than was sent.`;
    await ledger.operations.mark([row], {
      state: 'unknown',
      productId: product.id,
      error: { code: 'NOT_AS_SENT', message },
    });
    context.settled(row, 'unknown');
  }

  async function end(state: 'failed' | 'unknown', error: ServiceError): Promise<void> {
    await ledger.operations.mark([row], { state, error: rowError(error) });
    context.settled(row, state);
  }
}
