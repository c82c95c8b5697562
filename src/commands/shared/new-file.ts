import { open } from 'node:fs/promises';
import { ExitCode, TtpdError } from '../../common/errors.ts';

/** @throws TtpdError FILE_EXISTS, FILE_UNWRITABLE (exit 2) */
export async function openNewFile(file: string): Promise<NodeJS.WritableStream> {
  try {
    return (await open(file, 'wx')).createWriteStream();
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new TtpdError(
      exists ? 'FILE_EXISTS' : 'FILE_UNWRITABLE',
      exists ? `${file} is there already.` : `${file} cannot be written: ${(error as Error).message}.`,
      { hint: 'Name another file.', exitCode: ExitCode.Usage },
    );
  }
}
