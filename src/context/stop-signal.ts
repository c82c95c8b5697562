import { ExitCode, TtpdError } from '../common/errors.ts';

/** How a command is told to stop (docs/undo.md#ctrl-c-sigterm-and-the-lock). */
export interface StopSignal {
  /** First SIGINT or SIGTERM: take nothing new. Its reason is an error with exit code 130. */
  readonly drain: AbortSignal;
  /** 30 s after it: what is still under way is given up. The ledger has it as `sent`, for `resume` to settle. */
  readonly giveUp: AbortSignal;
  close(): void;
}

const DRAIN_MS = 30_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** @param onLeave the second signal: the last moment to bring the terminal back */
export function listenForStop(onDrain: () => void, onLeave: () => void): StopSignal {
  const drain = new AbortController();
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  const onSignal = (signal: NodeJS.Signals) => {
    if (drain.signal.aborted) {
      // Second time: as if nobody listened. The ledger is consistent at every moment, so nothing is left to do.
      close();
      onLeave();
      process.kill(process.pid, signal);
      return;
    }
    onDrain();
    timer = setTimeout(() => giveUp.abort(interrupted('Interrupted.')), DRAIN_MS);
    timer.unref();
    drain.abort(interrupted('Interrupted before anything was written.'));
  };
  const close = () => {
    clearTimeout(timer);
    for (const name of SIGNALS) process.off(name, onSignal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return { drain: drain.signal, giveUp: giveUp.signal, close };
}

function interrupted(message: string): TtpdError {
  return new TtpdError('INTERRUPTED', message, {
    exitCode: ExitCode.Interrupted,
  });
}
