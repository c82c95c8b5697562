import { describe, expect, it } from 'vitest';
import type { Image } from '../../../src/bigcommerce/product-schema.ts';
import { imageName, pairByName } from '../../../src/catalog/product/images.ts';

const image = (fields: Partial<Image>): Image => ({
  ...{ id: 12, imageFile: null, imageUrl: null, urlStandard: null, urlZoom: null },
  ...{ description: '', sortOrder: 0, isThumbnail: false, ...fields },
});
const there = (...names: string[]) => names.map((name, i) => ({ name: `${name}#${i}` }));
const paired = (addresses: string[], names: string[]) =>
  [...pairByName(addresses, there(...names))].map(([address, { name }]) => [address, name]);

describe('the name of a picture', () => {
  it.each<[string, Partial<Image>]>([
    ['drum#12', { imageFile: 'a/123/drum__12345.jpg' }],
    ['drum#12', { imageFile: 'b/9/drum__99999.png', urlStandard: 'https://cdn.test/other__1.2.3.4.jpg' }],
    ['drum#12', { urlStandard: 'https://cdn.test/s-x/drum__12345.1700000000.386.513.jpg?c=2' }],
    ['drum_5.2#12', { urlStandard: 'https://cdn.test/drum_5.2__12345.1700000000.386.513.jpg' }],
    ['drum__5#12', { imageFile: 'a/123/drum__5__12345.jpg' }],
    ['drum#12', { imageUrl: 'https://img.test/drum.jpg' }],
    ['#12', {}],
  ])('is %s, whatever an edit makes of its file', (name, fields) => {
    expect(imageName(image(fields))).toBe(name);
  });
});

describe('which picture came from which address', () => {
  it('goes by the names of the files, as the store may write them', () => {
    const addresses = [
      'https://a.test/x/Air%20Drum%2016.5%22.JPG?w=1',
      'https://a.test/other.webp',
      'https://cdn.test/saved__12345.1700000000.386.513.jpg',
    ];
    expect(paired(addresses, ['saved', 'mine', 'Air_Drum_16_5_'])).toEqual([
      [addresses[0], 'Air_Drum_16_5_#2'],
      [addresses[2], 'saved#0'],
    ]);
  });

  it('gives each picture to one address', () => {
    const twins = ['https://a.test/1/front.jpg', 'https://a.test/2/front.jpg'];
    expect(paired(twins, ['front'])).toEqual([[twins[0], 'front#0']]);
    expect(paired(twins, ['front', 'front'])).toHaveLength(2);
  });

  it('knows a file without a name', () => {
    expect(paired(['https://a.test/.jpg', 'https://a.test/%E0%A4%A'], ['image'])).toEqual([
      ['https://a.test/.jpg', 'image#0'],
    ]);
  });
});
