import { serviceTime } from '../../common/service-time.ts';
import type { Part } from '../../finditparts/supplier.ts';
import type { Observation } from '../../ledger/journal/observations.ts';
import type { NewOperation } from '../../ledger/journal/operation.ts';
import type { GuardFacts } from '../../ledger/journal/plan-notes.ts';
import { hours } from '../../rules/schema-values.ts';
import type { MappedProduct } from '../map/map.ts';
import type { StoreEntry } from '../store/reader.ts';
import type { PlanRequest } from './request.ts';

/** See `GuardFacts`. */
export type Figures = Pick<GuardFacts, 'there' | 'inStock' | 'tracked' | 'dated'>;

/** What a page of parts has to say beside its rows. */
export interface Observed extends Figures {
  observations: Observation[];
}

const HOUR_MS = 3_600_000;

interface PageOfParts {
  candidates: readonly { part: Part; mapped: MappedProduct }[];
  /** Parts that the rules hold, some of which are in the store. */
  held: readonly NewOperation[];
  theirs: ReadonlyMap<string, StoreEntry>;
  now: Date;
  request: Pick<PlanRequest, 'groups' | 'rules'>;
}

/** Counts the products that are there, and notes stock that is unknown or too old to go by. */
export function observe({ candidates, held, theirs, now, request }: PageOfParts): Observed {
  const seen: Observed = { there: 0, inStock: 0, tracked: 0, dated: 0, observations: [] };
  const { groups, rules } = request;
  seen.there = held.filter(({ productId }) => productId !== null).length;
  const oldest = now.getTime() - hours(rules.guards.stockStale.after) * HOUR_MS;

  for (const { part, mapped } of candidates) {
    const { sku, fields } = mapped;
    const note = (code: Observation['code'], detail: string) =>
      seen.observations.push({ code, sku, name: fields.name ?? '', detail });
    const there = theirs.get(sku.toLowerCase());
    if (there) seen.there += 1;
    if (!groups.includes('stock')) continue;
    if (there && (there.fields.stock ?? 0) > 0) seen.inStock += 1;
    // What is only hidden makes no statement about its stock.
    if (there?.tracked && 'price' in fields) {
      seen.tracked += 1;
      if (fields.stock === undefined) note('STOCK_UNKNOWN', 'the supplier does not say how many there are');
    }
    const asOf = part.offer?.stock?.asOf;
    const at = asOf ? serviceTime(asOf) : Number.NaN;
    if (Number.isNaN(at)) continue;
    seen.dated += 1;
    // A time that is still to come says nothing of how fresh it is.
    if (at < oldest || at > now.getTime() + HOUR_MS) note('STOCK_STALE', `stock of ${asOf}`);
  }
  return seen;
}
