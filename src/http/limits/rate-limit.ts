/**
 * One rule about when a request may leave. Time is the clock's monotonic milliseconds.
 *
 * The service counts a request when it arrives, which is some moment between its departure and its answer that we
 * cannot see. A rule that the service enforces therefore treats an unanswered request as not counted yet, so that no
 * jitter on the way can push the service's own count over.
 */
export interface RateLimit {
  /** Milliseconds from `now` until a request may leave: 0 = now, Infinity = not before some answer has arrived. */
  waitMs(now: number): number;
  /** A request leaves. Call the result once, when its answer arrived or it failed. */
  depart(now: number): Release;
}

/** `headers` are those of the answer, if there was one. */
export type Release = (now: number, headers?: Record<string, string>) => void;

/** Our timers and the service's may differ by a little: a slot is used again only this much later than it could be. */
export const CLOCK_SLACK_MS = 10;
