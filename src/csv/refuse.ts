import { ExitCode, TtpdError } from '../common/errors.ts';

/** A file that cannot be used as it is: nothing was written, exit 2. */
export function refuse(code: string, message: string, hint: string, cause?: unknown): TtpdError {
  return new TtpdError(code, message, { hint, exitCode: ExitCode.Usage, cause });
}
