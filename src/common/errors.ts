/** Exit codes of every command. Documented in docs/exit-codes.md; a test keeps that page equal to this object. */
export const ExitCode = {
  Done: 0,
  Failed: 1,
  /** Flags, settings or input refused before any write. */
  Usage: 2,
  /** The user said no. */
  Declined: 3,
  /** Finished, but some rows failed. */
  Partial: 4,
  /** Not signed in, or not allowed. */
  Unauthorized: 5,
  /** Stopped by a guard, or the saved plan is stale. */
  Guarded: 6,
  /** Another run holds the store's lock. */
  Locked: 7,
  /** Differences found (`reconcile`; `--detailed-exitcode` elsewhere). */
  Differences: 10,
  /** Stopped by a signal; the run can be resumed. */
  Interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export interface ErrorDetails {
  /** What the user can do about it, one sentence. */
  hint?: string;
  /** Commands to run next, as typed. */
  next?: string[];
  exitCode?: ExitCode;
  cause?: unknown;
  /** Each mistake by itself, where one error tells of several; the lines under the first of the message. */
  problems?: readonly Problem[];
}

/**
 * Everything that is the user's or a service's fault. `code` is stable and documented, `message` is a sentence.
 * Any other exception that reaches `main` is a bug of ours and is shown as one.
 */
export class TtpdError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly next: readonly string[];
  readonly exitCode: ExitCode;
  readonly problems: readonly Problem[];

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'TtpdError';
    this.code = code;
    this.hint = details.hint;
    this.next = details.next ?? [];
    this.exitCode = details.exitCode ?? ExitCode.Failed;
    this.problems = details.problems ?? [];
  }
}

/** Something a person should know about one row or the whole run. Part of the JSON result: stable. */
export interface Problem {
  code: string;
  message: string;
  severity: 'error' | 'warning' | 'info';
  sku?: string;
  line?: number;
  column?: string;
  value?: string;
  hint?: string;
  /** Commands to run next, as typed. */
  next?: string[];
}

/** An error as a run's problems: one, or each mistake that it tells of. */
export function errorProblems(error: unknown): Problem[] {
  return error instanceof TtpdError && error.problems.length > 0
    ? [...error.problems]
    : [errorProblem(error)];
}

/** An error as one of a run's problems. */
export function errorProblem(error: unknown): Problem {
  if (error instanceof TtpdError)
    return {
      code: error.code,
      message: error.message,
      severity: 'error',
      ...(error.hint ? { hint: error.hint } : {}),
      ...(error.next.length > 0 ? { next: [...error.next] } : {}),
    };
  return { code: 'BUG', message: error instanceof Error ? error.message : String(error), severity: 'error' };
}
