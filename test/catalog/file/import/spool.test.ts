import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openSpool } from '../../../../src/catalog/file/import/spool.ts';
import type { ProductRow } from '../../../../src/csv/csv-row.ts';

async function comesBack(names: readonly string[]): Promise<(string | undefined)[]> {
  const spool = await openSpool();
  try {
    for (const [i, name] of names.entries())
      await spool.add({ line: i + 1, sku: `S-${i}`, name } as ProductRow);
    const found: (string | undefined)[] = [];
    for await (const { name } of spool.rows()) found.push(name);
    return found;
  } finally {
    await spool.close();
  }
}

it.each(['\u2028', '\u2029', '\u0085', '\r', '\n', '\r\n', '\v', '\f'])(
  'keeps a row that has %j in it',
  async (end) => {
    const names = [`Brake${end}drum`, 'Next'];

    expect(await comesBack(names)).toEqual(names);
  },
);

it('gives back whatever texts it was given, row by row', async () => {
  const text = fc.string({ unit: 'binary' });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (names) => {
      expect(await comesBack(names)).toEqual(names);
    }),
    { numRuns: 50 },
  );
});
