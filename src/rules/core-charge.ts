import type { Part } from '../finditparts/supplier.ts';
import { plainText } from './sanitize.ts';
import type { Rules } from './schema.ts';
import { compileTemplate } from './templates.ts';

export const CORE_SKU_FIELDS: readonly string[] = ['sku', 'partNumber', 'brand'];

/** The SKU that a part's core charge is sold as; `null` for parts without one, and where it is no product. */
export function compileCoreSku({
  price,
}: Pick<Rules, 'price'>): (part: Part, identity: { sku: string; brand: string }) => string | null {
  if (price.core !== 'product') return () => null;
  const render = compileTemplate(price.coreSku, { html: false, fields: CORE_SKU_FIELDS });
  return (part, { sku, brand }) =>
    part.offer?.price?.core?.gt(0)
      ? plainText(render({ sku, brand, partNumber: plainText(part.partNumber) }))
      : null;
}
