/**
 * A part number identifies nothing without its brand, so the SKU begins with one (docs/facts/parts-domain.md#identity).
 * Brands that are not listed get their whole name, which cannot collide with another brand's.
 */
const PREFIXES: Record<string, string> = {
  accuride: 'AC',
  baldwin: 'BA',
  bendix: 'BX',
  conmet: 'CM',
  cummins: 'CU',
  detroit: 'DT',
  donaldson: 'DN',
  eaton: 'SC',
  euclid: 'EU',
  firestone: 'FS',
  fleetguard: 'FC',
  goodyear: 'GY',
  grote: 'GR',
  gunite: 'GU',
  haldex: 'HX',
  hendrickson: 'HK',
  'luber-finer': 'LU',
  meritor: 'ME',
  mgm: 'MG',
  navistar: 'NV',
  paccar: 'PA',
  'saf-holland': 'SH',
  skf: 'SK',
  spicer: 'SP',
  stemco: 'ST',
  timken: 'TB',
  'truck-lite': 'TL',
  tse: 'TS',
  wabco: 'WA',
  webb: 'WB',
  wix: 'WX',
};

export const LISTED_BRANDS: readonly string[] = Object.keys(PREFIXES);

/** `"Gunite"` → `"GU"`; of a brand that is not listed, its whole name. */
export function brandPrefix(brand: string): string {
  return listedPrefix(brand) ?? wholeName(brand);
}

export function listedPrefix(brand: string): string | undefined {
  const key = brand.trim().toLowerCase();
  return Object.hasOwn(PREFIXES, key) ? PREFIXES[key] : undefined;
}

/** `"gu"` → `"gunite"`: whose prefix it is when the rules say nothing. */
export function listedBrand(prefix: string): string | undefined {
  const wanted = prefix.trim().toUpperCase();
  return Object.keys(PREFIXES).find((brand) => PREFIXES[brand] === wanted);
}

/** `"GU-3600AX"` → Gunite and `3600AX`: the listed brands with its prefix, and what comes after the first dash. */
export function readSku(sku: string): { brands: string[]; partNumber: string } {
  const dash = sku.indexOf('-');
  const prefix = sku.slice(0, Math.max(0, dash)).toUpperCase();
  return {
    brands: Object.keys(PREFIXES).filter((brand) => PREFIXES[brand] === prefix),
    partNumber: sku.slice(dash + 1),
  };
}

function wholeName(brand: string): string {
  return brand
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .trim();
}
