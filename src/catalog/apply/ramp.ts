/** Shares of the rows, in percent, rising to 100: a stage ends at each. */
export type Ramp = readonly number[];

export const ALL_AT_ONCE: Ramp = [100];

/** A stage that had more rows without success than this goes no further: a share, and at least so many rows. */
export const ALARM = { share: 0.05, rows: 3 } as const;

/** Why the next stage is not begun. */
export interface RampStop {
  /** Percent of the rows that were tried. */
  at: number;
  /** Rows of the stage, and those of them that failed or whose end is not known. */
  tried: number;
  bad: number;
}

/** Rows so far, by how they ended. */
interface Tally {
  done: number;
  failed: number;
  unknown: number;
}

/** Looks at what a stage came to; the stages before it are not held against it. */
export function judge(at: number, before: Tally, after: Tally): RampStop | undefined {
  const bad = after.failed + after.unknown - before.failed - before.unknown;
  const tried = after.done - before.done + bad;
  return bad >= ALARM.rows && bad > tried * ALARM.share ? { at, tried, bad } : undefined;
}
