import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { documentSchema } from '../../src/commands/results/results.ts';
import { BIN, type Cli, cli, type RunningSandbox, sandbox } from './cli.ts';

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const PARTS = lines('SKU,Name,Price,Weight,Stock', 'GU-1,Drum,12.50,90,5', 'GU-2,Shoe,8,4,0');
const MIXED = lines(
  'SKU,Name,Price,Weight,Stock',
  'GU-1,Drum,12.50,90,5',
  'GU-2,Shoe,twelve,4,0',
  'GU-3,"Clevis',
  'kit",3,1,-2',
);

async function start(): Promise<{
  at: RunningSandbox;
  ttpd: Cli;
  file(content: string | Buffer, name?: string): string;
}> {
  const at = await sandbox('--parts', '100');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  return {
    at,
    ttpd,
    file(content, name = 'parts.csv') {
      const it = path.join(ttpd.home, name);
      writeFileSync(it, content);
      return it;
    },
  };
}

describe('import-csv', () => {
  it('plans, writes, and then has nothing to do', async () => {
    const { ttpd, file, at } = await start();
    const parts = file(PARTS);
    const empty = await at.stateHash();

    const dry = await ttpd.json('import-csv', parts, '--dry-run', '--detailed-exitcode');
    expect([dry.exitCode, (await at.stateHash()).hash]).toEqual([10, empty.hash]);
    const first = await ttpd.json('import-csv', parts);
    const second = await ttpd.json('import-csv', parts);

    expect(documentSchema('import-csv').parse(first.document)).toBeTruthy();
    expect(first.document.result).toMatchObject({
      format: 'ttpd',
      encoding: 'utf-8',
      delimiter: ',',
      rows: { total: 2, valid: 2, invalid: 0, ignored: 0 },
      plan: { create: 2 },
      applied: { done: 2 },
      rejectsFile: null,
    });
    expect(second.document.result).toMatchObject({
      plan: { create: 0, update: 0, unchanged: 2 },
      applied: { done: 0 },
    });
  });

  it('writes the good rows, and sets the others apart in a file that can be corrected and imported', async () => {
    const { ttpd, file } = await start();
    const first = await ttpd.json('import-csv', file(MIXED));
    const rejects = path.join(ttpd.home, 'parts.rejects.csv');

    expect(first.exitCode).toBe(4);
    expect(first.document.result).toMatchObject({
      rows: { total: 3, valid: 1, invalid: 2 },
      applied: { done: 1 },
      rejectsFile: rejects,
    });
    expect(first.document.problems.map(({ code, sku }) => [code, sku])).toEqual([
      ['CSV_NUMBER', 'GU-2'],
      ['CSV_NUMBER_NEGATIVE', 'GU-3'],
    ]);
    const text = readFileSync(rejects, 'utf8');
    expect(text).toContain('_line,_code,_error');
    writeFileSync(rejects, text.replace('twelve', '12').replace(',-2,', ',2,'));

    const second = await ttpd.json('import-csv', rejects);
    expect(second.exitCode).toBe(0);
    expect(second.document.result).toMatchObject({ rows: { valid: 2, invalid: 0 }, applied: { done: 2 } });
  });

  it('takes back that a product and a variant may not be bought', async () => {
    const { at, ttpd, file } = await start();
    const variants = (disabled: boolean) =>
      `"${JSON.stringify([{ sku: 'KIT-S', purchasingDisabled: disabled, options: [{ name: 'Size', value: 'S' }] }]).replaceAll('"', '""')}"`;
    const header = 'SKU,Name,Price,Weight,Purchasability,Variants';
    await ttpd.run('import-csv', file(lines(header, `KIT,Kit,10,1,preorder,${variants(false)}`)));
    const state = async () => {
      const { products } = await at.admin<{
        products: { availability: string; variants: { purchasing_disabled: boolean }[] }[];
      }>('products');
      return [products[0]?.availability, products[0]?.variants[0]?.purchasing_disabled];
    };
    expect(await state()).toEqual(['preorder', false]);

    const { document } = await ttpd.json(
      'import-csv',
      file(lines(header, `KIT,Kit,10,1,disabled,${variants(true)}`)),
    );
    expect(await state()).toEqual(['disabled', true]);
    await ttpd.run('rollback', document.result.plan.id, '--yes');
    expect(await state()).toEqual(['preorder', false]);
  });

  it('has set the others apart when the run dies on the way, and says where', async () => {
    const { ttpd, file, at } = await start();
    await at.admin('faults', 'POST', { faults: ['bc:401:1:POST /v3/catalog/products'] });
    const { exitCode, stderr } = await ttpd.run('import-csv', file(MIXED), '--yes');
    const rejects = path.join(ttpd.home, 'parts.rejects.csv');

    expect(exitCode).toBe(5);
    expect(readFileSync(rejects, 'utf8')).toContain('GU-2,Shoe,twelve,4,0,3,CSV_NUMBER');
    expect(stderr).toContain(rejects);
  });

  it('sets apart with their lines what only the store refuses, and writes the rest', async () => {
    const { ttpd, file } = await start();
    await ttpd.run('import-csv', file(PARTS));
    const more = file(lines('SKU,Name,Price,Weight', 'GU-7,Hub,1,1', 'GU-8,Drum,1,1'), 'more.csv');
    const { exitCode, document } = await ttpd.json('import-csv', more);

    expect([exitCode, document.result.applied]).toMatchObject([4, { done: 1, failed: 1 }]);
    expect(document.result.rows).toMatchObject({ total: 2, valid: 2, invalid: 0 });
    expect(document.problems).toMatchObject([{ sku: 'GU-8', line: 3, severity: 'error' }]);
    expect(readFileSync(String(document.result.rejectsFile), 'utf8')).toMatch(/\nGU-8,Drum,1,1,3,/);
  });

  it.each([[['--fail-fast']], [['--max-errors', '1']]])(
    'writes nothing with %j where that is too much',
    async (flags) => {
      const { ttpd, file, at } = await start();
      const before = await at.stateHash();
      const { exitCode, document } = await ttpd.json('import-csv', file(MIXED), ...flags);

      expect(exitCode).toBe(2);
      expect(document.problems[0]?.message).toMatch(/nothing was written: line 3/);
      expect(await at.stateHash()).toEqual(before);
    },
  );

  it('refuses by what the store has before it writes', async () => {
    const { ttpd, file, at } = await start();
    await ttpd.run('import-csv', file(PARTS));
    const before = await at.stateHash();
    const { exitCode } = await ttpd.json(
      'import-csv',
      file(lines('SKU,Command,Price', 'GU-1,UPDATE,99', 'GU-9,UPDATE,5')),
      '--fail-fast',
    );

    expect(exitCode).toBe(2);
    expect(await at.stateHash()).toEqual(before);
  });

  it('reads stdin', async () => {
    const { at, ttpd } = await start();
    const { exitCode, stdout } = await execa('node', [BIN, 'import-csv', '-', '--json'], {
      input: PARTS.replaceAll(',', ';'),
      preferLocal: true,
      env: { TTPD_HOME: ttpd.home, TTPD_SANDBOX_URL: at.url },
    });

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({ file: 'stdin', delimiter: ';', applied: { done: 2 } });
  });

  it('checks a file without any store', async () => {
    const ttpd = cli({ TTPD_SANDBOX_URL: 'http://127.0.0.1:1' });
    const file = path.join(ttpd.home, 'parts.csv');
    writeFileSync(file, PARTS);
    const { exitCode, document } = await ttpd.json('import-csv', file, '--dry-run', '--offline');

    expect(exitCode).toBe(0);
    expect(document.result).toMatchObject({ rows: { total: 2, valid: 2 }, plan: null, applied: null });
    expect((await ttpd.json('import-csv', file, '--offline')).document.problems[0]?.code).toBe(
      'OFFLINE_WRITE',
    );
  });

  it('is not undone by the next sync where the field is the merchant’s', async () => {
    const { ttpd, file, at } = await start();
    await ttpd.run('sync', '--category', 'brakes', '--limit', '3');
    const { products } = await at.admin<{ products: { sku: string }[] }>('products');
    const sku = products[0]?.sku ?? '';
    await ttpd.run('import-csv', file(lines('SKU,Name,Page Title', `${sku},A name of my own,Mine`)));
    await ttpd.run('sync', '--category', 'brakes', '--limit', '3');

    const after = await at.admin<{ products: { sku: string; name: string; page_title: string }[] }>(
      'products',
    );
    expect(after.products.find((each) => each.sku === sku)).toMatchObject({
      name: 'A name of my own',
      page_title: 'Mine',
    });
  });
});

const BIG = Buffer.alloc(20_000_000, 'x').toString();
const BAD: [what: string, content: string | Buffer, code: string, flags?: string[]][] = [
  ['an empty file', '', 'FILE_EMPTY'],
  ['a header alone', 'SKU,Name\n', 'CSV_NO_ROWS'],
  ['no header', 'GU-1,Drum,12\nGU-2,Shoe,13\n', 'CSV_FORMAT_UNKNOWN'],
  ['another format forced', PARTS, 'CSV_WRONG_FORMAT', ['--format', 'shopify']],
  ['a quote that is never closed', 'SKU,Name\nGU-1,"Drum\nGU-2,Shoe\n', 'CSV_QUOTE_OPEN'],
  ['a NUL', 'SKU,Name\nGU-1,Dr\0um\n', 'CSV_BINARY'],
  ['a cell of 20 MB', `SKU,Name\nGU-1,"${BIG}"\n`, 'CSV_TOO_LONG'],
  [
    '10,000 columns',
    `SKU,${Array.from({ length: 10_000 }, (_, n) => `c${n}`).join(',')}\nGU-1\n`,
    'CSV_TOO_MANY_COLUMNS',
  ],
  ['a binary file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'CSV_BINARY'],
  ['invalid UTF-8', Buffer.from('SKU,Name\nGU-1,Gr\xfc\xdf\n', 'latin1'), 'CSV_ENCODING'],
  ['a column twice', 'SKU,Name,name\nGU-1,a,b\n', 'CSV_DUPLICATE_COLUMN'],
];

describe('a file that cannot be read', () => {
  it.each(BAD)(
    'is refused with a sentence, exit 2, and nothing written: %s',
    async (_what, content, code, flags = []) => {
      const ttpd = cli();
      const file = path.join(ttpd.home, 'parts.csv');
      writeFileSync(file, content);
      const { exitCode, document, stderr } = await ttpd.json(
        'import-csv',
        file,
        '--dry-run',
        '--offline',
        ...flags,
      );

      expect([document.problems[0]?.code, exitCode]).toEqual([code, 2]);
      expect(document.problems[0]?.hint).toBeTruthy();
      expect(stderr).not.toMatch(/ at .*\.ts:|bug in ttpd/);
    },
  );

  it('is refused before anything is written to the store', async () => {
    const { ttpd, file, at } = await start();
    const before = await at.stateHash();
    const late = `${PARTS}GU-3,"never closed,1,1,1\n`;
    const folder = path.join(ttpd.home, 'folder');
    mkdirSync(folder);
    const codes = [];
    for (const it of [file(late), folder, path.join(ttpd.home, 'missing.csv')]) {
      const { exitCode, document } = await ttpd.json('import-csv', it);
      codes.push([document.problems[0]?.code, exitCode]);
    }

    expect(codes).toEqual([
      ['CSV_QUOTE_OPEN', 2],
      ['FILE_IS_FOLDER', 2],
      ['FILE_NOT_FOUND', 2],
    ]);
    expect(await at.stateHash()).toEqual(before);
  });

  it.each([
    ['ragged rows', 'SKU,Name,Price\nGU-1,Drum,1,2,3\nGU-2,Shoe,2\n'],
    ['a SKU twice', 'SKU,Name\nGU-1,Drum\ngu-1,Shoe\n'],
    ['a number that a spreadsheet rounded', 'SKU,GTIN\nGU-1,6.9E+12\n'],
  ])('has rows set apart, with their lines: %s', async (_what, content) => {
    const ttpd = cli();
    const file = path.join(ttpd.home, 'parts.csv');
    writeFileSync(file, content);
    const { exitCode, document } = await ttpd.json('import-csv', file, '--dry-run', '--offline');

    expect(exitCode).toBe(4);
    expect(document.result.rows.invalid).toBeGreaterThan(0);
    expect(document.problems[0]).toMatchObject({ severity: 'error', line: expect.any(Number) });
  });

  it('takes __proto__ as the header it is', async () => {
    const ttpd = cli();
    const file = path.join(ttpd.home, 'parts.csv');
    writeFileSync(file, 'SKU,Name,__proto__,constructor\nGU-1,Drum,x,y\n');
    const { exitCode, document } = await ttpd.json('import-csv', file, '--dry-run', '--offline');

    expect(exitCode).toBe(0);
    expect(document.problems.map(({ code }) => code)).toEqual(['CSV_UNKNOWN_COLUMN', 'CSV_UNKNOWN_COLUMN']);
  });
});
