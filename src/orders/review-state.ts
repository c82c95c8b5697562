import type { OrderReview, ReviewReason } from '../ledger/orders/reviews.ts';

export function isNewTo(released: readonly ReviewReason[]): (reason: ReviewReason) => boolean {
  return ({ code, message }) => !released.some((it) => it.code === code && it.message === message);
}

/** A person said: not by ttpd. Holds until `retry` takes it back. */
export function isRejected(reviews: readonly OrderReview[] = []): boolean {
  const last = reviews.findLast(({ resolution }) => resolution === 'rejected' || resolution === 'retried');
  return last?.resolution === 'rejected';
}
