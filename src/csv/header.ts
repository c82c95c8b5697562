import { printable } from '../common/printable.ts';
import type { Column } from './columns.ts';
import type { Format, Kind, PassedOver } from './format.ts';
import { refuse } from './refuse.ts';

/** What rejects add; passed over when they are read again. */
export const REJECT_COLUMNS = ['_line', '_code', '_error'] as const;

/** More is a file that is not what it seems: BigCommerce's longest format has some sixty. */
export const MOST_COLUMNS = 1_000;

export interface Binding {
  index: number;
  column: Column;
}

/** A format's columns found in a file's header. */
export interface BoundHeader {
  columns: readonly string[];
  /** `false`: the columns were numbered here, and the file's first line is a row. */
  hasHeader: boolean;
  bindings: Partial<Record<Kind, readonly Binding[]>>;
  /** Place of a header in the file, for what decides what a record is; -1: not there. */
  indexOf(header: string): number;
  unknown: string[];
  /** Columns that are known, for choosing between formats. */
  known: number;
}

/** Headers are the same whatever their case and the blanks around and inside them. */
export function headerKey(header: string): string {
  return header.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** A format's headers by their key. */
export function headersOf(format: Format): Map<string, { kind: Kind; column: Column }[]> {
  const byKey = new Map<string, { kind: Kind; column: Column }[]>();
  for (const [kind, columns] of Object.entries(format.columns) as [Kind, readonly Column[]][])
    for (const column of columns)
      for (const header of [column.header, ...column.aliases]) {
        const key = headerKey(header);
        byKey.set(key, [...(byKey.get(key) ?? []), { kind, column }]);
      }
  return byKey;
}

/** What a file of the format would have, and these columns lack. */
export function missing(columns: readonly string[], { signature }: Format): string[] {
  const there = new Set(columns.map(headerKey));
  return signature
    .filter((alternatives) => !alternatives.split('|').some((header) => there.has(headerKey(header))))
    .map((alternatives) => alternatives.replaceAll('|', ' or '));
}

export function bindHeader(columns: readonly string[], format: Format, hasHeader = true): BoundHeader {
  const known = headersOf(format);
  const ignored = new Set([...format.headers, ...REJECT_COLUMNS].map(headerKey));
  const bindings: Partial<Record<Kind, Binding[]>> = {};
  const places = new Map<string, number>();
  const unknown: string[] = [];
  for (const [index, header] of columns.entries()) {
    // A blank or repeated header has no name but its number.
    const isNamed = headerKey(header) !== '' && !places.has(headerKey(header));
    const key = isNamed || format.name !== 'supplier' ? headerKey(header) : String(index + 1);
    if (key === '') continue;
    if (!places.has(key)) places.set(key, index);
    const dynamic = format.columnFor?.(header.trim());
    const found = known.get(key) ?? dynamic;
    for (const { kind, column } of found ?? []) {
      bindings[kind] ??= [];
      bindings[kind].push({ index, column });
    }
    if (!found && !ignored.has(key) && !isPassedOver(format, header.trim())) unknown.push(header.trim());
  }
  return {
    columns,
    hasHeader,
    bindings,
    indexOf: (header) => places.get(headerKey(header)) ?? -1,
    unknown,
    known: places.size - new Set(unknown.map(headerKey)).size,
  };
}

function isPassedOver({ ignored = [] }: Format, name: string): boolean {
  return ignored.some(({ headers }) => hasHeader(headers, name));
}

export function hasHeader(headers: PassedOver['headers'], name: string): boolean {
  if (headers instanceof RegExp) return headers.test(name);
  return headers.some((header) => headerKey(header) === headerKey(name));
}

/** @throws TtpdError CSV_DUPLICATE_COLUMN: it is not known which of two columns of one meaning is meant */
export function checkDuplicates({ columns, bindings }: BoundHeader, { repeats }: Format, name: string): void {
  for (const bound of Object.values(bindings)) {
    const seen = new Map<string, number>();
    for (const { index, column } of bound) {
      const before = seen.get(column.header);
      seen.set(column.header, index);
      // A map may take two fields from one column, and BigCommerce writes some columns twice.
      if (before === undefined || before === index || repeats?.test(column.header)) continue;
      const [first, second] = [before, index].map((at) => printable((columns[at] ?? '').trim()));
      throw refuse(
        'CSV_DUPLICATE_COLUMN',
        `${name}: columns ${before + 1} (${first}) and ${index + 1} (${second}) are both ${column.header}.`,
        'Rename or remove one of them.',
      );
    }
  }
}

/** What has records of its own is known by the column that it cannot do without. */
const IN_RECORDS: Readonly<Record<string, { kind: Kind; field: string }>> = {
  images: { kind: 'image', field: 'url' },
  videos: { kind: 'video', field: 'youtubeId' },
  variants: { kind: 'variant', field: 'options' },
};

/** What the file calls a field of a product. */
export function headerOf({ columns, bindings, hasHeader }: BoundHeader, field: string): string | undefined {
  const places = [{ kind: 'product', field }, { kind: 'variant', field }, IN_RECORDS[field]] as const;
  for (const place of places) {
    const bound = place && bindings[place.kind]?.find(({ column }) => column.field === place.field);
    if (bound) return hasHeader ? columns[bound.index]?.trim() : `column ${bound.index + 1}`;
  }
  return undefined;
}
