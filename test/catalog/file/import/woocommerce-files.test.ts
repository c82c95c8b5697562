import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StoreEngine, startStoreEngine } from '../../../helpers/store-engine.ts';
import { exportText, importText, lines } from './import.ts';

let at: StoreEngine;
beforeAll(async () => {
  at = await startStoreEngine();
});
beforeEach(() => at.reset());
afterAll(() => at?.close());

const product = async (sku: string) => {
  const [found] = await at.store.products.bySku([sku], {
    include: ['custom_fields', 'images', 'videos', 'variants'],
  });
  return found;
};
const codes = (problems: readonly { code: string; sku?: string }[]) =>
  problems.map(({ sku, code }) => [sku, code]);

const variantsOf = async (sku: string) =>
  (await product(sku))?.variants?.map(({ sku: each, price, inventoryLevel, options }) => [
    each,
    price?.toString() ?? null,
    inventoryLevel,
    options.map(({ value }) => value).join('/'),
  ]);

describe('WooCommerce', () => {
  it('writes line breaks and commas with a backslash', async () => {
    await importText(
      at,
      lines(
        'Type,SKU,Name,Published,Description,Weight (kg),Regular price,Tags,Images,Categories,Brands',
        String.raw`simple,NL-1,Slack adjuster,1,"<ul>\n<li>Automatic</li>\n</ul>\nKept in C:\\new",2.5,89.00,"Mack\, Volvo, lamp","https://img.example/lens\,red.jpg, https://img.example/b.jpg","Nuts &amp; Bolts, Air\, Brake > Valves","Acme > Acme Pro"`,
      ),
    );
    const written = await product('NL-1');

    expect(written?.description).toBe('<ul>\n<li>Automatic</li>\n</ul>\nKept in C:\\new');
    expect(written?.images).toHaveLength(2);
    expect(await exportText(at, 'ttpd')).toContain('Acme Pro');
    expect((await importText(at, await exportText(at, 'woocommerce'), { dryRun: true })).plan).toMatchObject({
      create: 0,
      update: 0,
    });
  });

  it('has commas in attributes, as custom fields and as options', async () => {
    await importText(
      at,
      lines(
        'Type,SKU,Name,Published,Stock,Weight (kg),Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
        String.raw`simple,EC-1,Map pin,1,,1,10,,Towns,"Exeter\, Bath"`,
        String.raw`variable,EC-2,Marker lamp,1,,1,15,,Lens,"Red\, clear, Amber"`,
        String.raw`variation,EC-2-R,,1,5,,15,EC-2,Lens,"Red\, clear"`,
        'variation,EC-2-A,,1,5,,15,EC-2,Lens,Amber',
      ),
    );

    expect((await product('EC-1'))?.customFields).toMatchObject([{ name: 'Towns', value: 'Exeter, Bath' }]);
    expect(await variantsOf('EC-2')).toEqual([
      ['EC-2-R', null, 5, 'Red, clear'],
      ['EC-2-A', null, 5, 'Amber'],
    ]);
  });

  it('has no price of a variable product, and finds it by its number', async () => {
    await importText(
      at,
      lines(
        'ID,Type,SKU,Name,Published,In stock?,Stock,Weight (kg),Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
        '23,variation,VP-1-B,Air hose - 3/4,1,1,7,2,16.00,id:21,Size,3/4',
        '21,variable,VP-1,Air hose,1,1,,1,,,Size,"1/2, 3/4"',
        '30,simple,S-1,Other,1,1,,1,5,,,',
        '22,variation,VP-1-A,Air hose - 1/2,1,1,5,,15.00,VP-1,Size,1/2',
        '99,variation,ORPHAN,Nobody,1,1,5,,15.00,id:77,Size,1/2',
      ),
    ).then(({ allProblems }) =>
      expect(codes(allProblems.filter(({ severity }) => severity === 'error'))).toEqual([
        [undefined, 'CSV_ROW_KIND'],
      ]),
    );

    expect((await product('VP-1'))?.price.toNumber()).toBe(15);
    expect(await variantsOf('VP-1')).toEqual([
      ['VP-1-B', '16', 7, '3/4'],
      ['VP-1-A', null, 5, '1/2'],
    ]);
    expect(await at.skus()).toEqual(expect.arrayContaining(['S-1', 'VP-1']));
    expect(await at.skus()).not.toContain('ORPHAN');
  });

  it('counts pieces with the parent', async () => {
    await importText(
      at,
      lines(
        'ID,Type,SKU,Name,Published,In stock?,Stock,Weight (kg),Regular price,Parent,Attribute 1 name,Attribute 1 value(s)',
        '51,variable,SP-1,Mud flap,1,1,20,3,15,,Color,"Red, Black"',
        '52,variation,SP-1-R,,1,1,parent,,15.00,SP-1,Color,Red',
        '53,variation,SP-1-B,,1,1,parent,,16.00,SP-1,Color,Black',
      ),
    );

    expect(await product('SP-1')).toMatchObject({ inventoryTracking: 'product', inventoryLevel: 20 });
  });

  it('imports every type of product, or says in words why not', async () => {
    const { allProblems } = await importText(
      at,
      lines(
        'ID,Type,SKU,Name,Published,Visibility in catalog,In stock?,Stock,Weight (lbs),Sale price,Regular price,Categories,Images,Parent,Grouped products,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)',
        '44,variable,p-1,Flap,1,visible,1,,.5,,,"A > B",,,,Color,"Blue, Red",Size,"L, S"',
        '45,variable,p-2,Hood,1,visible,1,,1.5,,,"A > C",,,,Color,"Blue, Red",Logo,"Yes, No"',
        '46,simple,p-3,Cap,1,visible,1,,2,,45,"A > C",,,,Color,Blue,,',
        '64,simple,p-4,Hidden,1,hidden,1,,3,35,45,"A > C",,,,,,,',
        '73,"simple, downloadable, virtual",p-5,Album,1,visible,1,,,,15,Music,,,,,,,',
        '76,variation,p-1-red,Flap - Red,1,visible,1,,,,20,,,p-1,,Color,Red,Size,',
        '77,variation,p-1-blue,Flap - Blue,1,visible,1,,,,20,,,p-1,,Color,Blue,Size,',
        '79,variation,p-2-red,Hood - Red,1,visible,1,,,42,45,,,p-2,,Color,Red,Logo,No',
        '83,simple,p-6,Tee,1,visible,1,,.5,,18,"A > B",,,,,,,',
        '87,grouped,p-7,Collection,1,visible,1,,,,,A,,,"p-3, p-6",,,,',
        '88,simple,p-8,Pending,2,visible,1,,1,,18,A,,,,,,,',
        '89,external,p-9,Elsewhere,1,visible,1,,1,,18,A,,,,,,,',
      ),
    );

    expect(await at.skus()).toEqual(
      expect.arrayContaining(['p-1', 'p-2', 'p-3', 'p-4', 'p-5', 'p-6', 'p-8']),
    );
    expect(await at.skus()).toHaveLength(7);
    expect(await product('p-4')).toMatchObject({ isVisible: false });
    expect(await product('p-8')).toMatchObject({ isVisible: false });
    expect(await product('p-5')).toMatchObject({ type: 'digital' });
    expect(await variantsOf('p-1')).toEqual([
      ['p-1-red', null, 0, 'Red'],
      ['p-1-blue', null, 0, 'Blue'],
    ]);
    expect(
      allProblems
        .filter(({ code }) => code === 'CSV_LEFT_OUT')
        .map(({ sku }) => sku)
        .sort(),
    ).toEqual(['p-1', 'p-7', 'p-9']);
  });

  it('has sale prices with dates, which the store cannot keep', async () => {
    const { allProblems } = await importText(
      at,
      lines(
        'Type,SKU,Name,Published,Date sale price starts,Date sale price ends,Weight (kg),Sale price,Regular price',
        'simple,SD-1,Air dryer,1,2031-01-01,2031-02-01,8,250.00,399.00',
        'simple,SD-3,Air dryer now,1,,,8,250.00,399.00',
      ),
    );

    expect((await product('SD-1'))?.salePrice?.toNumber() ?? 0).toBe(0);
    expect((await product('SD-3'))?.salePrice?.toNumber()).toBe(250);
    expect(codes(allProblems)).toEqual([['SD-1', 'CSV_LEFT_OUT']]);
  });
});
