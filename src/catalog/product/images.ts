import type { Image } from '../../bigcommerce/product-schema.ts';

/**
 * What pictures are known by. The store gives a picture's file a name of its own, the base name of where it came from
 * and a number and a time that every edit changes, and does not keep the address (docs/facts/bigcommerce-catalog.md#images).
 */

/** A product's picture as it is named in rows: `name` does not change with edits, and no two of a product are alike. */
export interface NamedImage {
  id: number;
  name: string;
}

/** `drum#12`: the base name of its file, and its id. */
export function imageName({ id, imageFile, urlStandard, imageUrl }: Image): string {
  const file = imageFile ?? urlStandard ?? imageUrl;
  return `${file === null ? '' : baseName(file).replace(STORES_OWN, '')}#${id}`;
}

/** Where a browser gets it, as large as the store has it: other shops and feeds take it from there. */
export function imageAddress({ id, urlZoom, urlStandard, imageUrl }: Image): string {
  return urlZoom ?? urlStandard ?? imageUrl ?? String(id);
}

/** What the store puts behind a base name: `__12345`, and in addresses the time and the size, `.1700000000.386.513`. */
const STORES_OWN = /__\d+(?:\.\d+)*$/;

/**
 * Which picture came from which of these addresses, going by the names of the files: each picture is one address's.
 * Addresses of the store itself are known by the same names.
 */
export function pairByName<Named extends Pick<NamedImage, 'name'>>(
  addresses: readonly string[],
  images: readonly Named[],
): Map<string, Named> {
  const pairs = new Map<string, Named>();
  const left = [...images];
  for (const address of addresses) {
    const names = [baseName(address), baseName(address).replace(STORES_OWN, '')].map(comparable);
    const at = left.findIndex(({ name }) => names.includes(comparable(name.replace(/#\d+$/, ''))));
    const [image] = at < 0 ? [] : left.splice(at, 1);
    if (image) pairs.set(address, image);
  }
  return pairs;
}

/** Without folders, query and ending. */
function baseName(address: string): string {
  const last = (URL.parse(address)?.pathname ?? address).split('/').at(-1) ?? '';
  return decoded(last).replace(/\.[A-Za-z]\w{1,4}$/, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The store writes some characters of a file's name otherwise, and does not say which; one without a name is `image`. */
function comparable(name: string): string {
  return name.replace(/[^a-z0-9]+/gi, '_').toLowerCase() || 'image';
}
