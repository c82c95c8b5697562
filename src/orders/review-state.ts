import type { ReviewStage } from '../ledger/db/order-tables.ts';
import type { OrderReview, ReviewReason } from '../ledger/orders/reviews.ts';
import type { OrderEngine } from './order-engine.ts';

type Of = { orderId: number; po: string | null };
type Reviews = Pick<OrderEngine, 'ledger' | 'storeKey'>;

/** What a person has released for this order at this stage. */
export async function approvedReasons(
  { ledger, storeKey }: Reviews,
  { orderId, po }: Of,
  stage: ReviewStage,
): Promise<ReviewReason[]> {
  const reviews = await ledger.reviews.list(storeKey, { orderIds: [orderId] });
  return reviews
    .filter((it) => it.po === po && it.stage === stage && it.resolution === 'approved')
    .flatMap(({ reasons }) => reasons);
}

export function isNewTo(approved: readonly ReviewReason[]): (reason: ReviewReason) => boolean {
  return ({ code, message }) => !approved.some((it) => it.code === code && it.message === message);
}

/** What was waited for has come by itself. */
export async function closeReviews(
  { ledger, storeKey }: Reviews,
  { orderId, po }: Of,
  stages: readonly ReviewStage[],
): Promise<void> {
  for (const review of await ledger.reviews.list(storeKey, { open: true, orderIds: [orderId] }))
    if (review.po === po && stages.includes(review.stage))
      await ledger.reviews.resolve(review.id, { resolution: 'cleared', by: 'ttpd' });
}

/** By order: those that wait for a person, and those that a person has taken out of ttpd's hands. */
export async function reviewsByOrder(
  { ledger, storeKey }: Reviews,
  orderIds?: readonly number[],
): Promise<Map<number, OrderReview[]>> {
  const reviews = await ledger.reviews.list(storeKey, orderIds ? { orderIds } : {});
  return Map.groupBy(reviews, ({ orderId }) => orderId);
}

/** A person said: not by ttpd. Holds until `retry` takes it back. */
export function isRejected(reviews: readonly OrderReview[] = []): boolean {
  const last = reviews.findLast(({ resolution }) => resolution === 'rejected' || resolution === 'retried');
  return last?.resolution === 'rejected';
}
