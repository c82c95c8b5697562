import { createStop, type Stop } from '../session/stop.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** @param onLeave the second signal: the last moment to bring the terminal back */
export function listenForStop(onDrain: () => void, onLeave: () => void): Stop {
  const stop = createStop();
  const onSignal = (signal: NodeJS.Signals) => {
    if (stop.drain.aborted) {
      // Second time: as if nobody listened. The ledger is consistent at every moment, so nothing is left to do.
      close();
      onLeave();
      process.kill(process.pid, signal);
      return;
    }
    onDrain();
    stop.stop();
  };
  const close = () => {
    stop.close();
    for (const name of SIGNALS) process.off(name, onSignal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return { ...stop, close };
}
