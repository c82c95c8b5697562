import { LEAST_FIELDS } from '../../bigcommerce/product-reader.ts';
import type { Problem } from '../../common/errors.ts';
import type { Part } from '../../finditparts/supplier.ts';
import type { Snapshot } from '../../ledger/journal/snapshots.ts';
import type { Engine } from '../engine/engine.ts';
import type { MappedProduct } from '../map/map.ts';
import { type OpenStore, PRODUCT_UNREADABLE, type StoreEntry, unreadableText } from '../store/reader.ts';
import { TAKEN, type Taken, whoHas } from '../store/taken.ts';
import { type PlannedPart, skipped } from './rows.ts';

/** Both sides of a page's SKUs, by lower-case SKU. What ttpd remembers counts only for the product that it was written to. */
export interface Sides {
  theirs: Map<string, StoreEntry>;
  snapshots: Map<string, Snapshot>;
  /** SKUs whose product has something that cannot be read. */
  unreadable: OpenStore['unreadable'];
  /** SKUs that stand for another product than ttpd wrote them to, which is still there: nothing is written to either. */
  strayed: Map<string, { productId: number; reason: string }>;
  /** SKUs whose product was deleted in the store, and how that is said. */
  deleted: Map<string, string>;
  problems: Problem[];
}

const SKU_CHANGED = 'SKU_CHANGED';
const DELETED_IN_STORE = 'DELETED_IN_STORE';

/**
 * Looks SKUs up, and by their ids the products that ttpd wrote and that do not have their SKU any more: renamed, swapped
 * with another, deleted, or deleted and made anew. One call more, where there are any.
 */
export async function findSides(
  { store, ledger, storeKey, drain: signal }: Engine,
  { find, unreadable }: Pick<OpenStore, 'find' | 'unreadable'>,
  skus: readonly string[],
  others: readonly string[],
): Promise<Sides> {
  const theirs = await find(skus);
  const snapshots = await ledger.snapshots.find(storeKey, [...skus, ...others]);
  const sides: Sides = {
    theirs,
    snapshots,
    unreadable,
    strayed: new Map(),
    deleted: new Map(),
    problems: [],
  };
  const lost = [];
  for (const sku of skus) {
    const key = sku.toLowerCase();
    const productId = snapshots.get(key)?.productId ?? null;
    const isThere = productId === theirs.get(key)?.productId || unreadable.has(key);
    if (productId !== null && !isThere) lost.push({ sku, key, productId });
  }
  if (lost.length === 0) return sides;
  const ids = lost.map(({ productId }) => productId);
  const living = new Map<number, string>();
  const note = ({ id, sku }: { id: number; sku: string }) => living.set(id, sku);
  const options = { onlyFields: LEAST_FIELDS, onUnreadable: note, signal };
  for (const product of await store.products.byIds(ids, options)) note(product);
  const spaced = await find([...living.values()].filter((sku) => sku !== sku.trim()));
  for (const { sku, key, productId } of lost) {
    const now = living.get(productId);
    const other = theirs.get(key);
    const same = spaced.get((now ?? '').toLowerCase());
    if (!other && now !== undefined && now.trim().toLowerCase() === key && same) theirs.set(key, same);
    else if (now !== undefined)
      sides.strayed.set(key, { productId, reason: renamed(sku, productId, now, other) });
    else {
      snapshots.delete(key);
      sides.deleted.set(key, `The store had it as product ${productId}, which was deleted there.`);
      if (other) sides.problems.push(remade(sku, productId, other));
    }
  }
  return sides;
}

/**
 * Of new products those whose creation was refused before, as something else has the SKU or the name, and still has: by
 * lower-case SKU. A call for each of them.
 */
export async function findTaken(
  engine: Engine,
  products: readonly Pick<MappedProduct, 'sku' | 'fields'>[],
): Promise<Map<string, Taken>> {
  const found = new Map<string, Taken>();
  if (products.length === 0) return found;
  const { ledger, storeKey } = engine;
  const skus = products.map(({ sku }) => sku);
  const refused = await ledger.operations.refusedCreations(storeKey, skus, TAKEN);
  for (const { sku, fields } of products) {
    const code = TAKEN.find((each) => each === refused.get(sku.toLowerCase()));
    const taken = code && (await whoHas(engine, { sku, name: fields.name ?? sku }, code));
    if (taken) found.set(sku.toLowerCase(), taken);
  }
  return found;
}

function renamed(sku: string, productId: number, now: string, other: StoreEntry | undefined): string {
  const taken = other ? `, and ${sku} is the SKU of product ${other.productId}` : '';
  return `Product ${productId}, which ttpd wrote as ${sku}, has the SKU ${now} now${taken}: nothing is written. Give it its SKU back to have it synced.`;
}

function remade(sku: string, productId: number, { productId: now }: StoreEntry): Problem {
  return {
    code: 'PRODUCT_REMADE',
    severity: 'info',
    sku,
    message: `Product ${productId}, which ttpd wrote, was deleted in the store, and product ${now} has its SKU: it is taken for one that ttpd never wrote.`,
  };
}

/** The SKU stands for another product than ttpd wrote, or for one that cannot be read: nothing is touched. */
export function strayed(part: Part, sku: string, sides: Sides): PlannedPart | undefined {
  const unread = sides.unreadable.get(sku.toLowerCase());
  if (unread) return skipped(part, sku, PRODUCT_UNREADABLE, unreadableText(unread), unread.id);
  const stray = sides.strayed.get(sku.toLowerCase());
  return stray && skipped(part, sku, SKU_CHANGED, stray.reason, stray.productId);
}

/** What is created again says so: a person deleted it. */
export function withReason(planned: PlannedPart, sku: string, { deleted }: Sides): PlannedPart {
  const reason = deleted.get(sku.toLowerCase());
  if (reason === undefined || !planned.operations.some(({ kind }) => kind === 'create')) return planned;
  const message = `${reason} It is created again.`;
  const operations = planned.operations.map((row) =>
    row.kind === 'create' ? { ...row, code: DELETED_IN_STORE, reason: message } : row,
  );
  const problem: Problem = { code: DELETED_IN_STORE, severity: 'warning', sku, message };
  return { ...planned, operations, problems: [...planned.problems, problem] };
}
