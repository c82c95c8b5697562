import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkFile } from '../../../../src/catalog/file/import/check-file.ts';
import { openProducts } from '../../../../src/csv/reader.ts';
import { fileWith } from '../../../csv/helpers.ts';
import { type ScriptedEngine, scriptedEngine } from '../../../helpers/scripted-engine.ts';
import { pretending } from '../../../helpers/scripted-store.ts';
import { importText } from './import.ts';

/** One bad row is set apart, before the first write where it can be known, and all the others are written. */

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const CATEGORIES = 'POST /v3/catalog/trees/categories';

/** The check that `--offline` makes: no store. */
async function checked(text: string) {
  const reader = await openProducts(fileWith(text));
  return checkFile(reader, { maxErrors: 100, signal: new AbortController().signal });
}
const skusOf = async (bench: ScriptedEngine) => Object.keys(await bench.products()).sort();

it.each([
  [
    'a category that is too deep',
    lines(
      'SKU,Name,Price,Weight,Categories',
      'DP-1,Fine one,5,1,Brakes/Drums',
      'DP-2,Deep,5,1,a/b/c/d/e/f/g/h/i',
      'DP-3,Fine two,5,1,Brakes/Shoes',
    ),
    [[3, 'Categories', 'CATEGORY_TOO_DEEP', /9 levels; BigCommerce takes 8/]],
    ['DP-1', 'DP-3'],
  ],
  [
    'options that clash',
    lines(
      'Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Price,Weight,Is Visible',
      'Product,,Belt,physical,OC-1,,variant,,10,1,TRUE',
      'Variant,,,,OC-1-a,Type=Rectangle|Name=Size|Value=Red,,3,,,',
      'Variant,,,,OC-1-b,Type=Rectangle|Name=Size|Value=red ,,3,,,',
      'Product,,Belt two,physical,OC-2,,variant,,10,1,TRUE',
      'Variant,,,,OC-2-a,Type=Rectangle|Name=Size|Value=S,,3,,,',
      'Variant,,,,OC-2-b,Type=Rectangle|Name=Length|Value=M,,3,,,',
      'Product,,Belt three,physical,OC-3,,none,,10,1,TRUE',
    ),
    [
      [4, 'Options', 'OPTIONS_CLASH', /same option values as the one in line 3/],
      [7, 'Options', 'OPTIONS_CLASH', /other options than the one in line 6/],
    ],
    ['OC-3'],
  ],
  [
    'a name and an address that another row has',
    lines(
      'SKU,Name,Price,Weight,URL',
      'TW-1,Hub seal,5,1,/hub-seal/',
      'TW-2,hub seal,5,1,/other/',
      'TW-3,Hub cap,5,1,/Hub-Seal/',
      'TW-4,Hub nut,5,1,/hub nut/',
      'TW-5,Hub pin,5,1,/hub-pin/',
    ),
    [
      [3, 'Name', 'USED_TWICE', /line 2 has this name/],
      [4, 'URL', 'USED_TWICE', /line 2 has this address/],
      [5, 'URL', 'PAGE_ADDRESS', /has blanks/],
    ],
    ['TW-1', 'TW-5'],
  ],
  [
    'too much of anything',
    lines(
      'SKU,Name,Price,Weight,Categories,Videos',
      `TM-1,Much,5,1,${Array.from({ length: 1_001 }, (_, n) => `C${n}`).join(';')},`,
      `TM-2,Long,5,1,,z3fRu9pkuXE|${'t'.repeat(256)}`,
      'TM-3,Fine,5,1,,',
    ),
    [
      [2, 'Categories', 'TOO_MANY', /1001 categories/],
      [3, 'Videos', 'TOO_LONG', /256 characters/],
    ],
    ['TM-3'],
  ],
] as const)('sets apart %s', async (_, text, problems, written) => {
  const offline = await checked(text);
  const bench = await scriptedEngine();
  const { allProblems, applied } = await importText(bench, text);

  for (const told of [offline.problems, allProblems])
    expect(told.map(({ line, column, code, message }) => [line, column, code, message])).toEqual(
      problems.map(([line, column, code, message]) => [line, column, code, expect.stringMatching(message)]),
    );
  expect(await skusOf(bench)).toEqual(written);
  expect(applied).toMatchObject({ done: written.length, failed: 0 });
});

it('fails the products of a category that the store refuses, names it and them, and goes on', async () => {
  const bench = await scriptedEngine();
  const refusal = { data: [], meta: {}, errors: { status: 422, title: 'No more categories' } };
  bench.script(CATEGORIES, pretending(422, refusal));
  const text = lines(
    'SKU,Name,Price,Weight,Categories',
    'CR-1,Hub seal,5,1,Brakes/Drums',
    'CR-2,Hub cap,5,1,',
    'CR-3,Hub nut,5,1,Brakes',
  );
  const { allProblems, applied, plan, refused } = await importText(bench, text);

  expect(applied).toMatchObject({ done: 1, failed: 2 });
  expect(await skusOf(bench)).toEqual(['CR-2']);
  const told = [
    {
      line: 2,
      sku: 'CR-1',
      code: 'CATEGORY_REFUSED',
      message: expect.stringContaining('category Brakes:') as string,
    },
    { line: 4, sku: 'CR-3', code: 'CATEGORY_REFUSED' },
  ];
  expect(allProblems).toMatchObject(told);
  expect(refused).toMatchObject(told);
  expect(plan.create).toBe(3);
  expect(bench.callsTo(CATEGORIES)).toHaveLength(1);
});

it('makes a category of the others where the store refuses one', async () => {
  const bench = await scriptedEngine();
  const refusal = { data: [], meta: {}, errors: { status: 422, title: 'No' } };
  // Both at once, then each alone: the first is refused.
  bench.script(CATEGORIES, pretending(422, refusal), pretending(422, refusal));
  const { applied } = await importText(
    bench,
    lines('SKU,Name,Price,Weight,Categories', 'CO-1,Hub seal,5,1,Brakes/Drums', 'CO-2,Hub cap,5,1,Wheels'),
  );

  expect(applied).toMatchObject({ done: 1, failed: 1 });
  expect((await bench.products())['CO-2'].categories).toHaveLength(1);
});

it('sets rows apart before it asks, and so before the first write', async () => {
  const bench = await scriptedEngine();
  const order: string[] = [];
  bench.always('POST /v3/catalog/products', async (pass) => {
    order.push('write');
    return pass();
  });
  await importText(bench, lines('SKU,Command,Name,Price,Weight', 'PA-1,,Hub seal,5,1', 'PA-2,UPDATE,,6,'), {
    onSetApart: () => order.push('apart'),
  });

  expect(order).toEqual(['apart', 'write']);
});

it.each([
  ['bigcommerce', 'Amber [SAE]', 'Red'],
  ['shopify', 'Kit [4 pcs]', 'Kit [8 pcs]'],
])('takes only the colour of a swatch off a value: %s', async (format, ...labels) => {
  const bench = await scriptedEngine();
  const files: Record<string, string> = {
    bigcommerce: lines(
      'Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Price,Weight,Is Visible',
      'Product,,Lamp,physical,BL,,variant,,10,1,TRUE',
      'Variant,,,,BL-1,Type=Rectangle|Name=Lens|Value=Amber [SAE],,3,,,',
      'Variant,,,,BL-2,Type=Swatch|Name=Lens|Value=Red[#cc0000],,3,,,',
    ),
    shopify: lines(
      'Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price',
      'kit,Seal kit,Acme,Kits,TRUE,Pack,Kit [4 pcs],BR-4,10,3',
      'kit,,,,,,Kit [8 pcs],BR-8,10,6',
    ),
  };
  await importText(bench, files[format] ?? '');

  const [product] = Object.values(await bench.products());
  const there = product.variants.map(
    (each: { option_values: { label: string }[] }) => each.option_values[0]?.label,
  );
  expect(there).toEqual(labels);
  expect((await importText(bench, files[format] ?? '')).plan).toMatchObject({ update: 0, unchanged: 1 });
});

it.each([
  'https://img.example/a.jpg;https://img.example/b.jpg',
  'https://img.example/a b.jpg',
  'http://foo:-80/a.jpg',
  'https://[::1/a.jpg',
])('sets apart a picture that no store can fetch: %s', async (address) => {
  const shopify = lines('Handle,Title,Variant SKU,Variant Price,Image Src', `im,Belt,IM-1,10,"${address}"`);
  const legacy = lines(
    'Item Type,Product Code/SKU,Product Name,Price,Product Weight,Product Image File - 1',
    `Product,IM-1,Belt,10,1,"${address}"`,
  );
  const bigcommerce = lines(
    'Item,ID,Name,Type,SKU,Price,Weight,Image URL (Import)',
    'Product,,Belt,physical,IM-1,10,1,',
    `Image,,,,,,,"${address}"`,
  );
  for (const text of [shopify, legacy, bigcommerce]) {
    const bench = await scriptedEngine();
    const { allProblems } = await importText(bench, text);

    expect(allProblems).toMatchObject([{ severity: 'error' }]);
    expect(bench.writes()).toEqual([]);
  }
});

it.each([
  'http://127.0.0.1/a.jpg',
  'https://localhost:8080/a.jpg',
  'https://nas.local/a.jpg',
  'http://10.1.2.3/a.jpg',
])('warns of a picture that is in an inner network: %s', async (address) => {
  const { problems, products } = await checked(lines('SKU,Name,Price,Images', `IN-1,Hub,5,${address}`));
  expect(problems).toMatchObject([{ code: 'IMAGE_INNER', severity: 'warning', line: 2, column: 'Images' }]);
  expect(products).toBe(1);
  expect(
    (await checked(lines('SKU,Name,Price,Images', 'IN-1,Hub,5,https://10a.example/a.jpg'))).problems,
  ).toEqual([]);
});

it('writes rejects with the line that the store refused', async () => {
  const file = fileWith('SKU,Name,Price,Weight\nRE-1,A,5,1\nRE-2,B,5,1\n');
  const reader = await openProducts(file);
  for await (const _ of reader.rows(() => {}));
  const rejects = `${file}.rejects.csv`;
  await reader.writeRejects(rejects, [
    { code: 'HTTP_409', severity: 'error', message: 'Taken.', sku: 'RE-2', line: 3 },
  ]);

  expect(readFileSync(rejects, 'utf8')).toBe(
    'SKU,Name,Price,Weight,_line,_code,_error\nRE-2,B,5,1,3,HTTP_409,Taken.\n',
  );
});
