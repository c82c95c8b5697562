import { Big } from 'big.js';
import type { OrderReview, ReviewReason } from '../ledger/orders/reviews.ts';

/** A person may release it: for exactly the figures that its sentence names. */
export function release(
  code: string,
  message: string,
  figure?: Pick<ReviewReason, 'value' | 'of'>,
): ReviewReason {
  return { code, message, ...figure };
}

/** Nobody can release it: it must be put right, or taken over. */
export function mustChange(code: string, message: string): ReviewReason {
  return { code, message, canRelease: false };
}

/**
 * What is left after a person's releases: the same finding with the same figures. A margin may be better than the
 * released one, of the same money.
 */
export function unreleased(
  findings: readonly ReviewReason[],
  released: readonly ReviewReason[],
): ReviewReason[] {
  return findings.filter(
    (finding) => finding.canRelease === false || !released.some((reason) => covers(reason, finding)),
  );
}

function covers(released: ReviewReason, finding: ReviewReason): boolean {
  if (released.code !== finding.code) return false;
  if (finding.code !== 'MARGIN') return released.message === finding.message;
  return released.of === finding.of && new Big(finding.value ?? 0).gte(released.value ?? 0);
}

/** Of those where the sentence says all that a release is about. */
export function isNewTo(released: readonly ReviewReason[]): (reason: ReviewReason) => boolean {
  return ({ code, message }) => !released.some((it) => it.code === code && it.message === message);
}

/** A person said: not by ttpd. Holds until `retry` takes it back. */
export function isRejected(reviews: readonly OrderReview[] = []): boolean {
  const last = reviews.findLast(({ resolution }) => resolution === 'rejected' || resolution === 'retried');
  return last?.resolution === 'rejected';
}
