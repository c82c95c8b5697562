import { expect, test } from 'vitest';
import type { Problem } from '../../src/common/errors.ts';
import type { ProductRow } from '../../src/csv/csv-row.ts';
import { notCarried } from '../../src/csv/writer.ts';
import { readAll, withoutLines, written } from './helpers.ts';

/** As the control panel exports it: LF, least quoting, HTML with line breaks, children under their product. */
const CONTROL_PANEL = `Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Low Stock,Price,Cost Price,Retail Price,Sale Price,Brand ID,Channels,Categories,Description,Custom Fields,Page Title,Product URL,Meta Description,Search Keywords,Meta Keywords,Bin Picking Number,UPC/EAN,Global Trade Number,Manufacturer Part Number,Free Shipping,Fixed Shipping Cost,Weight,Width,Height,Depth,Is Visible,Is Featured,Warranty,Tax Class,Product Condition,Show Product Condition,Sort Order,Variant Image URL,Internal Image URL (Export),Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order,YouTube ID,Video Title,Video Description,Video Sort Order
Product,77,Brake shoe kit,physical,GU-4707,,variant,12,3,65.00,36.00,75.00,,11,1;664,23;24,"<p>Q+ kit</p>
<p>16.5 x 7</p>",Axle=Meritor Q+,,/brake-shoe-kit/,,shoe,,B-12,,,4707Q,FALSE,,40,16.5,7,2,TRUE,FALSE,1 year,Auto Parts,New,FALSE,0,,,,,,,,,,
Variant,81,,,GU-4707-R,Type=Rectangle|Name=Lining|Value=20KType=Swatch|Name=Color|Value=Silver[#cccccc],,5,,,,,,,,,,,,,,,,,036000291452,,4707Q-20,,,41,,,,,,,,,,,https://images.example/r.jpg,,,,,,,,,
Variant,82,,,GU-4707-S,Type=Rectangle|Name=Lining|Value=23KType=Swatch|Name=Color|Value=Black[#000000],,7,,68.00,,,,,,,,,,,,,,,,,4707Q-23,,,,,,,,,,,,,,,,,,,,,,,
Image,301,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,https://store.example/301.jpg,,Front,TRUE,0,,,,
Image,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,https://images.example/2.jpg,,FALSE,1,,,,
Video,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,dQw4w9WgXcQ,Fitting,How to,0
Product,78,Slack adjuster,physical,HX-40010140,,product,8,2,81.00,,,,12,1,23,,,,,,,,,,,40010140,FALSE,,8.2,,,,TRUE,FALSE,,,New,FALSE,0,,,,,,,,,,
`;

test('a control-panel export is read as products with variants, images and videos', async () => {
  const { rows, problems, reader } = await readAll(CONTROL_PANEL);
  expect(problems).toEqual([]);
  expect(reader.detected).toMatchObject({ format: 'bigcommerce', unknownColumns: [] });
  expect(reader.totals()).toEqual({ total: 7, valid: 7, invalid: 0, ignored: 0 });
  expect(rows).toMatchObject([
    {
      line: 2,
      productId: 77,
      sku: 'GU-4707',
      price: '65.00',
      inventoryTracking: 'variant',
      channelIds: [1, 664],
      categoryIds: [23, 24],
      description: '<p>Q+ kit</p>\n<p>16.5 x 7</p>',
      customFields: [{ name: 'Axle', value: 'Meritor Q+' }],
      customUrl: '/brake-shoe-kit/',
      variants: [
        {
          line: 4,
          variantId: 81,
          sku: 'GU-4707-R',
          options: [
            { type: 'Rectangle', name: 'Lining', value: '20K' },
            { type: 'Swatch', name: 'Color', value: 'Silver[#cccccc]' },
          ],
          stock: 5,
          imageUrl: 'https://images.example/r.jpg',
          upc: '036000291452',
          weight: '41',
        },
        { line: 5, variantId: 82, price: '68.00', stock: 7 },
      ],
      images: [
        {
          id: 301,
          url: 'https://store.example/301.jpg',
          description: 'Front',
          isThumbnail: true,
          sortOrder: 0,
        },
        { url: 'https://images.example/2.jpg', isThumbnail: false, sortOrder: 1 },
      ],
      videos: [{ youtubeId: 'dQw4w9WgXcQ', title: 'Fitting', description: 'How to', sortOrder: 0 }],
    },
    { line: 9, productId: 78, sku: 'HX-40010140', stock: 8 },
  ]);
  // Blank means inherited, not nothing.
  expect(rows[0]?.variants?.[0]).not.toHaveProperty('price');
  expect(rows[1]).not.toHaveProperty('images');
});

test('a control-panel export that is written again is the same file', async () => {
  const { rows } = await readAll(CONTROL_PANEL);
  expect(await written('bigcommerce', rows)).toBe(CONTROL_PANEL);
});

test('children without a product above them, and rows that are nothing, are errors', async () => {
  const { problems } = await readAll('Item,SKU,Name\nVariant,A,x\nGadget,B,y\nProduct,C,z\n');
  expect(problems).toMatchObject([
    { code: 'CSV_ROW_KIND', line: 2, message: 'The Variant row has no Product row above it.' },
    { code: 'CSV_ROW_KIND', line: 3 },
  ]);
});

test('the legacy format names brands and categories, options in SKU rows, and prices in rules', async () => {
  const file = [
    'Item Type,Product ID,Product Name,Product Type,Product Code/SKU,Brand Name,Price,Product Weight,Product Visible?,Track Inventory,Current Stock Level,Category,Product Image File - 1,Product Image Sort - 1,Product Image File - 3,GPS Manufacturer Part Number',
    'Product,9,Drum,P,GU-3600A,Gunite,146.20,99.5,Y,by option,,Brakes/Drums;S\\/T;Wheel End,https://i.example/1.jpg,2,https://i.example/3.jpg,3600A',
    '  SKU,,"[S]Size=16.5,[RB]Color=Red",,GU-3600A-R,,,,,,4,,,,,',
    '  Rule,,,,[GU-3600A-R],,[ADD]5.30,[FIXED]101,,,,,,,,',
    '',
  ].join('\n');
  const { rows, problems } = await readAll(file);
  expect(problems).toEqual([]);
  expect(withoutLines(rows)).toEqual([
    {
      command: 'MERGE',
      productId: 9,
      name: 'Drum',
      type: 'physical',
      sku: 'GU-3600A',
      brand: 'Gunite',
      price: '146.20',
      weight: '99.5',
      visible: true,
      inventoryTracking: 'variant',
      categories: [['Brakes', 'Drums'], ['S/T'], ['Wheel End']],
      images: [{ url: 'https://i.example/1.jpg', sortOrder: 2 }, { url: 'https://i.example/3.jpg' }],
      mpn: '3600A',
      variants: [
        {
          sku: 'GU-3600A-R',
          stock: 4,
          price: '151.5',
          weight: '101',
          options: [
            { type: 'Dropdown', name: 'Size', value: '16.5' },
            { type: 'Radio', name: 'Color', value: 'Red' },
          ],
        },
      ],
    },
  ]);
});

test('a legacy rule for a SKU that is not there is an error of its line', async () => {
  const { problems } = await readAll('Item Type,Product Code/SKU,Price\nProduct,A,1\nRule,[B],[ADD]1\n');
  expect(problems).toMatchObject([{ code: 'CSV_ROW_KIND', line: 3 }]);
});

const SHOPIFY = [
  [
    'Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Image Src,Image Position',
    'Title,URL handle,Vendor,Option1 name,Option1 value,SKU,Weight value (grams),Inventory quantity,Price,Product image URL,Image position',
  ],
  [
    'kit,Kit,Gunite,Size,S,K-S,453.59237,3,10.00,https://i.example/1.jpg,1',
    'Kit,kit,Gunite,Size,S,K-S,453.59237,3,10.00,https://i.example/1.jpg,1',
  ],
  [
    'kit,,,,L,K-L,907.18474,4,12.00,https://i.example/2.jpg,2',
    ',kit,,,L,K-L,907.18474,4,12.00,https://i.example/2.jpg,2',
  ],
  ['kit,,,,,,,,,https://i.example/3.jpg,3', ',kit,,,,,,,,https://i.example/3.jpg,3'],
  ['one,One,,Title,Default Title,ONE,0,7,5.00,,', 'One,one,,Title,Default Title,ONE,0,7,5.00,,'],
];

test.each([
  ['old', 0],
  ['new', 1],
])('shopify rows of one handle are one product (%s headers)', async (_, which) => {
  const { rows, problems, reader } = await readAll(`${SHOPIFY.map((lines) => lines[which]).join('\n')}\n`);
  expect(problems).toEqual([]);
  expect(reader.detected).toMatchObject({ format: 'shopify', unknownColumns: [] });
  expect(withoutLines(rows)).toEqual([
    {
      command: 'MERGE',
      sku: 'kit',
      name: 'Kit',
      brand: 'Gunite',
      price: '10.00',
      weight: '1',
      images: [1, 2, 3].map((n) => ({ url: `https://i.example/${n}.jpg`, sortOrder: n })),
      variants: [
        { sku: 'K-S', stock: 3, options: [{ name: 'Size', value: 'S' }] },
        { sku: 'K-L', stock: 4, price: '12.00', weight: '2', options: [{ name: 'Size', value: 'L' }] },
      ],
    },
    { command: 'MERGE', sku: 'ONE', name: 'One', price: '5.00', weight: '0', stock: 7 },
  ]);
});

test('woocommerce: units in the header, paths with >, variations under their parent', async () => {
  const file = [
    'ID,Type,SKU,Name,Published,Stock,Weight (kg),Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s)',
    '5,variable,P,Kit,1,,2,,"Brakes > Drums, Sale","https://i.example/1.jpg, https://i.example/2.jpg",,Size,"S, L"',
    "6,variation,P-S,Kit S,1,3,,'-1,,,P,Size,S",
    '8,variation,P-L,Kit L,1,4,,12.50,,https://i.example/l.jpg,id:5,Size,L',
    '9,simple,Q,Drum,-1,,45,99.90,,,,Axle,Q+',
    '',
  ].join('\n');
  const { rows, problems } = await readAll(file.replace("'-1", '10.00'));
  expect(problems).toEqual([]);
  expect(withoutLines(rows)).toEqual([
    {
      command: 'MERGE',
      sku: 'P',
      name: 'Kit',
      visible: true,
      weight: '4.4092',
      price: '10.00',
      categories: [['Brakes', 'Drums'], ['Sale']],
      images: [{ url: 'https://i.example/1.jpg' }, { url: 'https://i.example/2.jpg' }],
      variants: [
        { sku: 'P-S', stock: 3, options: [{ name: 'Size', value: 'S' }] },
        {
          sku: 'P-L',
          stock: 4,
          price: '12.50',
          imageUrl: 'https://i.example/l.jpg',
          options: [{ name: 'Size', value: 'L' }],
        },
      ],
    },
    {
      command: 'MERGE',
      sku: 'Q',
      name: 'Drum',
      visible: false,
      weight: '99.208',
      price: '99.90',
      customFields: [{ name: 'Axle', value: 'Q+' }],
    },
  ]);
});

const DRUM: ProductRow = {
  line: 1,
  command: 'MERGE',
  sku: '00123',
  name: 'Brake drum',
  price: '146.20',
  mapPrice: '140.00',
  stock: 3,
  weight: '99.5',
  condition: 'New',
  categories: [['Brakes', 'Drums']],
  images: [{ url: 'https://i.example/1.jpg' }, { url: 'https://i.example/2.jpg' }],
  customUrl: '/brake-drum/',
};

test('google: an offer a line in tabs, with the money’s currency and the page’s address', async () => {
  const text = await written('google', [DRUM, { ...DRUM, sku: 'B', visible: false }], {
    shopUrl: 'https://shop.example',
  });
  const [header = '', offer = '', ...rest] = text.split('\n');
  const cells = Object.fromEntries(header.split('\t').map((name, i) => [name, offer.split('\t')[i]]));
  expect(cells).toMatchObject({
    id: '00123',
    title: 'Brake drum',
    price: '146.20 USD',
    link: 'https://shop.example/brake-drum/',
    image_link: 'https://i.example/1.jpg',
    additional_image_link: 'https://i.example/2.jpg',
    availability: 'in_stock',
    condition: 'new',
    product_type: 'Brakes > Drums',
    shipping_weight: '99.5 lb',
  });
  expect(rest).toEqual(['']);
});

test('what a format cannot carry is said, before and after', async () => {
  expect(notCarried('bigcommerce')).toEqual([
    'Brand',
    'MAP Price',
    'Categories',
    'Minimum Quantity',
    'Maximum Quantity',
    'Availability',
    ...['Purchasability', 'Preorder Release Date', 'Preorder Message', 'Preorder Only'],
    ...['Variant Purchasing Disabled', 'Variant Purchasing Disabled Message'],
  ]);
  expect(notCarried('ttpd')).toEqual([]);
  const problems: Problem[] = [];
  await written('bigcommerce', [DRUM], {}, problems);
  expect(problems).toMatchObject([
    {
      code: 'CSV_FIELD_LOST',
      column: 'MAP Price',
      message: '1 product has a MAP Price, which the bigcommerce format cannot carry.',
    },
    { code: 'CSV_FIELD_LOST', column: 'Categories' },
  ]);
});

test('chosen columns are written in their order; one that the format has not is refused', async () => {
  expect(await written('ttpd', [DRUM], { columns: ['price', 'SKU', 'Part Number'] })).toBe(
    'Price,SKU,MPN\n146.20,00123,\n',
  );
  await expect(written('ttpd', [DRUM], { columns: ['Prise'] })).rejects.toMatchObject({
    code: 'CSV_COLUMN_UNKNOWN',
    hint: 'Did you mean Price?',
  });
  await expect(written('supplier', [DRUM])).rejects.toMatchObject({ code: 'CSV_READ_ONLY' });
});

test('for Excel: mark, CRLF and identifiers that stay text; formulas are made harmless in every case', async () => {
  const row = { ...DRUM, name: '=HYPERLINK("x")', mpn: '-9' };
  const columns = ['SKU', 'Name', 'MPN'];
  expect(await written('ttpd', [row], { columns, excel: true })).toBe(
    '\uFEFFSKU,Name,MPN\r\n"=""00123""","\'=HYPERLINK(""x"")",\'-9\r\n',
  );
  expect(await written('ttpd', [row], { columns, neutralise: false })).toBe(
    'SKU,Name,MPN\n00123,"=HYPERLINK(""x"")",-9\n',
  );
});

test.each([
  ['Fits=Mack;Fits=Volvo;Grade=8'],
  ['"[{""name"":""Fits"",""value"":""Mack""},{""name"":""Fits"",""value"":""Volvo""}]"'],
])('custom fields of one name are each their own: %s', async (cell) => {
  const { rows, problems } = await readAll(`SKU,Custom Fields\nA,${cell}\n`);
  expect(problems).toEqual([]);
  expect(rows).toMatchObject([
    {
      customFields: [
        { name: 'Fits', value: 'Mack' },
        { name: 'Fits', value: 'Volvo' },
        ...(cell.includes('Grade') ? [{ name: 'Grade', value: '8' }] : []),
      ],
    },
  ]);
});

test.each([
  'https://img.example/a.jpg;https://img.example/b.jpg',
  'https://img.example/a.jpg, https://img.example/b.jpg',
  'https://img.example/a b.jpg',
  'http://foo:-80/a.jpg',
  'https://[::1/a.jpg',
])('%s is not one address', async (address) => {
  const shopify = await readAll(`Handle,Title,Variant SKU,Image Src\na,A,A,"${address}"\n`);
  expect(shopify.problems).toMatchObject([{ code: 'CSV_URL' }]);
  const image = await readAll(`Item,SKU,Name,Image URL (Import)\nProduct,A,A,\nImage,,,"${address}"\n`);
  expect(image.problems).toMatchObject([{ code: 'CSV_URL' }]);
});

test('images of WooCommerce, whatever is between them', async () => {
  const { rows, problems } = await readAll(
    'Type,SKU,Name,Published,Images\n' +
      'simple,A,a,1,"https://i.example/a.jpg,"\n' +
      'simple,B,b,1,https://i.example/a.jpg|https://i.example/b.jpg\n' +
      'simple,C,c,1,"https://i.example/1_Street,_London.jpg, https://i.example/b.jpg"\n',
  );
  expect(problems).toEqual([]);
  expect(rows.map(({ images }) => images?.map(({ url }) => url.slice(18)))).toEqual([
    ['a.jpg'],
    ['a.jpg', 'b.jpg'],
    ['1_Street,_London.jpg', 'b.jpg'],
  ]);
});
