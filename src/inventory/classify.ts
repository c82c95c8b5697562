import { Big } from 'big.js';
import type { Mapped } from '../catalog/map/map.ts';
import type { StoreEntry } from '../catalog/store/reader.ts';
import { serviceTime } from '../common/service-time.ts';
import type { Part } from '../finditparts/supplier.ts';
import { type Aspect, type Finding, finding } from './findings.ts';
import { priceWithin, stockWithin, type Tolerance } from './tolerance.ts';

export interface Pair {
  part: Part;
  /** What the rules make of it: the same as sync would write. */
  mapped: Mapped;
  store: StoreEntry | undefined;
}

export interface Criteria {
  aspects: readonly Aspect[];
  tolerance: Tolerance;
  /** Supplier's values from before this moment are not compared. */
  notBefore: Date | null;
  /** A later time is none that freshness can be judged by. */
  notAfter?: Date;
}

/** The price is not known, which is no decision of the rules. */
const NO_PRICE = 'NO_PRICE';

/** What differs between a part and its product: nothing, when they agree or when neither is for sale. */
export function classify(pair: Pair, criteria: Criteria): Finding[] {
  const { part, mapped, store } = pair;
  const facts = { sku: mapped.sku, name: nameOf(pair), partId: part.id, productId: store?.productId ?? null };
  const discontinued = part.status === 'discontinued';
  if (discontinued && !store) return [];
  const isHeld = mapped.kind === 'held' && !discontinued;
  const held = isHeld
    ? [finding(mapped.code === NO_PRICE ? 'unreadable' : 'unmapped', { ...facts, reason: mapped.reason })]
    : [];
  if (isHeld && !store) return held;
  const expected = mapped.kind === 'held' && discontinued ? { visible: false } : mapped.fields;
  const stock = expected.stock ?? null;
  if (!store) {
    if (stock === null) return [finding('unreadable', { ...facts, reason: STOCK_UNKNOWN })];
    return [finding('supplier-only', { ...facts, supplier: String(stock) })];
  }
  const context = { ...pair, facts, criteria, stock, price: expected.price ?? null, store };
  const wanted = (aspect: Aspect) => criteria.aspects.includes(aspect);
  return [
    ...held,
    ...(wanted('stock') && (mapped.kind === 'product' || isHeld) ? stockFindings(context) : []),
    ...(wanted('price') && mapped.kind === 'product' ? priceFindings(context) : []),
    ...(wanted('visibility') ? visibilityFindings(context) : []),
  ];
}

const STOCK_UNKNOWN = 'The supplier does not say how many are in stock.';

interface Compared extends Pair {
  facts: Pick<Finding, 'sku' | 'name' | 'partId' | 'productId'>;
  criteria: Criteria;
  store: StoreEntry;
  /** Of the supplier, by the rules. */
  stock: number | null;
  price: string | null;
}

function stockFindings({ part, facts, criteria, store, stock, price }: Compared): Finding[] {
  const there = store.fields.stock;
  const unreadable = (reason: string) => [finding('unreadable', { ...facts, reason })];
  if (stock === null) return unreadable(STOCK_UNKNOWN);
  if (!store.tracked) return unreadable('The store does not track the stock of this product.');
  if (there === undefined) return unreadable('The store gives no stock for this product.');
  const stale = staleFinding(facts, 'stock', part.offer?.stock?.asOf ?? null, criteria);
  if (stale) return [stale];
  if (stockWithin(criteria.tolerance, stock, there)) return [];
  const effect = price === null ? null : new Big(price).times(Math.abs(there - stock));
  return [finding('stock', { ...facts, supplier: String(stock), store: String(there), effect })];
}

function priceFindings({ part, facts, criteria, store, stock, price }: Compared): Finding[] {
  const there = store.fields.price;
  if (price === null || there === undefined) return [];
  const stale = staleFinding(facts, 'price', part.offer?.price?.asOf ?? null, criteria);
  if (stale) return [stale];
  const [ours, theirs] = [new Big(price), new Big(there)];
  if (priceWithin(criteria.tolerance, ours, theirs)) return [];
  const effect = stock === null ? null : ours.minus(theirs).abs().times(stock);
  return [finding('price', { ...facts, supplier: money(ours), store: money(theirs), effect })];
}

/** Hidden though it can be sold, or shown though nobody can deliver it. */
function visibilityFindings({ part, mapped, facts, store, stock, price }: Compared): Finding[] {
  const { visible, stock: pieces, price: storePrice } = store.fields;
  if (part.status === 'discontinued') {
    if (visible !== true) return [];
    const effect = storePrice === undefined ? null : new Big(storePrice).times(pieces ?? 0);
    return [finding('visibility', { ...facts, supplier: 'hidden', store: 'visible', effect })];
  }
  const waits = mapped.kind === 'product' && mapped.hiddenAtFirst;
  if (visible !== false || waits || stock === null || stock === 0) return [];
  const effect = price === null ? null : new Big(price).times(stock);
  return [finding('visibility', { ...facts, supplier: 'visible', store: 'hidden', effect })];
}

function staleFinding(
  facts: Compared['facts'],
  what: string,
  asOf: string | null,
  { notBefore, notAfter }: Criteria,
): Finding | undefined {
  if (!notBefore) return undefined;
  const time = asOf === null ? Number.NaN : serviceTime(asOf);
  const latest = notAfter?.getTime() ?? Number.POSITIVE_INFINITY;
  if (time >= notBefore.getTime() && time <= latest) return undefined;
  const reason = Number.isNaN(time)
    ? `The supplier does not say how old its ${what} is.`
    : `The supplier's ${what} is of ${asOf}.`;
  return finding('stale', { ...facts, reason });
}

function nameOf({ part, mapped }: Pair): string {
  if (mapped.kind === 'held') return mapped.name;
  return mapped.fields.name ?? `${part.brand} ${part.partNumber}`;
}

/** Two decimals, or as many as there are. */
function money(amount: Big): string {
  return amount.eq(amount.round(2)) ? amount.toFixed(2) : amount.toFixed();
}
