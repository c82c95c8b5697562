import type { Big } from 'big.js';
import type { Operation } from '../../ledger/journal/operation.ts';
import type { GuardFacts, GuardName, Offender } from '../../ledger/journal/plan-notes.ts';
import { isNone } from '../../product/compare.ts';
import { changesFrom } from '../../product/fields.ts';
import { type PriceMove, priceMoves } from '../../product/paid.ts';
import type { GuardLimits } from '../../rules/schema.ts';
import { fraction } from '../../rules/schema-values.ts';

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
    offence: (row) =>
      row.kind === 'stock' && row.after.stock === 0 && Number(row.before.stock) > 0
        ? { before: String(row.before.stock), after: '0', reason: 'out of stock' }
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
 * Of all prices that shoppers pay the one that moves farthest, against what ttpd last wrote, where it wrote one: the guard
 * is for a supplier whose prices are wrong, and a price that somebody changed in the store and that goes back to the
 * supplier's has not moved there.
 */
function priceMoved(
  { kind, before, after, base }: Operation,
  { priceMove }: GuardLimits,
): Offence | undefined {
  if (kind !== 'update') return undefined;
  const written = changesFrom(Object.entries(base).filter(([, value]) => !isNone(value)));
  const [farthest, ...others] = priceMoves({ ...before, ...written }, after);
  if (!farthest || farthest.change.abs().lte(fraction(priceMove.over))) return undefined;
  const { price, before: was, after: is, change } = farthest;
  const alone = [farthest, ...others].some((move) => isFold(move, priceMove.factor));
  return {
    before: was.toFixed(),
    after: is.toFixed(),
    reason: price === 'price' ? signed(change) : `${price} ${signed(change)}`,
    ...(alone ? { alone } : {}),
  };
}

/** Up or down: a price that falls to a fifth moves by less than one that doubles. */
function isFold({ before, after }: PriceMove, factor: GuardLimits['priceMove']['factor']): boolean {
  return after.gte(before.times(factor)) || after.times(factor).lte(before);
}

/** `+35 %`. */
function signed(change: Big): string {
  return `${change.gt(0) ? '+' : ''}${change.times(100).round(1).toString()} %`;
}
