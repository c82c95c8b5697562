import pMap from 'p-map';
import type { Operation } from '../../ledger/journal/operation.ts';
import { isMetafield, METAFIELD, type MetafieldName } from '../../product/field-names.ts';
import { writtenMetafield } from '../../product/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { metafieldHash, NAMESPACE } from '../product/metafields.ts';

/** One of a product's metafields of ours, as the store has it. */
export interface StoredMetafield {
  id: number;
  value: string;
}

/** By product id, then by field (`metafields.KEY`). */
export type StoredMetafields = Map<number, Map<string, StoredMetafield>>;

/** A page of the list of all (docs/facts/bigcommerce-catalog.md#metafields: it cannot be asked for products). */
const PAGE = 250;

/** Of these products; names each of them or reads those of the whole store, whichever takes fewer calls. */
export async function readMetafields(
  { store, giveUp: signal, concurrency }: Engine,
  productIds: readonly number[],
): Promise<StoredMetafields> {
  const found: StoredMetafields = new Map(productIds.map((id) => [id, new Map()]));
  const filter = { namespace: NAMESPACE };
  const collect = async (query: typeof filter & { productId?: number }) => {
    for await (const page of store.metafields.list(query, signal))
      for (const { productId, key, id, value } of page)
        found.get(productId)?.set(METAFIELD + key, { id, value });
  };
  const total = found.size > 1 ? await store.metafields.count(filter, signal) : null;
  if (total !== null && total / PAGE < found.size) await collect(filter);
  else await pMap(found.keys(), (productId) => collect({ ...filter, productId }), { concurrency });
  return found;
}

/** How the store stands to one value of a row. What a row had before is only known by its hash. */
export function metafieldState(
  field: MetafieldName,
  { before, after }: Pick<Operation, 'before' | 'after'>,
  there: StoredMetafield | undefined,
): 'before' | 'after' | 'other' {
  const hash = (value: unknown) =>
    typeof value === 'string' ? metafieldHash(field.slice(METAFIELD.length), value) : undefined;
  const now = hash(there?.value);
  if (now === hash(after[field])) return 'after';
  return now === writtenMetafield(before[field])?.hash ? 'before' : 'other';
}

/** Fields of a row that somebody wrote since its plan was made. */
export function changedMetafields(row: Operation, there: StoredMetafields): string[] {
  const own = there.get(row.productId ?? 0);
  return Object.keys(row.after)
    .filter(isMetafield)
    .filter((field) => metafieldState(field, row, own?.get(field)) === 'other');
}
