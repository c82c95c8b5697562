import type { Owners } from '../../product/fields.ts';

/** What a plan remembers beside its rows: whose values it writes, what was counted, which guards it tripped, what it comes to. */

/** Whose values a plan writes: the supplier's, a person's file's, or those from before a run that is taken back. */
export type Origin = 'supplier' | 'file' | 'rollback';

export function originOf(selection: Record<string, unknown>): Origin {
  if ('rollback' in selection) return 'rollback';
  return 'file' in selection ? 'file' : 'supplier';
}

/** As `--override-guard` takes them; docs/guards.md says what each is for. */
export const GUARDS = [
  'completeness',
  'unreadable',
  'price',
  'price-move',
  'zeroing',
  'hiding',
  'content',
  'stock-unknown',
  'stock-stale',
] as const;
export type GuardName = (typeof GUARDS)[number];

/** What a file's prices are not to be below, unless somebody insists: as `--allow-below` takes them. */
export const FLOORS = ['cost', 'map', 'margin'] as const;
export type Floor = (typeof FLOORS)[number];

/** What was counted while both sides were read. Guards measure the plan's rows against it. */
export interface GuardFacts {
  /** Parts that the supplier says there are; `null` when it does not say. */
  total: number | null;
  /** Distinct parts seen, unreadable ones among them. */
  parts: number;
  /** Parts that came twice. */
  repeated: number;
  /** The selection is the supplier's whole answer, so that what is missing in it is missing. */
  complete: boolean;
  /** The last good run of the same selection. */
  lastGood: { parts: number; readAt: string } | null;
  /** Products of the plan's parts that the store has. */
  there: number;
  /** Of these, with stock; and whose stock the store counts at all. */
  inStock: number;
  tracked: number;
  /** Parts whose stock says of when it is. */
  dated: number;
}

/** Every part that the supplier says there is came, once. */
export function isWhole({ complete, total, parts }: GuardFacts): boolean {
  return !complete || total === null || parts === total;
}

/** What a plan remembers of how it was made. */
export interface PlanFacts extends GuardFacts {
  /** What good runs of the same selection are known by; `null` where the answer can prove nothing. */
  selectionKey: string | null;
  /** Owners that `ttpd.yaml` set otherwise. */
  owners: Owners;
}

/** Why a guard trips, as one line of the list. */
export interface Offender {
  sku: string;
  name: string;
  before: string | null;
  after: string | null;
  reason: string;
}

/** A guard that a plan tripped. Kept with the plan, and part of the JSON result: stable. */
export interface Tripped {
  guard: GuardName;
  /** `GUARD_PRICE_MOVE`. */
  code: string;
  /** A sentence with counts. */
  message: string;
  offenders: number;
  /** Of how many. */
  of: number;
  /** The first ten. */
  first: Offender[];
  /** A CSV with all of them. */
  file: string | null;
  /** The user told it to let this plan pass. */
  overridden: boolean;
}

/** A plan in pieces and money, for a person who is to say yes. Money is decimal text. Part of the JSON result: stable. */
export interface PlanReview {
  /** Each product by the price that shoppers pay and that moves farthest. */
  prices: {
    up: number;
    down: number;
    /** Farthest first. `change` is a share of the price before: `-0.125`. */
    largest: { sku: string; name: string; before: string; after: string; change: string }[];
  };
  stock: { toZero: number; fromZero: number };
  /** New products, and products whose price or cost changes; `margin` is a share of the price that is paid. */
  margin: { lowest: { sku: string; name: string; price: string; cost: string; margin: string }[] };
  /** Pieces × price: of the new products, and what the others gain or lose where both are known. */
  value: { created: string; changed: string };
  /** That the store lacks and the plan makes, each from the top: `Brakes / Brake Drums`. */
  categories: string[];
}
