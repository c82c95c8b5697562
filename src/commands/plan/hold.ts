import { stopping } from '../../catalog/guards/verdict.ts';
import { changeHolds, type Holds } from '../../catalog/plan/hold.ts';
import { savedPlan } from '../../catalog/plan/saved-plan.ts';
import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { lockStore } from '../../library/open-store.ts';
import { placesOf } from '../../library/places.ts';
import { findPlanOrNewest, requireSameStore } from '../../library/saved-plan.ts';
import { count } from '../../terminal/plurals.ts';
import { guardLines, planLine } from '../shared/run-report.ts';

/** Leaves products out of a saved plan, or takes them in again, and says what is left and which guards still stop it. */
export async function holdInPlan(context: Context, id: string, holds: Holds): Promise<Outcome> {
  const plan = await findPlanOrNewest(context, id);
  requireSameStore(context, plan);
  const { rules } = await context.rules();
  const engine = { ledger: await context.ledger(), storeKey: plan.store, places: placesOf(rules) };
  const lock = await lockStore(context);
  try {
    const rows = await changeHolds(engine, plan.id, holds, rules.guards);
    const { summary, guards } = await savedPlan(engine, plan.id);
    const { hold = [], release = [] } = holds;
    const what = hold.length > 0 ? `held: ${hold.join(', ')}` : `no longer held: ${release.join(', ')}`;
    return {
      exitCode: ExitCode.Done,
      result: { plan: summary, guards, rows, held: [...hold], released: [...release] },
      text: [
        `${planLine(summary, context.theme)}   ${count(rows, 'row')} ${what}`,
        ...guards.flatMap((guard) => guardLines(guard, context.theme)),
        ...(stopping(guards).length > 0 ? [] : [`Apply it with   ttpd apply ${plan.id}`]),
      ].join('\n'),
    };
  } finally {
    lock.release();
  }
}
