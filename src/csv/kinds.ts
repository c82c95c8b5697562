import type { CellsOf, Format, Kind } from './format.ts';
import type { BoundHeader } from './header.ts';

/** What a record holds; a text says what is wrong with it. */
interface Held {
  kinds: readonly Kind[] | string;
  /** It is no part of what stands above it. */
  begins: boolean;
}
const PRODUCT: Held = { kinds: ['product'], begins: true };

/** What each record holds, asked for one record after the other. */
export function createKinds({ kindsOf, grouping }: Format, header: BoundHeader) {
  if (!kindsOf) return (): Held => PRODUCT;
  let open: readonly string[] | undefined;
  const openCells: CellsOf = (name) => open?.[header.indexOf(name)]?.trim() ?? '';
  return (record: readonly string[]): Held => {
    const kinds = kindsOf((name) => record[header.indexOf(name)]?.trim() ?? '', open && openCells);
    const isOrphan = typeof kinds === 'string' && grouping !== undefined;
    if (isOrphan) open = undefined;
    else if (kinds[0] === 'product') open = record;
    return { kinds, begins: isOrphan || kinds[0] === 'product' };
  };
}

/** Nothing but delimiters and blanks: no row. */
export function isBlank(record: readonly string[]): boolean {
  return (record[0] ?? '').trim() === '' && record.every((cell) => cell.trim() === '');
}
