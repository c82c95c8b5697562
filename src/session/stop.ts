import { ExitCode, TtpdError } from '../common/errors.ts';

/** How work is told to stop (docs/undo.md#ctrl-c-sigterm-and-the-lock). */
export interface StopSignal {
  /** First stop: take nothing new. Its reason is an error with exit code 130. */
  readonly drain: AbortSignal;
  /** 30 s after it: what is still under way is given up. The ledger has it as `sent`, for `resume` to settle. */
  readonly giveUp: AbortSignal;
}

export interface Stop extends StopSignal {
  /** Twice is as good as once. */
  stop(): void;
  close(): void;
}

const DRAIN_MS = 30_000;

export function createStop(): Stop {
  const drain = new AbortController();
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    drain: drain.signal,
    giveUp: giveUp.signal,
    stop() {
      if (drain.signal.aborted) return;
      timer = setTimeout(() => giveUp.abort(interrupted('Interrupted.')), DRAIN_MS);
      timer.unref();
      drain.abort(interrupted('Interrupted before anything was written.'));
    },
    close: () => clearTimeout(timer),
  };
}

/** Stops when the first of `signals` aborts. */
export function followSignals(signals: readonly (AbortSignal | undefined)[]): Stop {
  const stop = createStop();
  const followed = signals.filter((signal) => signal !== undefined);
  for (const signal of followed) {
    if (signal.aborted) stop.stop();
    signal.addEventListener('abort', stop.stop, { once: true });
  }
  return {
    ...stop,
    close() {
      stop.close();
      for (const signal of followed) signal.removeEventListener('abort', stop.stop);
    },
  };
}

function interrupted(message: string): TtpdError {
  return new TtpdError('INTERRUPTED', message, { exitCode: ExitCode.Interrupted });
}
