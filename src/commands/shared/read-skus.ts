import { readFileSync } from 'node:fs';
import { ExitCode, TtpdError } from '../../common/errors.ts';

/** One SKU a line; blank lines and lines that begin with # are left out. */
export function readSkus(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new TtpdError(
      'FILE_UNREADABLE',
      `The list of SKUs ${file} cannot be read: ${(error as Error).message}.`,
      {
        hint: 'Name a text file with a SKU on each line, or - to read them from stdin.',
        next: ['ttpd sync --skus skus.txt'],
        exitCode: ExitCode.Usage,
      },
    );
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const skus = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (skus.length > 0) return [...new Set(skus)];
  throw new TtpdError('FILE_EMPTY', `The list of SKUs ${file} has none.`, {
    hint: 'Write a SKU on each line, as ttpd search shows them; lines that begin with # are left out.',
    next: ['ttpd search "brake drum"'],
    exitCode: ExitCode.Usage,
  });
}
