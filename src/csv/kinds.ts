import type { CellsOf, Format, Kind } from './format.ts';
import type { BoundHeader } from './header.ts';

const ONLY_PRODUCT: readonly Kind[] = ['product'];

/** What each record holds, asked for one record after the other. */
export function createKinds({ kindsOf }: Format, header: BoundHeader) {
  if (!kindsOf) return (): readonly Kind[] | string => ONLY_PRODUCT;
  let open: readonly string[] | undefined;
  const openCells: CellsOf = (name) => open?.[header.indexOf(name)]?.trim() ?? '';
  return (record: readonly string[]): readonly Kind[] | string => {
    const kinds = kindsOf((name) => record[header.indexOf(name)]?.trim() ?? '', open && openCells);
    if (kinds[0] === 'product') open = record;
    return kinds;
  };
}

/** Nothing but delimiters and blanks: no row. */
export function isBlank(record: readonly string[]): boolean {
  return (record[0] ?? '').trim() === '' && record.every((cell) => cell.trim() === '');
}
