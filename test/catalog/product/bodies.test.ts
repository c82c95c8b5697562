import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBody } from '../../../src/catalog/product/bodies.ts';

it('writes any amount as the very decimal that the rules made', () => {
  const amount = fc.tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 9_999 }));
  fc.assert(
    fc.property(amount, ([whole, fraction]) => {
      const text = `${whole}.${String(fraction).padStart(4, '0')}`.replace(/\.?0+$/, '') || '0';
      const body = createBody('GU-1', { name: 'A', price: text, costPrice: text }, []);
      expect(JSON.stringify([body.price, body.cost_price])).toBe(`[${text},${text}]`);
    }),
    { numRuns: 2_000 },
  );
});
