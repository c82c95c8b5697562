import { describe, expect, it } from 'vitest';
import { diffProduct } from '../../../src/catalog/plan/diff.ts';
import type { ProductFields } from '../../../src/product/fields.ts';
import { FIELD_GROUPS, type Owner } from '../../../src/product/table.ts';
import { withNotices } from '../../../src/rules/notices.ts';

const warned = (html: string, ...warnings: string[]) =>
  withNotices(
    html,
    warnings.map((text) => ({ mark: 'prop65', title: 'WARNING:', text })),
  );

function described(
  sides: Record<'base' | 'ours' | 'theirs', string | undefined>,
  owner?: Owner,
  more: ProductFields = {},
) {
  const of = (description: string | undefined): ProductFields =>
    description === undefined ? {} : { description };
  const { after, conflicts, agreed } = diffProduct({
    base: of(sides.base),
    ours: { ...of(sides.ours), ...more },
    theirs: of(sides.theirs),
    groups: FIELD_GROUPS,
    owners: owner ? { description: owner } : {},
  });
  return { written: after.description, conflicts, agreed: agreed.description };
}

describe('a description', () => {
  it('that a merchant edited keeps the words and gets the new warning', () => {
    const { written, conflicts } = described({
      base: warned('Old', 'Lead'),
      ours: warned('Old', 'Nickel'),
      theirs: warned('Edited', 'Lead'),
    });

    expect(written).toBe(warned('Edited', 'Nickel'));
    expect(conflicts).toEqual([]);
  });

  it.each<Owner>(['merchant', 'merchant-after-edit'])(
    'of the owner %s gets back a warning that was deleted',
    (owner) => {
      const ours = warned('Ours', 'Lead');

      expect(described({ base: ours, ours, theirs: 'Edited' }, owner).written).toBe(warned('Edited', 'Lead'));
    },
  );

  it('that was there before ttpd gets the warning and nothing else', () => {
    expect(described({ base: undefined, ours: warned('Ours', 'Lead'), theirs: 'Mine' }).written).toBe(
      warned('Mine', 'Lead'),
    );
  });

  it('loses a warning that the supplier takes back', () => {
    expect(
      described({ base: warned('A', 'Lead'), ours: 'A', theirs: warned('Edited', 'Lead') }).written,
    ).toBe('Edited');
  });

  it('is not written again once its warnings are there, even when both sides changed the words', () => {
    const { written, conflicts } = described({
      base: warned('Old', 'Lead'),
      ours: warned('New', 'Lead'),
      theirs: `  ${warned('Edited', 'Lead')} `,
    });

    expect(written).toBeUndefined();
    expect(conflicts).toHaveLength(1);
  });

  it('knows its warning also where the marks were tidied away', () => {
    const tidied = warned('Edited', 'Lead').replaceAll(/<!--.*?-->/g, '');

    expect(described({ base: 'Old', ours: warned('Old', 'Nickel'), theirs: tidied }).written).toBe(
      warned('Edited', 'Nickel'),
    );
  });

  it("keeps a kit's contents while the part's details are not known", () => {
    const kit = (html: string) => withNotices(html, [{ mark: 'kit', title: 'In this kit:', text: '2 × A' }]);
    const sides = { base: kit('A'), ours: 'A', theirs: kit('A') };

    expect(described(sides).written).toBeUndefined();
    expect(described(sides, undefined, { images: [] }).written).toBe('A');
  });
});
