/** Keys that hold a person's data in orders of both services. `name` alone is a product's. */
const PERSONAL =
  /^(e-?mail(_?address)?|(tele)?phone(_?number)?|mobile|fax|(first|last|full|given|family|middle|customer|recipient|contact|ship_?to|buyer)_?name|name_on_card|street.*|address(_?(line)?_?\d)?|line_?[12]|ip_address)$/i;

/** A deep copy in which personal data is masked: initials, the mail domain, the last two digits stay. */
export function maskPersonal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskPersonal);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      isLeaf(child) && isPersonal(key) ? mask(child) : maskPersonal(child),
    ]),
  );
}

export function isPersonal(key: string): boolean {
  return PERSONAL.test(key.replace(/[:[].*$/, ''));
}

/** `j***@example.com`, `***42`, `J*** D***`. */
export function mask(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return value;
  const text = String(value);
  const at = text.lastIndexOf('@');
  if (at > 0) return `${text[0]}***${text.slice(at)}`;
  if (/^[\d\s()+./-]+$/.test(text)) return `***${text.replace(/\D/g, '').slice(-2)}`;
  return text
    .split(/\s+/)
    .map((word) => `${word[0] ?? ''}***`)
    .join(' ');
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
