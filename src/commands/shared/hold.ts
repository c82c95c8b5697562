import { Option } from '@commander-js/extra-typings';

/** `--hold SKU`, as often as there are products to leave as they are. */
export function holdOption() {
  return new Option('--hold <sku>', 'leave this product as it is in the store (may be given again)')
    .argParser((sku: string, given: string[]) => [...new Set([...given, sku])])
    .default([] as string[], 'none');
}
