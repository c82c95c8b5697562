import { batches } from '../common/async-iterables.ts';
import { ExitCode, TtpdError } from '../common/errors.ts';
import type { Operation } from '../ledger/journal/operation.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { SUPPLIER_CHANGED } from './apply/offered.ts';
import { NOT_CREATED } from './apply/writers/product-ids.ts';
import type { Engine } from './engine/engine.ts';
import { savedPlan } from './plan/saved-plan.ts';
import { type RunOptions, type RunOutcome, run } from './runs.ts';

/** The content was refused, or the product changed or went: the same row again ends the same way. */
const PERMANENT_STATUS: readonly (number | undefined)[] = [400, 403, 404, 409, 413, 422];
const PERMANENT_CODES = ['CHANGED_MEANWHILE', 'GONE_MEANWHILE', SUPPLIER_CHANGED];

/** Whether trying the row again as it is would be refused again (docs/facts/bigcommerce-api.md#statuses). */
export function isPermanent({ error }: Pick<Operation, 'error'>): boolean {
  return error !== null && (PERMANENT_CODES.includes(error.code) || PERMANENT_STATUS.includes(error.status));
}

export interface FailedRows {
  again: number;
  permanent: number;
}

/** @throws TtpdError NOT_FINISHED (exit 2) where rows wait that were never tried */
export async function countFailed(
  { ledger }: { ledger: Pick<Ledger, 'operations'> },
  planId: string,
): Promise<FailedRows> {
  const states = await ledger.operations.counts(planId);
  if (states.some(({ state }) => state === 'planned' || state === 'sent'))
    throw new TtpdError('NOT_FINISHED', `The plan ${planId} has rows that were not tried yet.`, {
      next: [`ttpd resume ${planId}`],
      exitCode: ExitCode.Usage,
    });
  const counts: FailedRows = { again: 0, permanent: 0 };
  for await (const row of ledger.operations.iterate(planId, { states: ['failed'] }))
    counts[isPermanent(row) ? 'permanent' : 'again'] += 1;
  return counts;
}

const PAGE = 500;

/**
 * Puts failed rows back to `planned` and applies them, each compared with the store first. Rows whose end is unknown
 * are settled along the way, as `resume` does.
 */
export async function retryFailed(
  engine: Engine,
  planId: string,
  { includePermanent, approve }: { includePermanent: boolean; approve: RunOptions['approve'] },
): Promise<RunOutcome> {
  const { ledger } = engine;
  return run(engine, await savedPlan(engine, planId), {
    approve,
    async begin() {
      // First, so that a run that is killed between the two is one that `resume` finds.
      await ledger.plans.setStatus(planId, 'applying');
      const failed = ledger.operations.iterate(planId, { states: ['failed'] });
      for await (const batch of batches(failed, PAGE))
        await ledger.operations.mark(
          batch.filter((row) => includePermanent || !isPermanent(row)),
          { state: 'planned', error: null },
        );
      await takeUpDependents(engine, planId);
    },
  });
}

/** Rows that were skipped with their product go with it: the product's own row is `planned` again. */
async function takeUpDependents({ ledger }: Engine, planId: string): Promise<void> {
  const skipped = ledger.operations.iterate(planId, {
    kinds: ['metafields', 'related'],
    states: ['skipped'],
  });
  for await (const batch of batches(skipped, PAGE)) {
    const waiting = batch.filter(({ error }) => error?.code === NOT_CREATED);
    const creations = await ledger.operations.creations(
      planId,
      waiting.map(({ sku }) => sku),
    );
    await ledger.operations.mark(
      waiting.filter(({ sku }) => creations.get(sku.toLowerCase())?.state === 'planned'),
      { state: 'planned', error: null },
    );
  }
}
