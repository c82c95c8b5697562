import { Big } from 'big.js';
import type { Operation } from '../../ledger/journal/operation.ts';
import type { GuardLimits } from '../../rules/schema.ts';
import { fraction, type GuardFacts, type GuardName, type Offender } from './guard.ts';

/** A guard that looks at the plan's rows one by one. */
export interface RowGuard {
  name: Extract<GuardName, 'price' | 'price-move' | 'zeroing' | 'hiding'>;
  limits: (limits: GuardLimits) => { share: string; min: number };
  of: (facts: GuardFacts) => number;
  offence: (row: Operation, limits: GuardLimits) => Offence | undefined;
  /** `33 of 60` … */
  says: (limits: GuardLimits) => string;
  /** `2` …, of offences that are enough alone. */
  saysAlone?: (limits: GuardLimits) => string;
}

export interface Offence extends Pick<Offender, 'before' | 'after' | 'reason'> {
  /** One of these is enough. */
  alone?: boolean;
}

/** What the rules say of a part that has no price to sell at. */
const UNPRICED = new Set([
  'NO_PRICE',
  'NO_PRICE_RULE',
  'WRONG_CURRENCY',
  'PRICE_NOT_POSITIVE',
  'BELOW_MAP',
  'BELOW_COST',
  'BELOW_MARGIN',
]);

/** All of them concern products that are there: the first run on an empty store trips none. */
export const ROW_GUARDS: readonly RowGuard[] = [
  {
    name: 'price',
    limits: ({ price }) => price,
    of: ({ there }) => there,
    says: () => 'products in the store can no longer be priced',
    offence: ({ kind, productId, code, reason }) =>
      kind === 'skip' && productId !== null && UNPRICED.has(code ?? '')
        ? { before: null, after: null, reason: reason ?? '' }
        : undefined,
  },
  {
    name: 'price-move',
    limits: ({ priceMove }) => priceMove,
    of: ({ there }) => there,
    says: ({ priceMove }) => `products would change their price by more than ${priceMove.over}`,
    saysAlone: ({ priceMove }) => `of them at least ${priceMove.factor}-fold, of which one is enough`,
    offence: priceMoved,
  },
  {
    name: 'zeroing',
    limits: ({ zeroing }) => zeroing,
    of: ({ inStock }) => inStock,
    says: () => 'products in stock would go to 0',
    offence: ({ kind, before, after }) =>
      kind === 'stock' && after.stock === 0 && Number(before.stock) > 0
        ? { before: String(before.stock), after: '0', reason: 'out of stock' }
        : undefined,
  },
  {
    name: 'hiding',
    limits: ({ hiding }) => hiding,
    of: ({ there }) => there,
    says: () => 'products would be hidden',
    offence: ({ kind, reason }) =>
      kind === 'hide'
        ? { before: 'visible', after: 'hidden', reason: reason ?? 'the supplier no longer sells it' }
        : undefined,
  },
];

/**
 * Against what ttpd last wrote, where it wrote one: the guard is for a supplier whose prices are wrong, and a price that
 * somebody changed in the store and that goes back to the supplier's has not moved there.
 */
function priceMoved(
  { kind, before, after, base }: Operation,
  { priceMove }: GuardLimits,
): Offence | undefined {
  const from = base.price ?? before.price;
  if (kind !== 'update' || typeof from !== 'string' || typeof after.price !== 'string') return undefined;
  const [was, is] = [new Big(from), new Big(after.price)];
  // What had no price has none to move from.
  if (was.lte(0)) return undefined;
  const change = is.minus(was).div(was);
  if (change.abs().lte(fraction(priceMove.over))) return undefined;
  const alone = is.gte(was.times(priceMove.factor)) || is.times(priceMove.factor).lte(was);
  return { before: from, after: after.price, reason: signed(change), ...(alone ? { alone } : {}) };
}

/** `+35 %`. */
function signed(change: Big): string {
  return `${change.gt(0) ? '+' : ''}${change.times(100).round(1).toString()} %`;
}
