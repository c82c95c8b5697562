import { ExitCode, TtpdError } from '../../common/errors.ts';
import { readText } from '../../common/files/read-text.ts';
import type { Context } from '../../context/context.ts';

/** More than a million SKUs. */
const LIMIT_MB = 32;

/**
 * The SKUs that `--skus FILE` names, one a line; blank lines and lines that begin with # are left out.
 * @param file `-` reads stdin
 * @throws TtpdError FILE_UNREADABLE, FILE_TOO_LARGE, FILE_EMPTY (exit 2)
 */
export async function readSkus({ host, stop }: Context, file: string): Promise<string[]> {
  const text = await readText(file === '-' ? host.streams.stdin : file, {
    what: 'the list of SKUs',
    hint: 'Name a text file with a SKU on each line, or - to read them from stdin.',
    next: ['ttpd sync --skus skus.txt'],
    limitMb: LIMIT_MB,
    signal: stop.drain,
  });
  const lines = text.split(/\r\n|\n|\r/);
  const skus = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (skus.length > 0) return [...new Set(skus)];
  throw new TtpdError('FILE_EMPTY', `The list of SKUs ${file} has none.`, {
    hint: 'Write a SKU on each line, as ttpd search shows them; lines that begin with # are left out.',
    next: ['ttpd search "brake drum"'],
    exitCode: ExitCode.Usage,
  });
}
