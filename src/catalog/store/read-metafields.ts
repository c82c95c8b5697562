import pMap from 'p-map';
import type { MetafieldFilter } from '../../bigcommerce/metafields.ts';
import type { Metafield } from '../../bigcommerce/schema.ts';
import { orUndefined } from '../../http/errors/service-error.ts';
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
  engine: Engine,
  productIds: readonly number[],
): Promise<StoredMetafields> {
  const found: StoredMetafields = new Map(productIds.map((id) => [id, new Map()]));
  await eachMetafield(engine, productIds, { namespace: NAMESPACE }, ({ productId, key, id, value }) =>
    found.get(productId)?.set(METAFIELD + key, { id, value }),
  );
  return found;
}

/** `namespace/key` of those that are not ours, by product. */
export async function readForeignMetafields(
  engine: Engine,
  productIds: readonly number[],
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>(productIds.map((id) => [id, []]));
  await eachMetafield(engine, productIds, {}, ({ productId, namespace, key }) => {
    if (namespace !== NAMESPACE) found.get(productId)?.push(`${namespace}/${key}`);
  });
  return found;
}

async function eachMetafield(
  { store, giveUp: signal, concurrency }: Engine,
  productIds: readonly number[],
  filter: MetafieldFilter,
  use: (metafield: Metafield) => void,
): Promise<void> {
  const wanted = new Set(productIds);
  const collect = async (query: MetafieldFilter & { productId?: number }) => {
    for await (const page of store.metafields.list(query, signal)) page.forEach(use);
  };
  const total = wanted.size > 1 ? await store.metafields.count(filter, signal) : null;
  if (total !== null && total / PAGE < wanted.size) await collect(filter);
  // A product that is gone has none.
  else await pMap(wanted, (productId) => orUndefined(collect({ ...filter, productId })), { concurrency });
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
