import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { OrderReview } from '../../ledger/orders/reviews.ts';
import type { OrderEngine } from '../../orders/order-engine.ts';
import type { Decision } from '../../orders/review.ts';
import { action } from '../shared/action.ts';
import { positiveInteger } from '../shared/parsers.ts';

const ORDER = "the store's order number";

export function orderReviewCommand(host: Host): CommandUnknownOpts {
  const review = new Command('review').description('Orders that wait for a person');
  const decision = (name: string, description: string) =>
    review
      .command(name)
      .description(description)
      .argument('<order>', ORDER, positiveInteger)
      .option('--note <text>', 'why, for whoever looks later');
  review
    .command('list')
    .description('What waits, and why')
    .action(action(host, (context) => list(context)));
  review
    .command('show')
    .description('All that ttpd knows of one order')
    .argument('<order>', ORDER, positiveInteger)
    .option('--show-personal-data', 'the address in full')
    .action(action(host, (context, order, flags) => show(context, order, flags.showPersonalData ?? false)));
  decision('approve', 'Release exactly what it is held for, for this order alone').action(
    action(host, (context, order, { note }) =>
      decide(context, order, note, async (engine, by, { approve }) => approve(engine, order, by)),
    ),
  );
  decision('reject', 'Take it out of ttpd’s hands: it is never sent').action(
    action(host, (context, order, { note }) =>
      decide(context, order, note, async (engine, by, { reject }) => reject(engine, order, by)),
    ),
  );
  decision('retry', 'Let the next submit try again')
    .option('--not-placed', 'FinditParts has told you that it has no such order')
    .action(
      action(host, (context, order, { note, notPlaced = false }) =>
        decide(context, order, note, async (engine, by, { retry }) =>
          retry(engine, { orderId: order, notPlaced }, by),
        ),
      ),
    );
  decision('link', "Say which of the supplier's orders one in doubt became")
    .argument('<supplier-order>', "the supplier's order number")
    .option('--po <number>', 'the purchase order, where several are in doubt')
    .action(action(host, (context, order, id, { note, po }) => link(context, { order, id, note, po })));
  return review;
}

async function list(context: Context): Promise<Outcome> {
  const { reviewText } = await import('./report.ts');
  const reviews = await (await context.ledger()).reviews.list(context.storeKey, { open: true });
  return { exitCode: ExitCode.Done, result: { reviews }, text: reviewText(reviews, context.columns) };
}

async function show(context: Context, orderId: number, showPersonalData: boolean): Promise<Outcome> {
  const { reviewedOrder } = await import('../../orders/review.ts');
  const { maskPersonal, mask } = await import('../../http/watch/personal.ts');
  const { reviewDetails } = await import('./review-report.ts');
  const known = await reviewedOrder({ ledger: await context.ledger(), storeKey: context.storeKey }, orderId);
  const order = await (await context.services()).store.orders.get(orderId, context.stop.drain);
  const addresses = (order?.addresses ?? []).map((address) =>
    showPersonalData
      ? address
      : ({
          ...(maskPersonal(address) as typeof address),
          name: String(mask(address.name)),
        } as typeof address),
  );
  const result = { ...known, status: order?.status ?? null, addresses };
  return { exitCode: ExitCode.Done, result, text: reviewDetails(result, context.columns) };
}

async function decide(
  context: Context,
  orderId: number,
  note: string | undefined,
  act: (
    engine: OrderEngine,
    by: Decision,
    review: typeof import('../../orders/review.ts'),
  ) => Promise<OrderReview[]>,
): Promise<Outcome> {
  const { createOrderEngine, person } = await import('./run.ts');
  const review = await import('../../orders/review.ts');
  const engine = await createOrderEngine(context, false);
  const reviews = await act(engine, { by: person(), note: note ?? null }, review);
  const [{ resolution } = { resolution: null }] = reviews;
  const next = resolution === 'rejected' ? '' : `\nGo on with   ttpd order submit ${orderId}`;
  return { exitCode: ExitCode.Done, result: { reviews }, text: `Order ${orderId}: ${resolution}.${next}` };
}

async function link(
  context: Context,
  asked: { order: number; id: string; note: string | undefined; po: string | undefined },
): Promise<Outcome> {
  const { orderProblems, person, runOrderWork } = await import('./run.ts');
  const { link: linkTo } = await import('../../orders/review.ts');
  const { po, id, order, note } = asked;
  return runOrderWork(context, {
    what: `Link order ${order} to FinditParts order ${id}`,
    feature: (engine) =>
      linkTo(
        engine,
        { orderId: order, supplierOrderId: id, ...(po !== undefined && { po }) },
        { by: person(), note: note ?? null },
      ),
    outcome: (row) => ({
      exitCode: row.state === 'submitted' ? ExitCode.Done : ExitCode.Partial,
      result: row,
      problems: orderProblems([row]),
      text: `Order ${order} is FinditParts order ${id}: ${row.state}.`,
    }),
  });
}
