import { userInfo } from 'node:os';
import { ExitCode, type Problem, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { ReviewReason } from '../../ledger/orders/reviews.ts';
import type { OrderEngine } from '../../orders/order-engine.ts';
import { compileIdentity } from '../../rules/identity.ts';
import { approveWrite } from '../shared/approve-write.ts';
import { createEngine } from '../shared/create-engine.ts';
import { introduceStore } from '../shared/open-store.ts';

/** @param isAlone this process holds the store's order lock, so what other runs left is nobody's */
export async function createOrderEngine(context: Context, isAlone: boolean): Promise<OrderEngine> {
  const { rules } = await context.rules();
  const identify = compileIdentity(rules);
  return {
    ...(await createEngine(context)),
    settings: rules.orders,
    skuOf: ({ brand, partNumber }) => identify(brand, partNumber).sku,
    owner: context.runId,
    isGone: () => isAlone,
  };
}

/** What order work that writes has in common: the lock, the yes, the run in the ledger. */
export async function runOrderWork<Report>(
  context: Context,
  work: {
    /** As a question: `Send orders to FinditParts`. */
    what: string;
    feature: (engine: OrderEngine) => Promise<Report>;
    outcome: (report: Report) => Outcome;
  },
): Promise<Outcome> {
  const { clock, command, paths, storeKey, runId, profile } = context;
  const { lockStore } = await import('../../ledger/db/lock.ts');
  const lock = lockStore(paths.state, `${storeKey}.orders`, `ttpd ${command}`, clock);
  try {
    // A damaged ledger could have forgotten what was sent.
    (await context.ledger()).requireSound('quick');
    const store = await introduceStore(context);
    await approveWrite(context, store.name, work.what);
    const engine = await createOrderEngine(context, true);
    const { runs } = engine.ledger;
    await runs.start({ id: runId, command, planId: null, profile: profile.name, store: storeKey });
    try {
      const outcome = work.outcome(await work.feature(engine));
      const ended = context.stop.drain.aborted ? interrupted(outcome, command) : outcome;
      await runs.finish(runId, { exitCode: ended.exitCode, result: ended.result });
      return ended;
    } catch (error) {
      const exitCode = error instanceof TtpdError ? error.exitCode : ExitCode.Failed;
      await runs.finish(runId, { exitCode, result: null });
      throw error;
    }
  } finally {
    lock.release();
  }
}

function interrupted(outcome: Outcome, command: string): Outcome {
  const problem: Problem = {
    code: 'INTERRUPTED',
    severity: 'error',
    message: 'Interrupted: the rest was not begun, and nothing is lost.',
    next: [`ttpd ${command}${command === 'order submit' ? ' --all' : ''}`],
  };
  return {
    ...outcome,
    exitCode: ExitCode.Interrupted,
    problems: [...(outcome.problems ?? []), problem],
  };
}

/** Why orders stand where they stand, for people and for `problems`. */
export function orderProblems(
  orders: readonly { orderId: number; state: string; reasons: readonly ReviewReason[] }[],
): Problem[] {
  return orders.flatMap(({ orderId, state, reasons }) =>
    state === 'submitted' || state === 'done' || state === 'ready'
      ? []
      : reasons.map(({ code, message }) => ({
          code,
          severity: state === 'failed' ? ('error' as const) : ('warning' as const),
          message: `Order ${orderId}: ${message}`,
        })),
  );
}

/** Who releases an order: the ledger keeps it. */
export function person(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // An account without a name.
  }
}
