import { randomUUID } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { refuse } from './refuse.ts';

/**
 * Writes a file beside its place and moves it there when it is whole: nobody ever reads half of one.
 * @returns its bytes
 * @throws TtpdError FILE_EXISTS without `overwrite`, FILE_UNWRITABLE
 */
export async function writeWhole(
  file: string,
  chunks: AsyncIterable<Buffer>,
  { overwrite }: { overwrite: boolean },
): Promise<number> {
  if (!overwrite && (await exists(file)))
    throw refuse(
      'FILE_EXISTS',
      `${file} is there already.`,
      'Name another file, or replace it with --force.',
    );
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID().slice(0, 8)}.tmp`);
  const handle = await open(temporary, 'wx').catch((error: Error) => {
    throw refuse(
      'FILE_UNWRITABLE',
      `${file} cannot be written: ${error.message}.`,
      'Name another folder.',
      error,
    );
  });
  try {
    let bytes = 0;
    for await (const chunk of chunks) {
      await handle.writeFile(chunk);
      bytes += chunk.length;
    }
    await handle.sync();
    await handle.close();
    await rename(temporary, file);
    return bytes;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
}

/** `parts.csv.gz` → `parts.rejects.csv`, or a number more where an earlier one may hold somebody's corrections. */
export async function rejectsFileFor(file: string): Promise<string> {
  const stem = file.replace(/(\.(csv|tsv|txt|gz))+$/i, '');
  for (let n = 1; ; n++) {
    const name = `${stem}.rejects${n === 1 ? '' : `-${n}`}.csv`;
    if (!(await exists(name))) return name;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
