import { describe, expect, it } from 'vitest';
import { diffProduct } from '../../../src/catalog/plan/diff.ts';
import type { ProductChanges, ProductFields } from '../../../src/product/fields.ts';
import { FIELD_GROUPS } from '../../../src/product/table.ts';

function diff(sides: { base?: ProductFields; ours: ProductFields; theirs: ProductFields }) {
  return diffProduct({ base: {}, groups: FIELD_GROUPS, ...sides });
}

describe('diffProduct', () => {
  it('finds nothing to write where both sides agree, however the number is spelt', () => {
    const { after, conflicts } = diff({
      ours: { price: '12.50', mpn: 'A' },
      theirs: { price: '12.5', mpn: 'A' },
    });

    expect(after).toEqual({});
    expect(conflicts).toEqual([]);
  });

  it("writes the supplier's price over the store's, with what was there", () => {
    const { before, after } = diff({ ours: { price: '12.50' }, theirs: { price: '11' } });

    expect({ before, after }).toEqual({ before: { price: '11' }, after: { price: '12.50' } });
  });

  it('keeps a name that a merchant edited', () => {
    const { after, conflicts } = diff({
      base: { name: 'A' },
      ours: { name: 'A' },
      theirs: { name: 'Our A' },
    });

    expect(after).toEqual({});
    expect(conflicts).toEqual([]);
  });

  it('writes a name that only the supplier changed', () => {
    expect(diff({ base: { name: 'A' }, ours: { name: 'B' }, theirs: { name: 'A' } }).after).toEqual({
      name: 'B',
    });
  });

  it('shows all three values where both sides changed a name, and leaves it', () => {
    const { after, conflicts } = diff({ base: { name: 'A' }, ours: { name: 'B' }, theirs: { name: 'C' } });

    expect(after).toEqual({});
    expect(conflicts).toEqual([{ field: 'name', base: 'A', ours: 'B', theirs: 'C' }]);
  });

  it('leaves the name of a product that was there before ttpd, and fills its empty description', () => {
    const { after, conflicts } = diff({
      ours: { name: 'A', description: '<p>Text</p>' },
      theirs: { name: 'Mine', description: '' },
    });

    expect(after).toEqual({ description: '<p>Text</p>' });
    expect(conflicts).toEqual([]);
  });

  it('adds a category and keeps the foreign ones', () => {
    const { before, after } = diff({
      ours: { categories: [['Brakes', 'Drums']] },
      theirs: { categories: [['Sale']] },
    });

    expect(before).toEqual({ categories: [['Sale']] });
    expect(after).toEqual({ categories: [['Brakes', 'Drums']] });
  });

  it('takes a product out of a category that it gave and the rules give no more, and out of no other', () => {
    const ours = { categories: [['Brakes', 'Drums']] };
    const theirs = { categories: [['brakes'], ['Sale'], ['Brakes', 'Drums']] };
    const moved = diff({ base: { categories: [['Brakes']] }, ours, theirs });
    expect(moved.after).toEqual({ removedCategories: [['Brakes']] });
    expect(moved.before).toEqual({ categories: theirs.categories });

    expect(diff({ base: { categories: [['Sale']] }, ours: { categories: [] }, theirs }).after).toEqual({
      removedCategories: [['Sale']],
    });
    const gone = { categories: [['Sale'], ['Brakes', 'Drums']] };
    expect(diff({ base: { categories: [['Brakes']] }, ours, theirs: gone }).after).toEqual({});
    expect(diff({ base: { categories: [['Brakes']] }, ours: {}, theirs }).after).toEqual({});
    const owners = { categories: 'merchant' } as const;
    const input = { base: { categories: [['Brakes']] }, ours, theirs, groups: FIELD_GROUPS, owners };
    expect(diffProduct(input).after).toEqual({});
  });

  it('leaves a category in that the product was in before', () => {
    const theirs = { categories: [['Brakes']] };
    const first = diff({ ours: { categories: [['Brakes']] }, theirs });
    expect(first.after).toEqual({});
    const second = diffProduct({
      base: first.agreed,
      ours: { categories: [['Drums']] },
      theirs,
      groups: FIELD_GROUPS,
    });
    expect(second.after).toEqual({ categories: [['Drums']] });
    const base = { ...first.agreed, ...second.agreed };
    expect(diffProduct({ base, ours: { categories: [] }, theirs, groups: FIELD_GROUPS }).after).toEqual({});
  });

  it('does not put back a category that a merchant took away', () => {
    const ours = { categories: [['Brakes']] };
    expect(diff({ base: ours, ours, theirs: { categories: [] } }).after).toEqual({});
  });

  it('adds only images that it never wrote, and none to a product that has its own', () => {
    const ours = { images: ['1.jpg', '2.jpg'] };
    expect(diff({ base: { images: ['1.jpg'] }, ours, theirs: { images: ['cdn'] } }).after).toEqual({
      images: ['2.jpg'],
    });
    expect(diff({ ours, theirs: { images: ['their own'] } }).after).toEqual({});
    expect(diff({ ours, theirs: { images: [] } }).after).toEqual(ours);
  });

  it('takes away a custom field of its own that the supplier no longer has, and no foreign one', () => {
    const { after } = diff({
      base: { 'customField.Bolt circle=11.25': '11.25' },
      ours: { images: [] },
      theirs: { 'customField.Bolt circle=11.25': '11.25', 'customField.Shelf=B7': 'B7' },
    });

    expect(after).toEqual({ 'customField.Bolt circle=11.25': null });
  });

  const us = 'customField.Origin=US';
  const ca = 'customField.Origin=CA';
  it.each<[string, ProductFields, ProductFields, ProductFields, ProductChanges]>([
    [
      "leaves a merchant's second value of a name",
      { [us]: 'US' },
      { [us]: 'US' },
      { [us]: 'US', [ca]: 'CA' },
      {},
    ],
    ['writes its own beside a foreign one', {}, { [us]: 'US' }, { [ca]: 'CA' }, { [us]: 'US' }],
    ['puts back its own', { [us]: 'US' }, { [us]: 'US' }, { [ca]: 'CA' }, { [us]: 'US' }],
    ['changes its own alone', { [us]: 'US' }, { [ca]: 'CA' }, { [us]: 'US' }, { [us]: null, [ca]: 'CA' }],
    ['takes no pair away that it did not write', {}, {}, { [us]: 'US' }, {}],
    ['has nothing to take away twice', { [us]: 'US' }, {}, {}, {}],
  ])('%s', (_name, base, ours, theirs, after) => {
    expect(diff({ base, ours: { images: [], ...ours }, theirs }).after).toEqual(after);
  });

  it("makes no pair its own that was a merchant's before", () => {
    const { after, agreed } = diff({ ours: { [us]: 'US' }, theirs: { [us]: 'US' } });
    expect({ after, agreed }).toEqual({ after: {}, agreed: {} });
  });

  it('forgets a pair that is gone on both sides', () => {
    const { agreed } = diff({ base: { [us]: 'US' }, ours: { images: [] }, theirs: {} });
    expect(agreed).toMatchObject({ [us]: null });
  });

  it('takes the old value away, also without the details of the part', () => {
    const { before, after } = diff({ base: { [us]: 'US' }, ours: { [ca]: 'CA' }, theirs: { [us]: 'US' } });
    expect(before).toEqual({ [us]: 'US', [ca]: null });
    expect(after).toEqual({ [us]: null, [ca]: 'CA' });
  });

  it('leaves a custom field that a person changed, where edits count', () => {
    const sides = { base: { [us]: 'US' }, theirs: { [ca]: 'CA' }, groups: FIELD_GROUPS };
    const owners = { customFields: 'merchant-after-edit' } as const;
    const mx = 'customField.Origin=MX';
    expect(diffProduct({ ...sides, ours: { images: [], [us]: 'US' }, owners })).toMatchObject({
      after: {},
      conflicts: [],
    });
    expect(diffProduct({ ...sides, ours: { images: [], [mx]: 'MX' }, owners })).toMatchObject({
      after: {},
      conflicts: [{ field: mx, base: 'US', ours: 'MX' }],
    });
  });

  it('takes no custom field away when the part was read without its details', () => {
    const { after } = diff({
      base: { 'customField.Bolt circle=11.25': '11.25' },
      ours: { price: '1' },
      theirs: { price: '1', 'customField.Bolt circle=11.25': '11.25' },
    });

    expect(after).toEqual({});
  });

  it('changes only the groups that were asked for', () => {
    const { after } = diffProduct({
      base: {},
      ours: { price: '2', stock: 3, mpn: 'B' },
      theirs: { price: '1', stock: 1, mpn: 'A' },
      groups: ['stock'],
    });

    expect(after).toEqual({ stock: 3 });
  });

  it('strikes out no price that is below the price', () => {
    const there = { price: '100', retailPrice: '120' };
    const cleared = { retailPrice: null };
    expect(diff({ ours: { price: '130' }, theirs: there }).after).toEqual({ price: '130', ...cleared });
    expect(diff({ ours: { price: '110' }, theirs: there }).after).toEqual({ price: '110' });
    expect(diff({ ours: { price: '100', retailPrice: '0' }, theirs: there }).after).toEqual(cleared);
    expect(diff({ ours: { price: '100', retailPrice: '0' }, theirs: { price: '100' } }).after).toEqual({});
    const owners = { retailPrice: 'merchant' } as const;
    const kept = diffProduct({
      base: {},
      ours: { price: '130' },
      theirs: there,
      groups: FIELD_GROUPS,
      owners,
    });
    expect(kept.after).toEqual({ price: '130' });
  });

  it('makes no statement about a field that the supplier says nothing of', () => {
    expect(
      diff({ ours: { price: '1' }, theirs: { price: '1', stock: 7, gtin: '036000291452' } }).after,
    ).toEqual({});
  });
});
