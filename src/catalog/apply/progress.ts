import type { Engine } from '../engine/engine.ts';
import type { Applied, ApplyContext } from './context.ts';

const COUNTERS = {
  create: 'created',
  update: 'updated',
  stock: 'stock',
  hide: 'hidden',
  delete: 'deleted',
  metafields: 'metafields',
  related: 'related',
} as const;

export interface Progress {
  tally: Omit<Applied, 'skipped'>;
  /** Rows of this run that are `unknown` for now, by their number. */
  inDoubt: ReadonlySet<number>;
  settled: ApplyContext['settled'];
}

/** Counts the rows that have their end. */
export function progress({ emit }: Engine, total: number): Progress {
  const tally = { done: 0, failed: 0, unknown: 0 };
  const counts: Record<string, number> = {
    created: 0,
    updated: 0,
    stock: 0,
    hidden: 0,
    failed: 0,
    unknown: 0,
  };
  const inDoubt = new Set<number>();
  const add = (counter: string, n: number) => {
    counts[counter] = (counts[counter] ?? 0) + n;
  };
  return {
    tally,
    inDoubt,
    settled(row, state) {
      if (inDoubt.delete(row.seq)) {
        tally.unknown -= 1;
        add('unknown', -1);
      }
      if (state === 'unknown') inDoubt.add(row.seq);
      tally[state] += 1;
      add(state === 'done' ? COUNTERS[row.kind] : state, 1);
      const done = tally.done + tally.failed + tally.unknown;
      emit({ type: 'progress', stage: 'apply', done, total, counts: { ...counts } });
    },
  };
}
