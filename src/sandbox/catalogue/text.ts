import { hash, pick, SALT, unit } from './hash.ts';
import type { Identity } from './identity.ts';
import type { Kind } from './kinds/kind.ts';

const ODD_ENDINGS = [
  ' – 16½″ "Heavy Duty" ®',
  ' (180 °F, 6 µm)',
  ', 1-1/2" x 6" "Severe Service"',
  ' Größe 2 ®',
  ', commonly called “piggyback”',
] as const;

/** The part's own value of each attribute of its kind. */
export function attributesOf(index: number, kind: Kind): { name: string; value: string }[] {
  return Object.entries(kind.attributes).map(([name, values], n) => ({
    name,
    value: pick(values, index, SALT.attribute + n),
  }));
}

/** Suppliers reuse titles, so many parts share a name. A few are longer than a store takes (250). */
export function nameOf(index: number, kind: Kind, rebuilt: boolean): string {
  let name: string = pick(kind.titles, index, SALT.title);
  for (const { name: key, value } of attributesOf(index, kind)) name = name.replace(`{${key}}`, value);
  if (rebuilt) name = `Remanufactured ${name}`;
  if (hasOddText(index)) name += pick(ODD_ENDINGS, index, SALT.dirtyText);
  if (unit(index, SALT.longName) < 0.0015) name += `, ${kind.name} for ${LONG_TAIL}`;
  return name;
}

const LONG_TAIL =
  'Freightliner Cascadia, Columbia, Century Class, M2 106 and 122SD; Kenworth T680, T880, W900 and T660; ' +
  'Peterbilt 579, 389, 379, 386 and 567; Volvo VNL, VNR and VHD; International ProStar, LT, HX and 9400i; ' +
  'Mack Anthem, Pinnacle and Granite; Western Star 4900 and 49X';

export function descriptionOf(
  index: number,
  kind: Kind,
  name: string,
  { brand, part_number }: Identity,
): string {
  const facts = attributesOf(index, kind)
    .map((attribute) => `${attribute.name}: ${attribute.value}`)
    .join('; ');
  const text = `${name}. Genuine ${brand} ${part_number} for class 6-8 trucks and trailers. ${facts}.`;
  return hasOddText(index) ? `${text}\nFit by "qualified" staff only;\r\ntorque to 450–500 lb-ft.` : text;
}

/** 1 % with quotes, line breaks or non-ASCII (docs/facts/parts-domain.md#the-sandboxs-catalogue). */
function hasOddText(index: number): boolean {
  return unit(index, SALT.dirtyText) < 0.01;
}

/** 9 % have none, 1 % a wrong check digit. */
export function gtinOf(index: number): string | null {
  const chance = unit(index, SALT.gtin);
  if (chance < 0.09) return null;
  const body = `0${String(60_000_000_00 + (hash(index, SALT.gtin + 1) % 999_999_999)).slice(0, 10)}`;
  const sum = [...body].reduce((total, digit, n) => total + Number(digit) * (n % 2 === 0 ? 3 : 1), 0);
  const check = (10 - (sum % 10)) % 10;
  return `${body}${chance < 0.1 ? (check + 1) % 10 : check}`;
}
