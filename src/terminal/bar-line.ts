import { duration } from '../common/duration.ts';
import type { Stage } from '../common/events.ts';
import type { Theme } from './theme.ts';
import { cut } from './width.ts';

const TITLES: Record<Stage, string> = { check: 'Checking', read: 'Reading ', apply: 'Applying' };
const BAR_WIDTH = 24;
/** A shorter bar says nothing any more, and leaves its place to the numbers. */
const SHORTEST_BAR = 6;
const BETWEEN = '  ';

export interface BarState {
  stage: Stage;
  done: number;
  total: number | null;
  counts: Record<string, number>;
  /** A second. */
  rate: number;
  /** `quota 35/150`, or empty. */
  quota: string;
}

/**
 * The moving line in so many columns. It gets narrower by a shorter bar, then goes without the quota, then without the
 * time left, the rate, the bar and the title: how far it is and what failed stay longest.
 */
export function barLine(state: BarState, columns: number, theme: Theme): string {
  const { stage, done, rate, quota } = state;
  const total = state.total || null;
  const counts = Object.entries(state.counts).filter(([, n]) => n > 0);
  const eta = total !== null && rate > 0 ? ` · ETA ${duration(((total - done) / rate) * 1_000)}` : '';
  const speed = `${rate.toFixed(1)}/s`;
  const numbers = [
    `${number(done)}${total === null ? '' : `/${number(total)}`}`,
    ...counts.map(([what, n]) => `${what} ${number(n)}`),
  ];
  const tails = [[speed + eta, quota], [speed + eta], [speed], []].map((tail) => tail.filter(Boolean));

  const share = total === null ? 0 : Math.min(1, done / total);
  for (const tail of tails) {
    const words = [...numbers, ...tail];
    const room = columns - [TITLES[stage], ...words].join(BETWEEN).length - 1;
    if (room < SHORTEST_BAR) continue;
    const bar = drawn(share, Math.min(BAR_WIDTH, room), theme);
    return [`${TITLES[stage]} ${bar}`, ...words.map((word) => painted(word, quota, theme))].join(BETWEEN);
  }
  const titled = [TITLES[stage].trimEnd(), ...numbers];
  const words = titled.join(BETWEEN).length <= columns ? titled : numbers;
  if (words.join(BETWEEN).length > columns) return cut(words.join(BETWEEN), columns);
  return words.map((word) => painted(word, quota, theme)).join(BETWEEN);
}

function drawn(share: number, width: number, theme: Theme): string {
  const filled = Math.round(share * width);
  return theme.good('█'.repeat(filled)) + theme.dim('░'.repeat(width - filled));
}

function painted(word: string, quota: string, theme: Theme): string {
  if (/^(failed|unknown) /.test(word)) return theme.bad(word);
  return word === quota ? theme.dim(word) : word;
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}
