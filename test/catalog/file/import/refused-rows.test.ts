import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../../src/catalog/file/import/check-file.ts';
import { openProducts } from '../../../../src/csv/reader.ts';
import { fileWith } from '../../../csv/helpers.ts';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';
import { importText } from './import.ts';

const fields = (count: number) => Array.from({ length: count }, (_, n) => `F${n}=1`).join(';');

/** What a file of one product is told, and what the store was told of it. */
async function told(text: string, skus: string[] = []) {
  const bench = await scriptedEngine();
  for (const sku of skus) await bench.product({ sku });
  const { allProblems, operations } = await importText(bench, text);
  return { problems: allProblems, operations, products: await bench.products(), writes: bench.writes() };
}

describe('a row that is not taken', () => {
  it.each([
    ['an id that the store has not, and no SKU', 'Product ID,Name,Price\n999,Drum,5\n', 'NO_SKU', 'sku'],
    [
      'more custom fields than the store takes',
      `SKU,Name,Price,Custom Fields\nA-1,Drum,5,${fields(201)}\n`,
      'TOO_MANY',
      'Custom Fields',
    ],
    [
      'a new variant without its options',
      'SKU,Name,Price,Variants\nA-1,Drum,5,"[{""sku"":""A-1-R""}]"\n',
      'VARIANT_INCOMPLETE',
      'variants',
    ],
  ])('has %s', async (_, text, code, column) => {
    const { problems, operations, writes } = await told(text);

    expect(problems).toMatchObject([{ code, severity: 'error', column, line: 2 }]);
    expect(operations).toEqual([]);
    expect(writes).toEqual([]);
  });

  it('may have as many custom fields as the store takes', async () => {
    const { problems, products } = await told(
      `SKU,Name,Price,Weight,Custom Fields\nA-1,Drum,5,1,${fields(200)}\n`,
    );

    expect(problems).toEqual([]);
    expect(products['A-1'].custom_fields).toHaveLength(200);
  });
});

it('leaves a tax class alone that it knows by name only, says so, and writes the rest', async () => {
  const { problems, products } = await told('SKU,Price,Tax Class\nA-1,5,Clothing\n', ['A-1']);

  expect(problems).toMatchObject([{ code: 'TAX_CLASS_NAME', severity: 'warning', value: 'Clothing' }]);
  expect(products['A-1']).toMatchObject({ price: 5, tax_class_id: 0 });
});

describe('a file with many errors', () => {
  const BAD = `SKU,Name,Stock\n${['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((sku) => `${sku},Drum,many\n`).join('')}`;
  const read = async (maxErrors: number, text = BAD) =>
    checkFile(await openProducts(fileWith(text), { format: 'ttpd' }), {
      maxErrors,
      signal: new AbortController().signal,
    });

  it('is read to its end while there are no more than may be', async () => {
    const { problems, products } = await read(7);

    expect(problems).toHaveLength(7);
    expect(products).toBe(0);
  });

  it('is refused with the one more, and the first five are named', async () => {
    const refusal = await read(6).catch((error: unknown) => error);

    expect(refusal).toMatchObject({ code: 'TOO_MANY_ERRORS', exitCode: 2 });
    expect(String(refusal)).toMatch(/More than 6 errors in the file.*line 2, Stock.*\[CSV_INTEGER\].*line 6/);
    expect(String(refusal)).not.toContain('line 7');
  });

  it('is refused at the first where that is asked', async () => {
    await expect(read(0)).rejects.toMatchObject({
      code: 'ROW_INVALID',
      exitCode: 2,
      message: expect.stringMatching(/has a row with an error.*: line 2, Stock/) as string,
    });
    await expect(read(0, 'SKU,Name,Stock\nA,Drum,1\n')).resolves.toMatchObject({
      products: 1,
      hasStock: true,
    });
  });
});
