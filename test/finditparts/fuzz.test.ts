import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { Supplier } from '../../src/finditparts/supplier.ts';
import { ServiceError } from '../../src/http/errors/service-error.ts';
import { collect, scriptedSend } from './scripted-send.ts';

const CALLS: [string, (supplier: Supplier) => Promise<unknown>][] = [
  ['search', (supplier) => collect(supplier.search({}))],
  ['part', (supplier) => supplier.part('x')],
  ['offers', (supplier) => supplier.offers(['x'])],
  ['vehicles', (supplier) => collect(supplier.vehicles({}))],
  ['order', (supplier) => supplier.order('x')],
  ['findOrderByPurchaseOrder', (supplier) => supplier.findOrderByPurchaseOrder('x')],
];

/** Words of the contract, so that the fuzz gets past the envelope. */
const KEYS = [
  ...['parts', 'part', 'vehicles', 'orders', 'order', 'page', 'total', 'size', 'id', 'part_number', 'brand'],
  ...['price', 'account', 'breaks', 'inventory', 'locations', 'weight', 'hazmat', 'prop65', 'dimensions'],
  ...[
    'images',
    'fitment',
    'lines',
    'shipments',
    'totals',
    'quantity',
    'po_number',
    '__proto__',
    'constructor',
  ],
];

const leaf = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom('x', '1,234.50', '100+', '', 'lb', 1e308, -0),
);
const { answer, nearly } = fc.letrec((tie) => ({
  answer: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('answer'), { maxLength: 3 }), tie('dictionary')),
  dictionary: fc.dictionary(fc.constantFrom(...KEYS), tie('answer'), { maxKeys: 8 }),
  // A part or an order in the right place, with anything in its optional fields.
  nearly: tie('dictionary').map((fields) => {
    const row = { ...(fields as object), id: 1, part_number: '1', brand: 'B', po_number: 'x' };
    return { part: row, order: row, parts: [row], orders: [row], page: { total: 1 } };
  }),
}));

describe('finditparts/parts-api fuzz', () => {
  it.each(CALLS)('%s answers or rejects with a ServiceError, whatever JSON comes', async (_, call) => {
    const seen = { answered: 0, refused: 0 };

    await fc.assert(
      fc.asyncProperty(fc.oneof(answer, nearly), async (body) => {
        const { send } = scriptedSend('finditparts', () => body);
        await call(createPartsApi({ send })).then(
          () => seen.answered++,
          (error) => {
            seen.refused++;
            expect(error).toBeInstanceOf(ServiceError);
          },
        );
      }),
      { numRuns: 400, seed: 20_261_123 },
    );

    // A fuzz that never gets in would prove nothing.
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.answered).toBeGreaterThan(0);
  });
});
