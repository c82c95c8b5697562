import { ExitCode, TtpdError } from '../errors.ts';

const ANOTHER_PLACE = 'Name a file in a folder that is there and that you may write to.';
const ANOTHER_DISK = 'Check the disk, or name a file on another one.';

/** What a system call's error code says of the place that was named. */
const PLACES: Record<string, [why: string, hint: string]> = {
  EACCES: ['you may not write there', ANOTHER_PLACE],
  EPERM: ['you may not write there', ANOTHER_PLACE],
  EROFS: ['the disk is read-only', 'Name a file on a disk that can be written.'],
  ENOENT: ['its folder is not there', ANOTHER_PLACE],
  ENOTDIR: ['what should be its folder is a file', ANOTHER_PLACE],
  EISDIR: ['it is a folder', 'Name a file in it.'],
  ENAMETOOLONG: ['the name is too long', 'Give it a shorter name.'],
};

/**
 * Why a file cannot be written, for people. What is no system call's error passes unchanged.
 * @returns TtpdError FILE_UNWRITABLE (exit 2, or 1 where the disk fails), DISK_FULL (exit 1)
 */
export function unwritable(file: string, cause: unknown, what = ''): unknown {
  const name = what === '' ? file : `${what} ${file}`;
  const code = systemCode(cause);
  if (code === undefined) return cause;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new TtpdError('DISK_FULL', `There is no room left for ${name}.`, {
      hint: 'Free some space, or name a file on another disk; then run the command again.',
      cause,
    });
  const place = PLACES[code];
  const [why, hint] = place ?? ['the disk reported an error', ANOTHER_DISK];
  return new TtpdError('FILE_UNWRITABLE', `${upperFirst(name)} cannot be written: ${why} (${code}).`, {
    hint,
    exitCode: place ? ExitCode.Usage : ExitCode.Failed,
    cause,
  });
}

/** `ENOSPC`, `EIO` … of a failed system call. Node's own refusals (`ERR_…`) are none. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return /^E[A-Z0-9]+$/.test(error.code) && error.code !== 'EPIPE' ? error.code : undefined;
}

/** A path keeps its letters. */
function upperFirst(text: string): string {
  return /^[a-z]+ /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}
