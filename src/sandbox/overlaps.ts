import type { Stats } from './stats.ts';

/**
 * Sees stock adjustments that run beside another one or beside a batch update of products, which the documentation
 * forbids (docs/facts/bigcommerce-inventory.md#adjustments). Such calls are served, and counted.
 */
export class Overlaps {
  readonly #stats: Stats;
  #adjustments = 0;
  #batches = 0;

  constructor(stats: Stats) {
    this.#stats = stats;
  }

  /** Call on arrival; the answer is to be called when the request is done. */
  enter(method: string, path: string): () => void {
    const isAdjustment = path.startsWith('/v3/inventory/adjustments/');
    const isBatch = method === 'PUT' && path === '/v3/catalog/products';
    if (isAdjustment) {
      if (this.#adjustments + this.#batches > 0) this.#stats.overlapped();
      this.#adjustments += 1;
      return () => {
        this.#adjustments -= 1;
      };
    }
    if (!isBatch) return () => {};
    if (this.#adjustments > 0) this.#stats.overlapped();
    this.#batches += 1;
    return () => {
      this.#batches -= 1;
    };
  }
}
