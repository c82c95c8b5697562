import type { Clock } from '../../common/clock.ts';

/** The time one operation may take with all its attempts, from the moment the first one leaves the queue. */
export interface Deadline {
  /** Aborts with the caller's signal, or with `EXPIRED` when the time is up. */
  signal: AbortSignal;
  /** The first call starts the time. Waiting in our own queue does not count: it is as long as the work is. */
  start(): void;
  expired(): boolean;
  leftMs(): number;
  end(): void;
}

/** A reason of our own: without one, abort() builds an exception with a stack each time. */
const EXPIRED = Symbol('deadline');

export function createDeadline(clock: Clock, ms: number, outer: AbortSignal | undefined): Deadline {
  const abort = new AbortController();
  const timer = new AbortController();
  const onOuter = () => abort.abort(outer?.reason);
  if (outer?.aborted) onOuter();
  outer?.addEventListener('abort', onOuter, { once: true });
  let startedAt: number | undefined;
  return {
    signal: abort.signal,
    start() {
      if (startedAt !== undefined) return;
      startedAt = clock.now();
      clock.sleep(ms, timer.signal).then(
        () => abort.abort(EXPIRED),
        () => {},
      );
    },
    expired: () => abort.signal.reason === EXPIRED,
    leftMs: () => (startedAt === undefined ? ms : startedAt + ms - clock.now()),
    end() {
      outer?.removeEventListener('abort', onOuter);
      timer.abort(EXPIRED);
    },
  };
}
