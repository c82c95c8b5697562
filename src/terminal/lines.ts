import { duration } from '../common/duration.ts';
import type { RunEvent, Stage } from '../common/events.ts';
import { printable } from '../common/printable.ts';
import type { Progress } from './view.ts';

const EVERY_MS = 30_000;
const TITLES: Record<Stage, string> = { check: 'Checking', read: 'Reading', apply: 'Applying' };

/** For logs: a line at every tenth of the work or every 30 s, whichever comes first. */
export function createLines(write: (line: string) => void, now: () => number): Progress {
  let last = { at: 0, tenths: 0 };
  let startedAt = 0;

  const line = (event: Extract<RunEvent, { type: 'progress' }>) => {
    const counts = Object.entries(event.counts)
      .filter(([, n]) => n > 0)
      .map(([what, n]) => `${what} ${n}`);
    const seconds = (now() - startedAt) / 1_000;
    const rate = seconds > 0 ? ` (${(event.done / seconds).toFixed(1)}/s)` : '';
    const of = event.total === null ? '' : ` of ${event.total}`;
    return [`${TITLES[event.stage]}: ${event.done}${of}${rate}`, ...counts].join(', ');
  };

  return {
    event(event) {
      switch (event.type) {
        case 'stage':
          startedAt = now();
          last = { at: startedAt, tenths: 0 };
          write(`${TITLES[event.stage]}: started${event.total === null ? '' : `, ${event.total} to go`}`);
          break;
        case 'progress': {
          const tenths = event.total ? Math.floor((event.done * 10) / event.total) : 0;
          if (tenths <= last.tenths && now() - last.at < EVERY_MS) break;
          last = { at: now(), tenths };
          write(line(event));
          break;
        }
        case 'stage-done':
          write(`${TITLES[event.stage]}: done, ${event.done} in ${duration(now() - startedAt)}`);
          break;
        case 'paused':
          write(`Paused ${duration(event.ms)}: ${printable(event.reason)}`);
          break;
        case 'note':
          write(printable(event.message));
          break;
        default:
          break;
      }
    },
    say: write,
    close() {},
  };
}
