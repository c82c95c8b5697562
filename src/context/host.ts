import type { ExitCode } from '../common/errors.ts';
import type { Streams } from '../terminal/view.ts';

/** The process as commands see it. Tests give another one. */
export interface Host {
  env: NodeJS.ProcessEnv;
  /** Where `ttpd.yaml` is looked for, upwards. */
  cwd: string;
  streams: Streams;
  /** Set by the command that ran, put on the process by `main`. */
  exitCode: ExitCode;
}
