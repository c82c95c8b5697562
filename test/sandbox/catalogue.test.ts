import { describe, expect, test } from 'vitest';
import { identityOf } from '../../src/sandbox/catalogue/identity.ts';
import { SYSTEMS } from '../../src/sandbox/catalogue/kinds/systems.ts';
import { Layout } from '../../src/sandbox/catalogue/layout.ts';
import { inventoryOf, priceOf, stockOf } from '../../src/sandbox/catalogue/offers.ts';
import { detailsOf, idOf, indexOf, isRebuilt, partOf } from '../../src/sandbox/catalogue/part.ts';

const SIZE = 20_000;
const layout = new Layout();
const places = Array.from({ length: SIZE }, (_, index) => layout.place(index));
const parts = places.map((place) => partOf(place, layout, SIZE));

function share(count: number): number {
  return count / SIZE;
}

describe('the layout', () => {
  test('shares of the systems add up to a hundred', () => {
    expect(SYSTEMS.reduce((sum, system) => sum + system.share, 0)).toBe(100);
  });

  test('of 2,000 parts exactly 240 are brakes', () => {
    expect(layout.count('brakes', 2000)).toBe(240);
    expect(parts.slice(0, 2000).filter((part) => part.category === 'brakes')).toHaveLength(240);
  });

  test.each([0, 1, 99, 150, 2037, SIZE])(
    'the count of each category agrees with the parts, of %i',
    (size) => {
      for (const { slug } of SYSTEMS) {
        expect(layout.count(slug, size)).toBe(
          places.slice(0, size).filter(({ system }) => system.slug === slug).length,
        );
      }
    },
  );

  test('the n-th part of a category is the n-th met in order', () => {
    for (const { slug } of SYSTEMS) {
      const met = places.filter(({ system }) => system.slug === slug).map(({ index }) => index);
      expect(met.map((_, n) => layout.nth(slug, n))).toEqual(met);
    }
  });

  test('a hundred brakes show every kind of brake part', () => {
    const kinds = new Set(
      Array.from({ length: 100 }, (_, n) => layout.place(layout.nth('brakes', n)).kind.name),
    );
    expect(kinds.size).toBe(11);
  });
});

describe('identity', () => {
  test('brand and number together are unique', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 150_000; index++) {
      const { brand, part_number } = identityOf(layout.place(index), layout);
      seen.add(`${brand}|${part_number}`);
    }
    expect(seen.size).toBe(150_000);
  });

  test('about 0.5 % carry a number that another brand has too', () => {
    const byNumber = Map.groupBy(parts, (part) => part.part_number);
    const shared = [...byNumber.values()].filter((group) => group.length > 1);
    expect(shared.every((group) => new Set(group.map(({ brand }) => brand)).size === group.length)).toBe(
      true,
    );
    expect(share(shared.length)).toBeGreaterThan(0.003);
    expect(share(shared.length)).toBeLessThan(0.007);
  });

  test('about 0.2 % differ from another only by a leading zero or a dash', () => {
    const bare = (number: string) => number.replaceAll('-', '').replace(/^0+/, '');
    const groups = Map.groupBy(parts, ({ brand, part_number }) => `${brand}|${bare(part_number)}`);
    const near = [...groups.values()].filter((group) => group.length > 1).length;
    expect(share(near)).toBeGreaterThan(0.0008);
    expect(share(near)).toBeLessThan(0.0035);
  });

  test('an id leads back to its index, and nothing else does', () => {
    expect(indexOf(idOf(0))).toBe(0);
    expect(indexOf(idOf(9_999_999))).toBe(9_999_999);
    for (const id of ['', 'FP', 'FP12', 'fp1000000', 'FP01000000', 'FP1000000x'])
      expect(indexOf(id)).toBe(-1);
  });
});

describe('dirty cases are as frequent as promised', () => {
  const details = places.map((place) => detailsOf(place, layout));
  const price = (index: number) =>
    priceOf(index, {
      id: idOf(index),
      kind: places[index]!.kind,
      rebuilt: isRebuilt(index, places[index]!.kind),
      factor: 1,
      asOf: '',
    });
  const inventories = parts.map((_, index) => inventoryOf(index, idOf(index), ''));
  const rate = (test: (index: number) => boolean) => share(parts.filter((_, index) => test(index)).length);

  test.each<[string, number, (index: number) => boolean]>([
    ['without weight', 0.03, (n) => parts[n]!.weight === null],
    ['without image', 0.02, (n) => details[n]!.images.length === 0],
    ['without price', 0.01, (n) => price(n).account === null],
    ['rebuilt with a core', 0.08, (n) => parts[n]!.condition === 'reman'],
    ['superseded', 0.05, (n) => parts[n]!.status === 'superseded'],
    ['discontinued', 0.04, (n) => parts[n]!.status === 'discontinued'],
    ['hazardous', 0.02, (n) => typeof parts[n]!.hazmat === 'object' && parts[n]!.hazmat !== null],
    ['over 70 lb', 0.1, (n) => (parts[n]!.weight?.value ?? 0) > 70],
    ['several locations', 0.15, (n) => inventories[n]!.locations.length > 1],
    ['sold by the pack', 0.06, (n) => parts[n]!.pack_quantity > 1],
    ['odd text', 0.01, (n) => /["\n®″°“ß]/.test(parts[n]!.description)],
    ['names over 250', 0.0015, (n) => parts[n]!.name.length > 250],
    ['unknown stock', 0.005, (n) => inventories[n]!.total === null],
    ['invalid GTIN', 0.01, (n) => parts[n]!.gtin !== null && !isValidGtin(parts[n]!.gtin!)],
  ])('%s: %f', (_name, expected, test) => {
    const tolerance = Math.max(0.15 * expected, 0.0012);
    expect(rate(test)).toBeGreaterThan(expected - tolerance);
    expect(rate(test)).toBeLessThan(expected + tolerance);
  });

  test('a core is asked for rebuilt parts only', () => {
    const priced = parts.map((part, index) => ({
      part,
      core: price(index).core,
      known: price(index).account !== null,
    }));
    expect(
      priced.every(({ part, core, known }) => !known || (core !== null) === (part.condition === 'reman')),
    ).toBe(true);
  });

  test('what the locations hold adds up to the total', () => {
    for (const { total, locations } of inventories) {
      if (total === null) expect(locations.every(({ quantity }) => quantity === null)).toBe(true);
      else expect(locations.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)).toBe(total);
      expect(new Set(locations.map(({ code }) => code)).size).toBe(locations.length);
    }
    expect(inventories.map(({ total }) => total)).toEqual(parts.map((_, index) => stockOf(index)));
  });

  test('a superseding part exists and is of the same kind', () => {
    for (const [index, part] of parts.entries()) {
      if (part.superseded_by === null) continue;
      expect(places[indexOf(part.superseded_by)]?.kind).toBe(places[index]?.kind);
    }
  });

  test('no text keeps a placeholder', () => {
    expect(parts.filter(({ name, description }) => /[{}#]/.test(name + description))).toEqual([]);
  });
});

test('a part does not depend on the catalogue’s size or on what was asked before', () => {
  const again = new Layout();
  for (const index of [1999, 0, 77]) expect(partOf(again.place(index), again, SIZE)).toEqual(parts[index]);
  const { superseded_by: _a, status: _b, ...small } = partOf(layout.place(42), layout, 50);
  expect(parts[42]).toMatchObject(small);
});

function isValidGtin(gtin: string): boolean {
  const digits = [...gtin].map(Number);
  const check = digits.pop();
  const sum = digits.reverse().reduce((total, digit, n) => total + digit * (n % 2 === 0 ? 3 : 1), 0);
  return /^\d{12}$/.test(gtin) && (10 - (sum % 10)) % 10 === check;
}
