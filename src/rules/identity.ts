import { ExitCode, TtpdError } from '../common/errors.ts';
import { plainText } from './sanitize.ts';
import type { Rules } from './schema.ts';
import { brandPrefix, listedPrefix } from './sku.ts';
import { compileTemplate } from './templates.ts';
import { withoutPunctuation } from './text.ts';

export interface Identity {
  /** As the store spells it. */
  brand: string;
  /** What its SKUs begin with. */
  prefix: string;
  sku: string;
  /** Named by `brands`, itself or by an alias: only such a brand is created when `createBrands` is off. */
  known: boolean;
}

export const SKU_FIELDS: readonly string[] = ['prefix', 'partNumber', 'number', 'brand'];

/**
 * A part is its brand and number, both exact but for the brand's case (docs/facts/parts-domain.md#identity). The number
 * goes into the SKU as it is read: leading zeros, dashes, case; what is not seen and blanks around it are not part of it.
 * @throws TtpdError `BAD_TEMPLATE`, `BRAND_TWICE`
 */
export function compileIdentity(
  rules: Pick<Rules, 'brands' | 'sku'>,
): (brand: string, partNumber: string) => Identity {
  const names = storeNames(rules.brands);
  const sku = compileTemplate(rules.sku, { html: false, fields: SKU_FIELDS });
  return (foreignBrand, foreignNumber) => {
    const supplierBrand = plainText(foreignBrand);
    const partNumber = plainText(foreignNumber);
    const named = names.get(folded(supplierBrand));
    const brand = named ?? supplierBrand;
    const prefix =
      (named === undefined ? undefined : rules.brands[named]?.prefix) ??
      // The table knows the trade's spelling, which the store's own may not be.
      listedPrefix(brand) ??
      listedPrefix(supplierBrand) ??
      brandPrefix(brand);
    return {
      brand,
      prefix,
      sku: plainText(sku({ prefix, partNumber, number: withoutPunctuation(partNumber), brand })),
      known: named !== undefined,
    };
  };
}

/** For one part; many are quicker by `compileIdentity`. */
export function identify(rules: Pick<Rules, 'brands' | 'sku'>, brand: string, partNumber: string): Identity {
  return compileIdentity(rules)(brand, partNumber);
}

/** Each spelling, folded → the store's. */
function storeNames(brands: Rules['brands']): Map<string, string> {
  const names = new Map<string, string>();
  for (const [brand, { aliases }] of Object.entries(brands)) {
    for (const spelling of [brand, ...aliases]) {
      const other = names.get(folded(spelling));
      // Which of the two is meant would be a guess, and a wrong guess is a wrong part.
      if (other !== undefined && other !== brand)
        throw new TtpdError(
          'BRAND_TWICE',
          `"${spelling}" is both "${other}" and "${brand}" under "brands".`,
          {
            hint: 'Leave it under one of them.',
            exitCode: ExitCode.Usage,
          },
        );
      names.set(folded(spelling), brand);
    }
  }
  return names;
}

function folded(brand: string): string {
  return brand.trim().toLowerCase();
}
