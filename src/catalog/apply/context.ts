import type { ExitCode, Problem } from '../../common/errors.ts';
import type { WritingOperation } from '../../ledger/journal/operation.ts';
import type { Engine } from '../engine/engine.ts';
import type { Taxonomy } from '../store/taxonomy.ts';
import type { Ramp, RampStop } from './ramp.ts';

/** What became of the rows in this run. */
export interface Applied {
  done: number;
  failed: number;
  /** Rows of the plan that write nothing. */
  skipped: number;
  /** Sent, and what became of it could not be found out. */
  unknown: number;
}

export interface ApplyOptions {
  /** The store's categories, when the plan was made a moment ago in this process. */
  taxonomy?: Taxonomy | undefined;
  /** The plan was begun before: each row is compared with the store before it is written. */
  isResumed?: boolean;
  ramp?: Ramp | undefined;
}

export interface ApplyOutcome {
  applied: Applied;
  /** Rows that failed or whose end is not known, the first of them. */
  problems: Problem[];
  /** Stopped by a signal before every row had its end. */
  interrupted: boolean;
  exitCode: ExitCode;
  /** Stopped after a stage of the ramp. */
  rampStop?: RampStop;
}

/** What the row writers work with. */
export interface ApplyContext {
  engine: Engine;
  taxonomy: Taxonomy;
  /** The plan takes back what another one wrote, and nothing that was changed since. */
  isUndo: boolean;
  /** Rows with an end, for the progress. A row that was `unknown` may come again with a better one. */
  settled(row: WritingOperation, state: 'done' | 'failed' | 'unknown'): void;
}
