import type { ExitCode } from '../common/errors.ts';
import type { Surroundings } from '../session/resolve.ts';
import type { Streams } from '../terminal/view.ts';

/** The process as commands see it. Tests give another one. */
export interface Host extends Surroundings {
  streams: Streams;
  /** Set by the command that ran, put on the process by `main`. */
  exitCode: ExitCode;
}
