import { Big } from 'big.js';
import type { FieldValues, Operation } from '../../ledger/journal/operation.ts';
import type { GuardFacts, GuardName, Offender } from '../../ledger/journal/plan-notes.ts';
import { isNone } from '../../product/compare.ts';
import { changesFrom } from '../../product/fields.ts';
import { type PriceMove, priceMoves } from '../../product/paid.ts';
import type { GuardLimits } from '../../rules/schema.ts';
import { fraction } from '../../rules/schema-values.ts';
import { lostContent } from './lost-content.ts';

/** A guard that looks at the plan's rows one by one. */
export interface RowGuard {
  name: Extract<GuardName, 'price' | 'price-move' | 'zeroing' | 'hiding' | 'content'>;
  limits: (limits: GuardLimits) => { share: string; min: number };
  of: (facts: GuardFacts) => number;
  /** @param earlier what the store had some days ago, where it was changed since */
  offence: (row: Operation, limits: GuardLimits, earlier: FieldValues) => Offence | undefined;
  /** What runs of the last days did that counts with the plan's rows. */
  past?: 'sold out' | 'hidden';
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
    says: ({ zeroing }) => `products in stock would go to 0 or lose more than ${zeroing.over} of it`,
    past: 'sold out',
    offence: stockGone,
  },
  {
    name: 'hiding',
    limits: ({ hiding }) => hiding,
    of: ({ there }) => there,
    says: () => 'products would be hidden',
    past: 'hidden',
    offence: ({ kind, reason }) =>
      kind === 'hide'
        ? { before: 'visible', after: 'hidden', reason: reason ?? 'the supplier no longer sells it' }
        : undefined,
  },
  {
    name: 'content',
    limits: ({ content }) => content,
    of: ({ there }) => there,
    says: () => 'products would lose texts, images or attributes',
    offence: ({ kind, before, after }) => {
      const lost = kind === 'update' || kind === 'metafields' ? lostContent(before, after) : undefined;
      return lost === undefined ? undefined : { before: null, after: null, reason: `loses ${lost}` };
    },
  },
];

/** To nothing, or to next to nothing: a feed that has one piece of everything is as wrong as one that has none. */
function stockGone(row: Operation, { zeroing }: GuardLimits): Offence | undefined {
  if (row.kind !== 'stock') return undefined;
  const [before, after] = [Number(row.before.stock ?? 0), row.after.stock];
  if (before <= 0 || after >= before) return undefined;
  const change = new Big(after - before).div(before);
  if (after > 0 && change.abs().lte(fraction(zeroing.over))) return undefined;
  const reason = after === 0 ? 'out of stock' : signed(change);
  return { before: String(before), after: String(after), reason };
}

/**
 * Of all prices that shoppers pay the one that moves farthest: against what ttpd last wrote, what the store has, and what
 * it had some days ago. One alone is enough only against what ttpd wrote, where it wrote one: a price that somebody changed
 * in the store and that goes back to the supplier's is no mistake of the supplier's.
 */
function priceMoved(
  { kind, before, after, base }: Operation,
  { priceMove }: GuardLimits,
  earlier: FieldValues,
): Offence | undefined {
  if (kind !== 'update') return undefined;
  const written = changesFrom(Object.entries(base).filter(([, value]) => !isNone(value)));
  const ofOwn = priceMoves({ ...before, ...written }, after);
  const moves = [ofOwn, priceMoves(before, after), priceMoves({ ...before, ...earlier }, after)];
  const [farthest] = moves.flat().sort((a, b) => b.change.abs().cmp(a.change.abs()));
  if (!farthest || farthest.change.abs().lte(fraction(priceMove.over))) return undefined;
  const { price, before: was, after: is, change } = farthest;
  const alone = ofOwn.some((move) => isFold(move, priceMove.factor));
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
