import { expect, it } from 'vitest';
import { readAll } from './helpers.ts';

/** What a file says is taken over, or told of: once a column, with the number of rows. */

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const told = async (text: string) =>
  (await readAll(text)).problems.map(({ code, column, line, value, message }) => [
    code,
    column,
    line,
    value,
    /\d+ rows? says? something/.exec(message)?.[0],
  ]);

it.each([
  [
    'shopify',
    lines(
      'Handle,Title,Variant SKU,Variant Price,Variant Inventory Policy,Variant Taxable,Product Category,Variant Fulfillment Service,Tax code',
      'a,A,A-1,5,deny,true,,manual,',
      'b,B,B-1,5,continue,false,Vehicles > Parts,manual,',
      'c,C,C-1,5,continue,TRUE,,,',
    ),
    [
      ['CSV_PASSED_OVER', 'Variant Inventory Policy', 3, 'continue', '2 rows say something'],
      ['CSV_PASSED_OVER', 'Variant Taxable', 3, 'false', '1 row says something'],
      ['CSV_PASSED_OVER', 'Product Category', 3, 'Vehicles > Parts', '1 row says something'],
    ],
  ],
  [
    'woocommerce',
    lines(
      'ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,Tax class,Backorders allowed?,Sold individually?,Allow customer reviews?,Upsells,Regular price,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Meta: _x',
      '1,variable,A-1,Kit,1,visible,Short.,Long.,,0,0,1,,,,Size,"S, L",1,',
      '2,variation,A-1-S,Kit - S,1,visible,,,parent,0,0,0,,5,A-1,Size,S,0,',
      '3,variation,A-1-L,Kit - L,1,visible,,Own words.,parent,notify,0,0,,5,A-1,Size,L,0,1',
      '4,simple,B-1,Cap,1,search,Only short.,,,1,1,0,A-1,5,,,,,',
    ),
    [
      ['CSV_PASSED_OVER', 'Description', 4, 'Own words.', '1 row says something'],
      ['CSV_PASSED_OVER', 'Backorders allowed?', 4, 'notify', '2 rows say something'],
      ['CSV_UNKNOWN_COLUMN', 'Meta: _x', 4, '1', '1 row says something'],
      ['CSV_PASSED_OVER', 'Short description', 2, 'Short.', '1 row says something'],
      ['CSV_PASSED_OVER', 'Sold individually?', 5, '1', '1 row says something'],
      ['CSV_PASSED_OVER', 'Allow customer reviews?', 5, '0', '1 row says something'],
      ['CSV_PASSED_OVER', 'Upsells', 5, 'A-1', '1 row says something'],
      ['CSV_PASSED_OVER', 'Visibility in catalog', 5, 'search', '1 row says something'],
    ],
  ],
  [
    'bigcommerce-legacy',
    lines(
      'Item Type,Product ID,Product Name,Product Code/SKU,Price,Option Set,Option Set Align,Product Image ID - 3,Event Date Required?,MYOB Asset Acct',
      'Product,5,Spring,A-1,20,Springs,Right,7,N,',
      '  SKU,12,[RT]Length=Long,A-1-L,22,,,,,',
    ),
    [
      ['CSV_PASSED_OVER', 'Option Set', 2, 'Springs', '1 row says something'],
      ['CSV_PASSED_OVER', 'Price', 3, '22', '1 row says something'],
    ],
  ],
  [
    'bigcommerce',
    lines(
      'Item,ID,Name,Type,SKU,Options,Price,Is Visible',
      'Product,,Lamp,physical,A-1,,10,TRUE',
      'Variant,,,,A-1-L,Type=Rectangle|Name=Lens|Value=Red,,FALSE',
    ),
    [['CSV_PASSED_OVER', 'Is Visible', 3, 'FALSE', '1 row says something']],
  ],
  [
    'ttpd',
    lines('SKU,Name,Notes,Colour', 'A-1,Drum,,', 'A-2,Shoe,,red', '# comment,,,'),
    [['CSV_UNKNOWN_COLUMN', 'Colour', 3, 'red', '1 row says something']],
  ],
])('%s', async (_, text, expected) => {
  expect(await told(text)).toEqual(expected);
});

it('takes WooCommerce’s short description where there is no other', async () => {
  const { rows } = await readAll(
    lines('Type,SKU,Name,Published,Short description,Description', 'simple,A,Cap,1,"Short\\nand two",'),
  );
  expect(rows[0]?.description).toBe('Short\nand two');
});
