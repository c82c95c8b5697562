import { hostname } from 'node:os';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import { lockStore } from '../ledger/db/lock.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { OrderEngine } from '../orders/order-engine.ts';
import { compileCoreSku } from '../rules/core-charge.ts';
import { compileIdentity } from '../rules/identity.ts';
import type { Session } from '../session/session.ts';
import { createEngine } from './create-engine.ts';
import { introduceStore } from './open-store.ts';
import type { Outcome } from './outcome.ts';

/** @param isAlone this process holds the store's order lock, so what other runs left is nobody's */
export async function createOrderEngine(session: Session, isAlone: boolean): Promise<OrderEngine> {
  const { rules } = await session.rules();
  const identify = compileIdentity(rules);
  const coreSkuOf = compileCoreSku(rules);
  return {
    ...(await createEngine(session)),
    settings: rules.orders,
    skuOf: ({ brand, partNumber }) => identify(brand, partNumber).sku,
    coreSkuOf: (part) => coreSkuOf(part, identify(part.brand, part.partNumber)),
    owner: session.runId,
    machine: hostname(),
    isGone: () => isAlone,
  };
}

/** Returns once the work may begin in the store of that name, and throws where it may not. */
export type ApproveOrders = (store: string) => Promise<void>;

export interface OrderWork<Report> {
  approve: ApproveOrders;
  feature: (engine: OrderEngine) => Promise<Report>;
  outcome: (report: Report) => Outcome<Report>;
}

/** What order work that writes has in common: the lock, the yes, the run in the ledger. */
export async function runOrderWork<Report>(
  session: Session,
  work: OrderWork<Report>,
): Promise<Outcome<Report>> {
  const { clock, command, paths, storeKey, runId, profile } = session;
  const lock = lockStore(paths.state, `${storeKey}.orders`, `ttpd ${command}`, clock);
  try {
    // A damaged ledger could have forgotten what was sent.
    (await session.ledger()).requireSound('quick');
    const store = await introduceStore(session);
    await work.approve(store.name);
    const engine = await createOrderEngine(session, true);
    const { runs } = engine.ledger;
    await runs.start({ id: runId, command, planId: null, profile: profile.name, store: storeKey });
    try {
      const outcome = work.outcome(await work.feature(engine));
      const ended = session.stop.drain.aborted ? interrupted(outcome, command) : outcome;
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

function interrupted<Report>(outcome: Outcome<Report>, command: string): Outcome<Report> {
  const problem: Problem = {
    code: 'INTERRUPTED',
    severity: 'error',
    message: 'Interrupted: the rest was not begun, and nothing is lost.',
    next: [`ttpd ${command}${command === 'order submit' ? ' --all' : ''}`],
  };
  return { ...outcome, exitCode: ExitCode.Interrupted, problems: [...outcome.problems, problem] };
}

/** Why orders stand where they stand, for people and for `problems`. */
export function orderProblems(
  orders: readonly {
    orderId: number;
    state: string;
    reasons: readonly ReviewReason[];
    warnings?: readonly ReviewReason[];
  }[],
): Problem[] {
  return orders.flatMap(({ orderId, state, reasons, warnings = [] }) => {
    const isWell = state === 'submitted' || state === 'done' || state === 'ready';
    return [...(isWell ? [] : reasons), ...warnings].map(({ code, message }) => ({
      code,
      severity: state === 'failed' ? ('error' as const) : ('warning' as const),
      message: `Order ${orderId}: ${message}`,
    }));
  });
}
