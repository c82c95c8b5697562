import type { Big } from 'big.js';
import { escapeHtml } from '../../rules/sanitize.ts';
import type { MappedProduct } from './map.ts';

/**
 * The core charge as a product that is bought beside the part. Visible, or it could not be put into a cart; in no
 * category, so that nobody comes upon it alone: the part's page names it. It weighs nothing and never runs out.
 */
export function coreProduct(
  sku: string,
  core: Big,
  { sku: partSku, fields: { brand, visible }, knownBrand, because }: MappedProduct,
): MappedProduct {
  const words = `The refundable deposit for the old unit of ${partSku}: one for each piece that you buy.`;
  return {
    kind: 'product',
    sku,
    fields: {
      name: `Core charge for ${partSku}`,
      description: `<p>${escapeHtml(words)}</p>`,
      ...(brand === undefined ? {} : { brand }),
      price: core.toFixed(),
      weight: '0',
      visible: visible ?? true,
    },
    warnings: [],
    hiddenAtFirst: false,
    knownBrand,
    because,
  };
}
