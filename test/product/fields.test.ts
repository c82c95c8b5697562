import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sameValue } from '../../src/product/compare.ts';
import { ownerOf } from '../../src/product/fields.ts';

it('has the owners that docs/rules.md tells merchandisers', () => {
  const rows = readFileSync('docs/rules.md', 'utf8').matchAll(
    /^\| `(ttpd|merchant-after-edit|merchant)` \| (.*) \|$/gm,
  );
  const told = [...rows].flatMap(([, owner, fields = '']) =>
    [...fields.matchAll(/`(\w+)`/g)].map(([, field = '']) => [field, owner] as const),
  );

  expect(told.length).toBeGreaterThan(20);
  for (const [field, owner] of told) {
    const ours = { dimensions: 'width', customFields: 'customField.Any=1' }[field] ?? field;
    expect([field, ownerOf(ours, {})]).toEqual([field, owner]);
  }
});

it.each([
  ['dimensions', 'depth'],
  ['customFields', 'customField.Bolt circle=11.25'],
  ['gtin', 'upc'],
  ['name', 'name'],
])('lets ttpd.yaml set the owner of %s', (name, field) => {
  expect(ownerOf(field, { [name]: 'merchant' })).toBe('merchant');
});

it.each([
  ['price', '12.50', '12.5', true],
  ['weight', '0.1', '0.10', true],
  ['mpn', '0065', '65', false],
  ['mpn', null, '', true],
  ['stock', 0, null, false],
  ['categories', [['A', 'B']], [['A', 'B']], true],
])('%s: %j and %j', (field, a, b, same) => {
  expect(sameValue(field, a, b)).toBe(same);
});
