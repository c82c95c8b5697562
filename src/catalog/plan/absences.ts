import { batches } from '../../common/async-iterables.ts';
import type { Problem } from '../../common/errors.ts';
import type { Observation } from '../../ledger/journal/observations.ts';
import { type NewOperation, only } from '../../ledger/journal/operation.ts';
import type { AbsentPart, Scope } from '../../ledger/journal/presence.ts';
import type { ProductFields } from '../../product/fields.ts';
import type { Engine } from '../engine/engine.ts';
import type { StoreEntry, StoreReader } from '../store/reader.ts';
import { isStillSold } from '../supply/offers.ts';
import { diffProduct } from './diff.ts';
import type { PlanRequest } from './request.ts';

const BATCH = 100;

/**
 * Parts of products that ttpd wrote and that a whole answer of the supplier lacks. The first absences are only noted;
 * they are counted when the plan is applied, so that dry runs count none. After `absentRuns` of them the product is
 * hidden, never deleted, and only when the supplier, asked for that part, does not know it either.
 */
export async function planAbsences(
  engine: Engine,
  {
    request,
    planId,
    scope,
    find,
  }: { request: PlanRequest; planId: string; scope: Scope; find: StoreReader['find'] },
): Promise<Problem[]> {
  const { ledger, storeKey } = engine;
  const { rules } = request;
  const problems: Problem[] = [];
  for await (const batch of batches(ledger.presence.absent(storeKey, scope), BATCH)) {
    const theirs = await find(batch.map(({ sku }) => sku));
    const rows: NewOperation[] = [];
    const observed: Observation[] = [];
    for (const part of batch) {
      const there = theirs.get(part.sku.toLowerCase());
      // Nothing to hide: it is not in the store any more, or ttpd has hidden it before.
      if (!there || part.fields.visible === false) continue;
      // Another product has its SKU.
      if (part.productId !== null && there.productId !== part.productId) continue;
      const runs = part.missed + 1;
      const isDue = runs >= rules.guards.absentRuns;
      if (isDue && (await isStillSold(engine, part))) {
        observed.push({ code: 'PART_ELSEWHERE', sku: part.sku, name: '', detail: '' });
        continue;
      }
      const since = (part.since ?? engine.clock.date().toISOString()).slice(0, 10);
      const reason = `absent in ${runs} complete ${runs === 1 ? 'run' : 'runs'} since ${since}`;
      observed.push({ code: 'PART_ABSENT', sku: part.sku, name: there.fields.name ?? '', detail: reason });
      const row = isDue ? hideRow(part, there, request, reason) : undefined;
      if (row) rows.push(row);
      else problems.push(absentProblem(part.sku, reason, isDue ? null : rules.guards.absentRuns));
    }
    await ledger.operations.add(planId, rows);
    await ledger.observations.add(planId, observed);
  }
  return problems;
}

/** `undefined` where the diff leaves it: hidden already, not ttpd's to hide, or not what `--only` is about. */
function hideRow(
  { sku, partId, fields: base }: AbsentPart,
  { productId, fields }: StoreEntry,
  { groups, rules }: PlanRequest,
  reason: string,
): NewOperation | undefined {
  const ours: ProductFields = { visible: false };
  const { before, after } = diffProduct({ base, ours, theirs: fields, groups, owners: rules.owners });
  if (after.visible !== false) return undefined;
  return {
    kind: 'hide',
    sku,
    name: fields.name ?? sku,
    partId,
    productId,
    before: only(before, ['visible']),
    after: only(after, ['visible']),
    base: 'visible' in base ? { visible: base.visible } : {},
    code: 'PART_GONE',
    reason,
    snapshot: { fields: ours, partUpdatedAt: null },
  };
}

function absentProblem(sku: string, reason: string, runs: number | null): Problem {
  const then = runs === null ? 'A run without --only may hide it.' : `It is hidden after ${runs} such runs.`;
  return {
    code: 'PART_ABSENT',
    severity: 'info',
    sku,
    message: `The supplier's answer lacks it: ${reason}. ${then}`,
  };
}
