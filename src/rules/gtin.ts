export interface GtinFields {
  gtin?: string;
  /** A number of 12 digits is a UPC too. */
  upc?: string;
  /** There is a number, and it is none that GS1 gives out. */
  warning?: true;
}

/** A bad number is worse than none: shopping feeds refuse the product (docs/facts/parts-domain.md#gtin). */
export function gtinFields(gtin: string | null): GtinFields {
  const number = gtin?.trim() ?? '';
  if (number === '') return {};
  if (!isValid(number)) return { warning: true };
  return number.length === 12 ? { gtin: number, upc: number } : { gtin: number };
}

/** GTIN-8, -12, -13 or -14 with its GS1 check digit. All zeros passes the sum and stands for none. */
function isValid(number: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(number) || /^0+$/.test(number)) return false;
  const digits = [...number].reverse().map(Number);
  const sum = digits.reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
