import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { urlLists } from '../../src/bigcommerce/url-list.ts';
import { queryText } from '../../src/http/send/url.ts';

const BASE = 'https://api.bigcommerce.com/stores/abcdefghij/v3/catalog/products?';

describe('bigcommerce/url-list', () => {
  it('keeps every URL under 2 kB and every value in its place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { maxLength: 400 }),
        (values) => {
          const skus = values.map((value) => value.replaceAll(',', '.'));
          const query = { include: 'images,custom_fields' };

          const lists = [...urlLists(skus, query)];

          expect(lists.flatMap((list) => list.split(','))).toEqual(skus);
          for (const list of lists) {
            const url = BASE + queryText({ 'sku:in': list, ...query, page: 99, limit: 250 });
            expect(url.length).toBeLessThan(2_000);
          }
        },
      ),
      { numRuns: 100, seed: 3 },
    );
  });

  it('fills a URL: 140 SKUs of 12 letters are one call', () => {
    expect([...urlLists(Array.from({ length: 140 }, () => 'ABCDEF-12345'))].length).toBe(1);
  });

  it('puts at most 250 on a list', () => {
    expect([...urlLists(Array.from({ length: 251 }, () => 1))].map((list) => list.length)).toEqual([499, 1]);
  });

  it('sends a value that is too long for any URL alone', () => {
    const long = '€'.repeat(255);

    expect([...urlLists(['a', long, 'b'])]).toEqual(['a', long, 'b']);
  });

  it('makes no list of nothing', () => {
    expect([...urlLists([])]).toEqual([]);
  });
});
