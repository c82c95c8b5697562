import { SingleBar } from 'cli-progress';
import { duration } from '../common/duration.ts';
import type { RunEvent, Stage } from '../common/events.ts';
import { printable } from '../common/printable.ts';
import { barLine } from './bar-line.ts';
import type { Theme } from './theme.ts';
import type { Progress } from './view.ts';
import { columnsOf, fitted, wrapWords } from './width.ts';

/** A rate over the whole run says little after a pause, so ETA comes from the last seconds. */
const RATE_WINDOW_MS = 10_000;
/** Room at the end of the line for the `^C` that a terminal puts there, so that it does not wrap either. */
const SPARE_COLUMNS = 3;

/** From the cursor to the end of the screen: the bar, also where a narrower terminal has broken it into two lines. */
const ERASE_DOWN = '\u001B[J';
const SAVE_CURSOR = '\u001B7';

/** A moving bar on a terminal: stage, counts, rate, time left, quota. It is always the last line; others go above it. */
export function createBar(stream: NodeJS.WriteStream, theme: Theme, now: () => number): Progress {
  let bar: SingleBar | undefined;
  let done = 0;
  let total: number | null = null;
  let counts: Record<string, number> = {};
  let quota = '';
  let samples: { at: number; done: number }[] = [];

  const columns = () => columnsOf(stream) ?? 80;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  const start = (stage: Stage, of: number | null) => {
    stop();
    [done, total, counts, samples] = [0, of, {}, []];
    bar = new SingleBar({
      stream: untrimmed(stream),
      format: () =>
        barLine(
          { stage, done, total, counts, rate: rateOf(samples), quota },
          columns() - SPARE_COLUMNS,
          theme,
        ),
      hideCursor: true,
      linewrap: true,
      // The process handles signals itself; close() is called on every way out.
      gracefulExit: false,
      clearOnComplete: true,
      forceRedraw: true,
    });
    bar.start(of ?? 0, 0);
  };
  const say = (line: string) => {
    // cli-progress goes back to where the cursor was when the bar began, which this line moves: it is saved anew.
    stream.write(bar ? `\r${ERASE_DOWN}${line}\n${SAVE_CURSOR}` : `${line}\n`);
    bar?.render();
  };
  const warn = (line: string) => say(wrapWords(line, columns(), '  '));

  return {
    event(event: RunEvent) {
      switch (event.type) {
        case 'stage':
          start(event.stage, event.total);
          break;
        case 'progress':
          ({ done, counts } = event);
          if (event.total !== null) total = event.total;
          bar?.update(done);
          samples = [...samples.filter(({ at }) => at > now() - RATE_WINDOW_MS), { at: now(), done }];
          break;
        case 'stage-done':
          stop();
          break;
        case 'quota':
          quota = `quota ${event.left}/${event.quota}`;
          break;
        case 'paused':
          warn(theme.warn(`Paused ${duration(event.ms)}: ${printable(event.reason)}`));
          break;
        case 'note':
          warn(printable(event.message));
          break;
        default:
          break;
      }
    },
    say: (text) => say(fitted(text, columns())),
    close: stop,
  };
}

/** The line fits already. cli-progress would cut it again, counting colours as characters. */
function untrimmed(stream: NodeJS.WriteStream): NodeJS.WritableStream {
  const write = stream.write.bind(stream);
  return { isTTY: stream.isTTY, columns: Number.MAX_SAFE_INTEGER, write } as unknown as NodeJS.WritableStream;
}

function rateOf(samples: readonly { at: number; done: number }[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at <= first.at) return 0;
  return ((last.done - first.done) / (last.at - first.at)) * 1_000;
}
