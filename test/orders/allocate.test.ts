import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, type OpenLine, type ParcelToAllocate } from '../../src/orders/allocate.ts';

const line = (orderProductId: number, partId: string, open: number): OpenLine => ({
  orderProductId,
  partId,
  open,
});

/** All ways to put the parts into the parcels, none of which is empty; `all`: nothing is left over. */
function ways(left: readonly number[], parcels: number, all: boolean): number {
  if (parcels === 0) return all && left.some((pieces) => pieces > 0) ? 0 : 1;
  let found = 0;
  const choose = (i: number, chosen: number[]): void => {
    if (i === left.length) {
      if (chosen.some((pieces) => pieces > 0))
        found += ways(
          left.map((pieces, k) => pieces - (chosen[k] ?? 0)),
          parcels - 1,
          all,
        );
      return;
    }
    for (let pieces = 0; pieces <= (left[i] ?? 0); pieces++) choose(i + 1, [...chosen, pieces]);
  };
  choose(0, []);
  return found;
}

describe('parcels that do not say what is in them', () => {
  it('are allocated exactly when there is one way to do it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        (open, parcels, everything) => {
          const lines = open.map((pieces, i) => line(i + 1, `FP-${i}`, pieces));
          const unnamed = Array.from({ length: parcels }, (_, i) => ({ trackingNumber: `T${i}` }));

          const { items, findings } = allocate(unnamed, lines, everything);

          const isUnique = ways(open, parcels, everything) === 1;
          expect(items.size).toBe(isUnique ? parcels : 0);
          expect(findings).toHaveLength(isUnique ? 0 : 1);
        },
      ),
    );
  });
});

describe('allocation', () => {
  const anyLines = fc
    .array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.nat({ max: 4 })), { minLength: 1, maxLength: 4 })
    .map((rows) => rows.map(([partId, open], i) => line(i + 1, partId, open)));
  const anyParcels = fc
    .array(
      fc.option(
        fc.array(
          fc.record({
            partId: fc.constantFrom('A', 'B', 'C', 'X'),
            quantity: fc.integer({ min: 1, max: 3 }),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        { nil: undefined },
      ),
      { maxLength: 4 },
    )
    .map((all) =>
      all.map((lines, i): ParcelToAllocate => ({ trackingNumber: `T${i}`, ...(lines && { lines }) })),
    );

  it('never ships more of a line than is open, and nothing but its part', () => {
    fc.assert(
      fc.property(anyLines, anyParcels, fc.boolean(), (lines, parcels, everything) => {
        const { items } = allocate(parcels, lines, everything);

        const shipped = [...items.values()].flat();
        for (const { orderProductId, open } of lines) {
          const pieces = shipped.filter((it) => it.orderProductId === orderProductId);
          expect(pieces.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(open);
        }
        for (const { trackingNumber, lines: named } of parcels) {
          const inside = items.get(trackingNumber);
          if (!named || !inside) continue;
          for (const part of new Set(named.map(({ partId }) => partId))) {
            const wanted = named.filter((it) => it.partId === part).reduce((sum, it) => sum + it.quantity, 0);
            const ids = lines.filter((it) => it.partId === part).map((it) => it.orderProductId);
            const got = inside
              .filter((it) => ids.includes(it.orderProductId))
              .reduce((sum, it) => sum + it.quantity, 0);
            expect(got).toBe(wanted);
          }
        }
        expect(shipped.every(({ quantity }) => quantity > 0)).toBe(true);
      }),
    );
  });

  it('fills two lines of one part in their order', () => {
    const lines = [line(1, 'A', 2), line(2, 'A', 3)];
    const { items } = allocate(
      [{ trackingNumber: 'T', lines: [{ partId: 'A', quantity: 4 }] }],
      lines,
      false,
    );

    expect(items.get('T')).toEqual([
      { orderProductId: 1, quantity: 2 },
      { orderProductId: 2, quantity: 2 },
    ]);
  });

  it('refuses a parcel with more than is open as a whole', () => {
    const { items, findings } = allocate(
      [{ trackingNumber: 'T', lines: [{ partId: 'A', quantity: 3 }] }],
      [line(1, 'A', 2)],
      true,
    );

    expect(items.size).toBe(0);
    expect(findings).toMatchObject([{ code: 'OVERSHIPPED' }]);
  });
});
