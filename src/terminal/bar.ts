import { type Params, SingleBar } from 'cli-progress';
import { duration } from '../duration.ts';
import type { RunEvent, Stage } from '../events.ts';
import { printable } from '../printable.ts';
import type { Theme } from './theme.ts';
import type { Progress } from './view.ts';

const TITLES: Record<Stage, string> = { read: 'Reading ', apply: 'Applying' };
const BAR_WIDTH = 24;
/** A rate over the whole run says little after a pause, so ETA comes from the last seconds. */
const RATE_WINDOW_MS = 10_000;

/** A moving bar on a terminal: stage, counts, rate, time left, quota. */
export function createBar(stream: NodeJS.WriteStream, theme: Theme, now: () => number): Progress {
  let bar: SingleBar | undefined;
  let counts: Record<string, number> = {};
  let extra = '';
  let samples: { at: number; done: number }[] = [];

  const format = (_options: unknown, params: Params, payload: { stage: Stage }) => {
    const known = params.total > 0;
    const share = known ? Math.min(1, params.value / params.total) : 0;
    const filled = Math.round(share * BAR_WIDTH);
    const rate = rateOf(samples);
    const eta = known && rate > 0 ? ` · ETA ${duration(((params.total - params.value) / rate) * 1_000)}` : '';
    const shown = Object.entries(counts)
      .filter(([, n]) => n > 0)
      .map(([what, n]) =>
        what === 'failed' || what === 'unknown' ? theme.bad(`${what} ${n}`) : `${what} ${n}`,
      );
    return [
      `${TITLES[payload.stage]} ${theme.good('█'.repeat(filled))}${theme.dim('░'.repeat(BAR_WIDTH - filled))}`,
      `${params.value.toLocaleString('en-US')}${known ? `/${params.total.toLocaleString('en-US')}` : ''}`,
      `${rate.toFixed(1)}/s${eta}`,
      ...shown,
      ...(extra ? [theme.dim(extra)] : []),
    ].join('  ');
  };

  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  const start = (stage: Stage, total: number | null) => {
    stop();
    counts = {};
    samples = [];
    bar = new SingleBar({
      format,
      stream,
      hideCursor: true,
      linewrap: true,
      // The process handles signals itself; close() is called on every way out.
      gracefulExit: false,
      clearOnComplete: true,
      stopOnComplete: false,
    });
    bar.start(total ?? 0, 0, { stage });
  };

  /** Lines come out above the bar, which draws itself again. */
  const above = (line: string) => {
    if (bar) stream.write('\r\u001B[K');
    stream.write(`${line}\n`);
    bar?.render();
  };

  return {
    event(event: RunEvent) {
      switch (event.type) {
        case 'stage':
          start(event.stage, event.total);
          break;
        case 'progress':
          counts = event.counts;
          samples = [
            ...samples.filter(({ at }) => at > now() - RATE_WINDOW_MS),
            { at: now(), done: event.done },
          ];
          if (event.total !== null) bar?.setTotal(event.total);
          bar?.update(event.done);
          break;
        case 'stage-done':
          stop();
          break;
        case 'quota':
          extra = `quota ${event.left}/${event.quota}`;
          break;
        case 'paused':
          above(theme.warn(`Paused ${duration(event.ms)}: ${printable(event.reason)}`));
          break;
        case 'note':
          above(printable(event.message));
          break;
        default:
          break;
      }
    },
    close: stop,
  };
}

function rateOf(samples: readonly { at: number; done: number }[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at <= first.at) return 0;
  return ((last.done - first.done) / (last.at - first.at)) * 1_000;
}
