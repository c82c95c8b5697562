import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StoreEngine, startStoreEngine } from '../../../helpers/store-engine.ts';
import { exportText, importText, lines } from './import.ts';

/** Files as other programs and people make them, through to what the store then has. */

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

it('takes three decimals for no thousands', async () => {
  const { allProblems } = await importText(
    at,
    lines(
      'SKU,Name,Price,Weight,Stock,Low Stock,Minimum Quantity',
      'ST-1,Hub seal,12.50,1,10.000,2.000,1.000',
      'ST-2,Hub cap,1.234,1,12.500,,',
    ),
  );

  expect(await product('ST-1')).toMatchObject({ inventoryLevel: 10, inventoryWarningLevel: 2 });
  expect(await product('ST-2')).toBeUndefined();
  expect(codes(allProblems)).toEqual([['ST-2', 'CSV_INTEGER']]);
});

it('takes no price of another currency', async () => {
  const { allProblems } = await importText(
    at,
    lines('SKU,Name,Price,Weight', 'E1,Euro,167 €,1', 'Y1,Yen,¥1200,1', 'U1,Dollar,$167.00,1'),
  );

  expect(await product('E1')).toBeUndefined();
  expect(await product('Y1')).toBeUndefined();
  expect((await product('U1'))?.price.toNumber()).toBe(167);
  expect(codes(allProblems)).toEqual([
    ['E1', 'CSV_CURRENCY'],
    ['Y1', 'CSV_CURRENCY'],
  ]);
});

it('has nothing to do the second time, however many decimals a spreadsheet computed', async () => {
  const file = lines('SKU,Name,Price,Weight', 'P1,Computed,13.333333333333334,1', 'P2,Tiny,0.00001,1');
  await importText(at, file);
  const { plan } = await importText(at, file);

  expect((await product('P1'))?.price.toString()).toBe('13.3333');
  expect(await product('P2')).toBeUndefined();
  expect(plan).toMatchObject({ create: 0, update: 0, unchanged: 1 });
});

it('takes nothing that a failed formula left', async () => {
  const { allProblems } = await importText(
    at,
    lines(
      'SKU,Name,Price,Weight,Brand,Categories,MPN,UPC,Custom Fields,Description',
      'EV-1,Brake chamber,10,1,#N/A,Brakes/#REF!,#VALUE!,#N/A,Size=#NAME?,#DIV/0!',
      '#N/A,Lookup failed,10,1,Acme,Brakes,,,,',
      'EV-3,#N/A,10,1,Acme,Brakes,,,,',
      'EV-4,Good,10,1,Acme,Brakes,,,,',
    ),
  );

  expect(await at.skus()).toEqual(['EV-4']);
  expect(new Set(allProblems.map(({ line }) => line))).toEqual(new Set([2, 3, 4]));
});

it('makes no second product of a SKU that only looks alike, and takes no quotes for a name', async () => {
  await importText(
    at,
    lines('SKU,Name,Price,Weight', 'IV-1,One,5,1', 'IV-1\u200B,Two,6,1', 'Q-1,"Drum" ,5,1'),
  );

  expect(await at.skus()).toEqual(['IV-1']);
});

const variantsOf = async (sku: string) =>
  (await product(sku))?.variants?.map(({ sku: each, price, inventoryLevel, options }) => [
    each,
    price?.toString() ?? null,
    inventoryLevel,
    options.map(({ value }) => value).join('/'),
  ]);

describe('Shopify', () => {
  const HEADER =
    'Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price';

  it.each([
    [
      'the title first',
      [
        'flap,Mud flap,Acme,Flaps,TRUE,Color,Black,RA-B,1360,shopify,5,20.00',
        'hose,Air hose,Acme,Hoses,TRUE,Title,Default Title,RA-H,500,shopify,2,9.00',
        'flap,,,,,,Red,RA-R,1814,shopify,6,22.00',
      ],
    ],
    [
      'the title last',
      [
        'flap,,,,,,Black,RA-B,1360,shopify,5,20.00',
        'hose,Air hose,Acme,Hoses,TRUE,Title,Default Title,RA-H,500,shopify,2,9.00',
        'Flap,Mud flap,Acme,Flaps,TRUE,Color,Red,RA-R,1814,shopify,6,22.00',
      ],
    ],
  ])('has rows of one product apart, %s', async (_, rows) => {
    await importText(at, lines(HEADER, ...rows));

    expect(await product('flap')).toMatchObject({ name: 'Mud flap', isVisible: true });
    expect(await variantsOf('flap')).toEqual([
      ['RA-B', null, 5, 'Black'],
      ['RA-R', '22', 6, 'Red'],
    ]);
    expect(await at.skus()).toHaveLength(2);
  });

  it('has handles that are the SKU of a variant', async () => {
    const file = lines(
      'Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price',
      'seal-10,Seal kit,Acme,Seals,TRUE,Pack,1,SEAL-10,10,3',
      'seal-10,,,,,,10,SEAL-10X,100,25',
      'cap-1,Cap,Acme,Caps,TRUE,Pack,1,cap-1,10,3',
      'cap-1,,,,,,10,cap-1x,100,25',
    );
    const { allProblems } = await importText(at, file);

    expect((await variantsOf('seal-10-product'))?.map(([sku]) => sku)).toEqual(['SEAL-10', 'SEAL-10X']);
    expect((await variantsOf('cap-1-product'))?.map(([sku]) => sku)).toEqual(['cap-1', 'cap-1x']);
    expect(allProblems.map(({ code }) => code)).toEqual(['CSV_SKU_MADE', 'CSV_SKU_MADE']);
    expect((await importText(at, file)).plan).toMatchObject({ create: 0, update: 0 });
  });

  it('has a type that is one name, whatever is in it', async () => {
    await importText(
      at,
      lines(
        'Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price',
        'sl-1,Nut set,Smith &amp; Co,Nuts/Bolts,TRUE,Title,Default Title,SL-1,10,3',
        'sl-2,Gasket,Acme,Seals; Gaskets,TRUE,Title,Default Title,SL-2,10,3',
      ),
    );
    const text = await exportText(at, 'ttpd');

    expect(text).toContain('Nuts\\/Bolts');
    expect(text).toContain('Seals\\; Gaskets');
    expect(text).toContain('Smith & Co');
    expect((await importText(at, await exportText(at, 'shopify'))).plan).toMatchObject({
      create: 0,
      update: 0,
    });
  });

  it('has drafts, archived products and gift cards', async () => {
    const { allProblems } = await importText(
      at,
      lines(
        'Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price,Gift Card,Status',
        'dr-1,Drum draft,Gunite,Brakes,TRUE,Title,Default Title,DR-1,1000,100,FALSE,draft',
        'dr-2,Drum archived,Gunite,Brakes,TRUE,Title,Default Title,DR-2,1000,100,FALSE,archived',
        'dr-3,Drum active,Gunite,Brakes,TRUE,Title,Default Title,DR-3,1000,100,FALSE,active',
        'gift-25,Gift card,Us,Gift Cards,TRUE,Title,$25,DR-4,0,25,TRUE,active',
      ),
    );

    expect(await product('DR-1')).toMatchObject({ isVisible: false });
    expect(await product('DR-2')).toMatchObject({ isVisible: false });
    expect(await product('DR-3')).toMatchObject({ isVisible: true });
    expect(await at.skus()).toHaveLength(3);
    expect(allProblems.map(({ code }) => code)).toEqual(['CSV_LEFT_OUT']);
  });
});

it('takes entities for what they say, and cuts nothing at their semicolons', async () => {
  const { allProblems } = await importText(
    at,
    lines(
      'SKU,Name,Price,Weight,Brand,Categories',
      'HE-1,Nuts &amp; bolts kit,10,1,Smith &amp; Co,Hardware/Nuts &amp; Bolts&#47;Screws',
    ),
  );
  const text = await exportText(at, 'ttpd');

  expect(text).toContain('Hardware/Nuts & Bolts\\/Screws');
  expect(text).toContain('Smith & Co');
  expect(codes(allProblems)).toEqual([['HE-1', 'CSV_ENTITIES']]);
});

describe('BigCommerce’s own exports', () => {
  it('name pictures by their path in the store', async () => {
    await importText(at, lines('SKU,Name,Price,Weight', 'LI-1,Hub cap,20,1'));
    const id = (await product('LI-1'))?.id;
    const { allProblems } = await importText(
      at,
      lines(
        'Item Type,Product ID,Product Name,Product Type,Product Code/SKU,Price,Product Weight,Product Visible?,Category,Product Image ID - 1,Product Image File - 1,Product Image Description - 1,Product Image Is Thumbnail - 1,Product Image Sort - 1',
        `Product,${id},Hub cap,P,LI-1,22.00,1.0000,Y,,1,h/440/hubcap__48213.jpg,,Y,0`,
      ),
    );

    expect((await product('LI-1'))?.price.toNumber()).toBe(22);
    expect(allProblems).toEqual([]);
  });

  it('have a picture’s columns twice, and its address', async () => {
    await importText(
      at,
      lines(
        'Item Type,Product Code/SKU,Product Name,Price,Product Weight,Product Image File - 1,Product Image URL - 1,Product Image ID - 1,Product Image File - 1,Product Image Description - 1,Product Image Sort - 1',
        'Product,LI-1,Hub cap,22.00,1,hubcap.jpg,https://img.example/hubcap.jpg,1,h/440/hubcap__48213.jpg,Front,0',
      ),
    );

    expect((await product('LI-1'))?.images).toMatchObject([{ description: 'Front' }]);
  });

  it('have sizes of variants', async () => {
    await importText(
      at,
      lines(
        'Item Type,Product ID,Product Name,Product Type,Product Code/SKU,Price,Product Weight,Product Width,Product Height,Product Depth,Allow Purchases?,Product Visible?,Track Inventory,Current Stock Level,Category',
        'Product,,Spring,P,AP-2,20.00,1.0000,4,4,4,Y,Y,by option,,Springs',
        '  SKU,,[RT]Length=Long,,AP-2-L,,,5,6,7,,,,3,',
      ),
    );

    expect(
      (await product('AP-2'))?.variants?.map(({ width, height, depth }) =>
        [width, height, depth].map(String),
      ),
    ).toEqual([['5', '6', '7']]);
  });
});

it('makes SKUs of handles and options where a file of Shopify has none, if that is wanted', async () => {
  const file = lines(
    'Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price',
    'shirt,Shirt,Acme,Shirts,true,Title,Default Title,,1,50',
    'top,Top,Acme,Tops,true,Size,Small,,1,60',
    'top,,,,,,Extra Large,,1,60',
  );
  const { allProblems } = await importText(at, file);
  expect(await at.skus()).toEqual([]);
  for (const { hint } of allProblems) expect(hint).toContain('--sku-from-handle');

  await importText(at, file, { skuFromHandle: true });
  expect(await at.skus()).toEqual(['shirt', 'top']);
  expect((await variantsOf('top'))?.map(([sku]) => sku)).toEqual(['top-small', 'top-extra-large']);
  expect((await importText(at, file, { skuFromHandle: true })).plan).toMatchObject({ create: 0, update: 0 });
});

it.each(['ttpd', 'bigcommerce', 'bigcommerce-legacy', 'shopify', 'woocommerce', 'google'] as const)(
  'exports pictures as large as the store has them: %s',
  async (format) => {
    const { id } = (
      await at.store.products.create({
        ...{ name: 'Hub cap', sku: 'PZ-1', type: 'physical', price: 20, weight: 1 },
        images: [{ image_url: 'https://images.example/cap.jpg', is_thumbnail: true, sort_order: 0 }],
      })
    ).product;
    const [found] = await at.store.products.byIds([id], { include: ['images'] });
    const [image] = found?.images ?? [];

    expect(image?.urlZoom).toBeTruthy();
    expect(image?.urlZoom).not.toBe(image?.urlStandard);
    const text = await exportText(at, format);
    expect(text).toContain(image?.urlZoom);
    if (format !== 'google')
      expect((await importText(at, text, { format })).plan).toMatchObject({ update: 0 });
  },
);

it('asks about a name that may be several only where the store has none of it', async () => {
  const file = lines(
    'SKU,Name,Price,Weight,Brand,Categories',
    'SN-1,Hub,5,1,Smith | Co,Brakes > Drums',
    'SN-2,Cap,5,1,Smith | Co,Brakes > Drums',
    'SN-3,Pin,5,1,Acme,Wheels > Pins',
  );
  const first = await importText(at, file);
  expect(codes(first.allProblems)).toEqual([
    ...['SN-1', 'SN-1', 'SN-2', 'SN-2', 'SN-3'].map((sku) => [sku, 'CSV_SEPARATOR']),
  ]);
  expect(first.allProblems[0]).toMatchObject({ line: 2, column: 'Brand', value: 'Smith | Co' });

  const again = await importText(at, file.replaceAll('Wheels', 'Tyres'));
  expect(codes(again.allProblems)).toEqual([['SN-3', 'CSV_SEPARATOR']]);
});
