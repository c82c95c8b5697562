import type { StoreOrder, StoreOrderLine } from '../bigcommerce/order-schema.ts';
import { selectParts } from '../catalog/supply/select.ts';
import type { Offer, Part } from '../finditparts/supplier.ts';
import type { OrderEngine } from './order-engine.ts';

/** The lines of an order that the supplier delivers, and those that it does not. */
export interface MappedOrder {
  lines: MappedLine[];
  /** Not the supplier's: ignored and listed. */
  foreign: StoreOrderLine[];
  /** SKUs that several parts of the supplier lead to: which one was bought would be a guess. */
  ambiguous: string[];
}

export interface MappedLine {
  line: StoreOrderLine;
  part: Part;
  /** Live. `null`: the supplier gave none. */
  offer: Offer | null;
}

/**
 * Finds each line's part: by what ttpd wrote to the store under its SKU, else by its identity; asks for its live price
 * and stock. SKUs and parts are asked for once a run.
 */
export function createLineMapper({ ledger, supplier, storeKey, skuOf, drain: signal }: OrderEngine) {
  const bySku = new Map<string, Promise<string[]>>();

  async function partIds(sku: string): Promise<string[]> {
    const known = (await ledger.snapshots.find(storeKey, [sku])).get(sku.toLowerCase())?.partId;
    if (known) return [known];
    const found = [];
    for await (const { parts } of selectParts(supplier, { skus: [sku] }, { skuOf, signal }))
      found.push(...parts.map(({ id }) => id));
    return [...new Set(found)];
  }

  function idsOf(line: StoreOrderLine): Promise<string[]> {
    if (line.sku.trim() === '' || line.addressId === null || line.type === 'giftcertificate')
      return Promise.resolve([]);
    const key = line.sku.toLowerCase();
    const ids = bySku.get(key) ?? partIds(line.sku);
    bySku.set(key, ids);
    // What could not be asked now can be asked again.
    ids.catch(() => bySku.delete(key));
    return ids;
  }

  return async (order: Pick<StoreOrder, 'lines'>): Promise<MappedOrder> => {
    const mapped: MappedOrder = { lines: [], foreign: [], ambiguous: [] };
    for (const line of order.lines) {
      const [id, ...others] = await idsOf(line);
      const part = id === undefined ? undefined : await supplier.part(id, signal);
      if (others.length > 0) mapped.ambiguous.push(line.sku);
      else if (!part) mapped.foreign.push(line);
      else {
        const [offer] = await supplier.offers([part.id], signal);
        mapped.lines.push({ line, part, offer: offer ?? null });
      }
    }
    return mapped;
  };
}

export type LineMapper = ReturnType<typeof createLineMapper>;
