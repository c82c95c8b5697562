import { appendFileSync, chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ExitCode, TtpdError } from '../../src/common/errors.ts';
import type { ReadOptions } from '../../src/csv/csv-row.ts';
import { openProducts } from '../../src/csv/reader.ts';
import { unreadable } from '../../src/csv/source.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { fileWith, readAll } from './helpers.ts';

async function refusal(content: string | Buffer, options: ReadOptions = {}): Promise<TtpdError> {
  return refusalOf(fileWith(content), options);
}

async function refusalOf(file: string | Readable, options: ReadOptions = {}): Promise<TtpdError> {
  try {
    const reader = await openProducts(file, options);
    for await (const _ of reader.rows(() => {}));
  } catch (error) {
    if (!(error instanceof TtpdError)) throw error;
    expect(error.exitCode).toBe(ExitCode.Usage);
    expect(error.hint).toBeTruthy();
    return error;
  }
  throw new Error('it was read');
}

test('a missing file', async () => {
  expect(await refusalOf(path.join(tempFolder(), 'none.csv'))).toMatchObject({ code: 'FILE_NOT_FOUND' });
});

test('a folder', async () => {
  const folder = path.join(tempFolder(), 'parts.csv');
  mkdirSync(folder);
  expect(await refusalOf(folder)).toMatchObject({ code: 'FILE_IS_FOLDER' });
});

test('a file without permission', async ({ skip }) => {
  if (process.getuid?.() === 0) skip('root may read everything');
  const file = fileWith('SKU,Price\nA,1\n');
  chmodSync(file, 0);
  expect(await refusalOf(file)).toMatchObject({ code: 'FILE_UNREADABLE' });
});

test('permission and other refusals of the system have words', () => {
  const failed = (code: string) => unreadable('parts.csv', Object.assign(new Error(code), { code }));
  expect(failed('EACCES')).toMatchObject({ code: 'FILE_UNREADABLE', message: 'You may not read parts.csv.' });
  expect(failed('EIO')).toMatchObject({
    code: 'FILE_UNREADABLE',
    message: 'parts.csv cannot be read (EIO).',
  });
});

test('an empty file, and an empty stream', async () => {
  expect(await refusal('')).toMatchObject({ code: 'FILE_EMPTY' });
  expect(await refusalOf(Readable.from([]))).toMatchObject({ code: 'FILE_EMPTY' });
});

test('a header without rows', async () => {
  expect(await refusal('SKU,Price\n')).toMatchObject({ code: 'CSV_NO_ROWS' });
  expect(await refusal('\n\n')).toMatchObject({ code: 'CSV_NO_ROWS' });
});

test('rows without a header', async () => {
  const error = await refusal('GU-1,Drum,12.50\nGU-2,Shoe,8.00\n');
  expect(error).toMatchObject({ code: 'CSV_FORMAT_UNKNOWN' });
  expect(error.message).toContain('GU-1, Drum, 12.50');
  expect(error.hint).toContain('--map');
});

test('the wrong format, forced: what is missing and what it looks like', async () => {
  const error = await refusal('SKU,Name,Price\nA,B,1\n', { format: 'shopify' });
  expect(error).toMatchObject({ code: 'CSV_WRONG_FORMAT', hint: 'It looks like ttpd: leave --format out.' });
  expect(error.message).toContain('Handle or URL handle and Title');
});

test('a quote that is never closed: the line and the column where it opened', async () => {
  const error = await refusal('SKU,Description,Price\nA,"two\nlines",1\nB,"open,2\nC,x,3\n');
  expect(error).toMatchObject({ code: 'CSV_QUOTE_OPEN' });
  expect(error.message).toContain('line 4, column 2');
});

test('a quote that is never closed in a long file is found within a megabyte', async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `B${i},some words and more,3`).join('\n');
  const error = await refusal(`SKU,Description,Price\nA,"open,2\n${rows}\n`);
  expect(error).toMatchObject({ code: 'CSV_TOO_LONG' });
  expect(error.message).toContain('opens in line 2, column 2');
});

test('a cell of 100 MB, in bounded memory', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'x');
  function* bytes() {
    yield Buffer.from('SKU,Name\nA,B\nC,');
    for (let i = 0; i < 100; i++) yield piece;
  }
  const before = process.memoryUsage.rss();
  const error = await refusalOf(Readable.from(bytes()));
  expect(error).toMatchObject({ code: 'CSV_TOO_LONG' });
  expect(error.message).toContain('line 3');
  expect(process.memoryUsage.rss() - before).toBeLessThan(90 * 1024 * 1024);
});

test('10,000 columns', async () => {
  const header = Array.from({ length: 10_000 }, (_, i) => `Column ${i}`).join(',');
  const error = await refusal(`SKU,${header}\nA\n`);
  expect(error).toMatchObject({ code: 'CSV_TOO_MANY_COLUMNS' });
  expect(error.message).toContain('10,001 columns');
});

test('NUL bytes: at once near the beginning, else with the line', async () => {
  expect(await refusal('SKU,Name\nA,b\0c\n')).toMatchObject({ code: 'CSV_BINARY' });
  const rows = Array.from({ length: 50_000 }, (_, i) => `B${i},some words and more`).join('\n');
  const error = await refusal(`SKU,Name\n${rows}\nC,b\0c\n`);
  expect(error).toMatchObject({ code: 'CSV_NUL' });
  expect(error.message).toContain('line 50002');
});

test('files that are no text are named for what they are', async () => {
  expect((await refusal(Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1'))).message).toContain(
    'Excel workbook',
  );
  expect((await refusal(Buffer.from('%PDF-1.7\n%âãÏÓ'))).message).toContain('a PDF');
  const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256));
  expect(['CSV_BINARY', 'CSV_ENCODING']).toContain((await refusal(noise)).code);
});

test('a broken gzip file', async () => {
  const packed = gzipSync(`SKU,Price\n${Array.from({ length: 5_000 }, (_, i) => `A${i},${i}`).join('\n')}\n`);
  expect(await refusal(packed.subarray(0, packed.length - 20))).toMatchObject({ code: 'CSV_GZIP' });
});

test('invalid UTF-8: the byte, its offset and the encoding that it probably is', async () => {
  const error = await refusal(Buffer.from('SKU,Name\nA,Größe für Bremsbeläge\n', 'latin1'));
  expect(error).toMatchObject({ code: 'CSV_ENCODING' });
  expect(error.message).toContain('byte 0xF6 at offset 13');
  expect(error.hint).toContain('--encoding windows-1252');
});

test('invalid UTF-8 far into the file has its offset in the file, also behind characters of several bytes', async () => {
  const good = Buffer.from(`SKU,Name\n${'A,é€😀\n'.repeat(200_000)}`);
  const error = await refusal(Buffer.concat([good, Buffer.from([0x42, 0x2c, 0xff, 0x0a])]));
  expect(error.message).toContain(`byte 0xFF at offset ${good.length + 2} `);
});

test('a character that is cut at the end of the file', async () => {
  const error = await refusal(Buffer.concat([Buffer.from('SKU,Name\nA,'), Buffer.from([0xe2, 0x82])]));
  expect(error.message).toContain('offset 11');
});

test('a file that grows while it is read', async () => {
  const file = fileWith('SKU,Price\nA,1\nB,2\n');
  const reader = await openProducts(file);
  appendFileSync(file, 'C,3\n');
  const read = async () => {
    for await (const _ of reader.rows(() => {}));
  };
  await expect(read()).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});

test('two columns of one meaning', async () => {
  const error = await refusal('SKU,Price, price \nA,1,2\n');
  expect(error).toMatchObject({ code: 'CSV_DUPLICATE_COLUMN' });
  expect(error.message).toContain('columns 2 (Price) and 3 (price)');
});

test('rows that are too long are problems of their own, and the others are read', async () => {
  const { rows, problems } = await readAll('SKU,Name,Price\nA,x\nB,y,2\nC,z,3,4\nD,w,4,,\n');
  expect(rows.map(({ sku }) => sku)).toEqual(['A', 'B', 'D']);
  expect(problems).toMatchObject([
    { code: 'CSV_CELL_COUNT', line: 4, message: 'The row has 4 cells, the header 3.' },
  ]);
});

test('a missing quote that makes one row of two is seen, though the cells are as many as they should be', async () => {
  const file = 'SKU,Name,Price\nA,"open,1\nB,"closed",2\nC,"""Quoted"" and\nlong",3\n';
  const { rows, problems } = await readAll(file);
  expect(rows).toMatchObject([{ sku: 'C', name: '"Quoted" and\nlong' }]);
  expect(problems).toMatchObject([{ code: 'CSV_QUOTE_DOUBTFUL', line: 2 }]);
  expect(problems[0]?.message).toContain('column 2');
});

test('a SKU that is there twice: both lines, whatever its case', async () => {
  const { rows, problems } = await readAll('SKU,Price\nab-1,1\nX,2\nAB-1,3\n');
  expect(rows.map(({ sku }) => sku)).toEqual(['ab-1', 'X']);
  expect(problems).toMatchObject([
    {
      code: 'CSV_DUPLICATE_SKU',
      line: 4,
      sku: 'AB-1',
      message: 'The SKU AB-1 is in line 2 and again in line 4.',
    },
  ]);
});

test('__proto__ and constructor as headers are columns like any other unknown one', async () => {
  const { rows, problems } = await readAll('SKU,Name,__proto__,constructor\nA,B,{"x":1},y\n');
  expect(rows).toEqual([{ line: 2, command: 'MERGE', sku: 'A', name: 'B' }]);
  expect(problems.map(({ column }) => column)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

test('unknown columns are passed over, said once, with what was probably meant', async () => {
  const { rows, problems, reader } = await readAll(
    'SKU,Prise,Stok,Stock,Colour of my cat\nA,1,2,2,x\nB,1,2,2,x\n',
  );
  expect(rows).toHaveLength(2);
  expect(reader.detected.unknownColumns).toEqual(['Prise', 'Stok', 'Colour of my cat']);
  expect(problems).toMatchObject([
    {
      code: 'CSV_UNKNOWN_COLUMN',
      severity: 'warning',
      column: 'Prise',
      message: expect.stringContaining('Price?'),
    },
    { code: 'CSV_UNKNOWN_COLUMN', column: 'Stok' },
    { code: 'CSV_UNKNOWN_COLUMN', column: 'Colour of my cat' },
  ]);
});

test('formats that are written are not read', async () => {
  expect(await refusal('id,title,link\nA,b,c\n', { format: 'google' })).toMatchObject({
    code: 'CSV_WRITE_ONLY',
  });
});

test('a supplier file without a map', async () => {
  expect(await refusal('a,b\n1,2\n', { format: 'supplier' })).toMatchObject({ code: 'CSV_MAP_MISSING' });
});
