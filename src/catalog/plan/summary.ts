import { createHash } from 'node:crypto';
import { TtpdError } from '../../common/errors.ts';
import type { PlanSummary } from '../../common/events.ts';
import type { Engine } from '../engine/engine.ts';

/** What was reviewed is what is applied: SHA-256 over what every row does, whatever state it is in. */
export async function hashPlan({ ledger }: Pick<Engine, 'ledger'>, planId: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const { kind, sku, before, after } of ledger.operations.iterate(planId))
    hash.update(`${JSON.stringify([kind, sku, before, after])}\n`);
  return hash.digest('hex');
}

/** A plan's counts by what its rows do. */
export async function summarize(
  { ledger }: Pick<Engine, 'ledger'>,
  planId: string,
  unchanged: number,
): Promise<PlanSummary> {
  const summary: PlanSummary = {
    id: planId,
    create: 0,
    update: 0,
    stock: 0,
    hide: 0,
    metafields: 0,
    related: 0,
    delete: 0,
    conflict: 0,
    skip: 0,
    unchanged,
  };
  for (const { kind, count: n } of await ledger.operations.counts(planId)) summary[kind] += n;
  return summary;
}

export async function findPlan({ ledger }: Pick<Engine, 'ledger'>, id: string) {
  const plan = await ledger.plans.get(id);
  if (plan && plan.status !== 'building') return plan;
  throw new TtpdError('PLAN_UNKNOWN', `There is no plan "${id}".`, { next: ['ttpd plan list'], exitCode: 2 });
}
