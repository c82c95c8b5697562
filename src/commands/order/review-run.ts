import { userInfo } from 'node:os';
import type { StoreOrder } from '../../bigcommerce/order-schema.ts';
import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { mask, maskPersonal } from '../../http/watch/personal.ts';
import { createOrderEngine, orderProblems, runOrderWork } from '../../library/order-work.ts';
import type { OrderEngine } from '../../orders/order-engine.ts';
import type { Decision } from '../../orders/review.ts';
import { approve, link as linkTo, reject, retry, reviewedOrder } from '../../orders/review.ts';
import { approveWrite } from '../shared/approve-write.ts';
import { reviewText } from './report.ts';
import { type BoughtOrder, reviewDetails } from './review-report.ts';

export async function list(context: Context): Promise<Outcome> {
  const reviews = await (await context.ledger()).reviews.list(context.storeKey, { open: true });
  return { exitCode: ExitCode.Done, result: { reviews }, text: reviewText(reviews, context.columns) };
}

export async function show(context: Context, orderId: number, showPersonalData: boolean): Promise<Outcome> {
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
  const result = {
    ...known,
    status: order?.status ?? null,
    addresses,
    order: order ? boughtOrder(order) : null,
  };
  return { exitCode: ExitCode.Done, result, text: reviewDetails(result, context.columns) };
}

function boughtOrder({ paymentStatus, total, currency, lines }: StoreOrder): BoughtOrder {
  return {
    payment: paymentStatus,
    total: total.toFixed(2),
    currency,
    lines: lines.map(({ sku, name, quantity, priceExTax, quantityRefunded, quantityShipped }) => ({
      sku,
      name,
      quantity,
      price: priceExTax.toFixed(2),
      quantityRefunded,
      quantityShipped,
    })),
  };
}

interface Asked {
  order: number;
  note: string | undefined;
  notPlaced?: boolean | undefined;
}

const DECISIONS = {
  approve: (engine: OrderEngine, { order }: Asked, by: Decision) => approve(engine, order, by),
  reject: (engine: OrderEngine, { order }: Asked, by: Decision) => reject(engine, order, by),
  retry: (engine: OrderEngine, { order, notPlaced = false }: Asked, by: Decision) =>
    retry(engine, { orderId: order, notPlaced }, by),
};

export async function decide(
  context: Context,
  decision: keyof typeof DECISIONS,
  asked: Asked,
): Promise<Outcome> {
  const { order, note } = asked;
  const engine = await createOrderEngine(context, false);
  const reviews = await DECISIONS[decision](engine, asked, { by: person(), note: note ?? null });
  const [{ resolution } = { resolution: null }] = reviews;
  const next = resolution === 'rejected' ? '' : `\nGo on with   ttpd order submit ${order}`;
  return { exitCode: ExitCode.Done, result: { reviews }, text: `Order ${order}: ${resolution}.${next}` };
}

export async function link(
  context: Context,
  asked: { order: number; id: string; note: string | undefined; po: string | undefined },
): Promise<Outcome> {
  const { po, id, order, note } = asked;
  const outcome = await runOrderWork(context, {
    approve: (store) => approveWrite(context, store, `Link order ${order} to FinditParts order ${id}`),
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
    }),
  });
  return { ...outcome, text: `Order ${order} is FinditParts order ${id}: ${outcome.result.state}.` };
}

/** Who releases an order: the ledger keeps it. */
function person(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // An account without a name.
  }
}
