import type { Column, Fields } from './columns.ts';
import type { Delimiter, FormatName, OnProblem, ProductRow, VariantRow } from './csv-row.ts';

/** What one record of a file may hold: a product, or something of the product above it. */
export type Kind = 'product' | 'variant' | 'image' | 'video' | 'rule';

/** A part of a product as its record says it; `line` is among the fields. */
export interface Part {
  kind: Kind;
  fields: Fields;
}

/** Cells of a record by header; blank where the file has no such column. */
export type CellsOf = (header: string) => string;

export interface FormatSettings {
  weightUnit: string;
  lengthUnit: string;
  currency: string;
  shopUrl: string | undefined;
}

export type FailPart = (part: Part, message: string, hint?: string) => void;

/** What a product is made with beside its parts. */
export interface JoinContext {
  /** Reports a part: the product is not handed on. */
  fail: FailPart;
  /** Whether the file has this column. */
  has: (header: string) => boolean;
  /** Counts a cell of this column that is not taken over. */
  passOver: (column: string, part: Part, cell: string) => void;
  /** Reports a part of what is handed on all the same. */
  warn: (code: string, part: Part, message: string, hint?: string) => void;
  /** What has no SKU gets one that is made of its handle and options. */
  skuFromHandle: boolean;
}

/** How the records of one product find each other, wherever in the file they stand. Case does not matter. */
export interface Grouping {
  /** Names of the product that the record begins, or goes on with; the first record with a name begins it. */
  names(cells: CellsOf): readonly string[];
  /** The name of the product that the record belongs to; `undefined`: to the one above it, blank: to none but its own. */
  owner(cells: CellsOf): string | undefined;
}

/** Columns that say what no store has, and those of their cells that say nothing: nobody is told of these. */
export interface PassedOver {
  headers: readonly string[] | RegExp;
  /** Default: blank ones alone. `all`: whatever stands there. */
  silent?: RegExp | 'all';
  /** In records of this kind alone. */
  of?: Kind;
}

/** One table of columns a kind, read and written by the same code (reader.ts, writer.ts). */
export interface Format {
  name: FormatName;
  /** Headers in the order in which they are written. */
  headers: readonly string[];
  columns: Partial<Record<Kind, readonly Column[]>>;
  /** Headers with a number or a name in them: `Attribute 2 name`. */
  columnFor?: (header: string) => readonly { kind: Kind; column: Column }[] | undefined;
  /** What to do about products without a SKU. */
  skuHint?: string;
  /** Columns that its own exports have more than once; the last that is not blank counts. */
  repeats?: RegExp;
  /** Known headers that nothing is read from. */
  ignored?: readonly PassedOver[];
  /** All of these headers in a file, and it is of this format. Each may name alternatives with `|`. */
  signature: readonly string[];
  /**
   * What a record holds, `product` first where it begins one; a text says what is wrong with it. `open` has the cells of
   * the record that began the product above. Without this, each record is a product.
   */
  kindsOf?: (cells: CellsOf, open: CellsOf | undefined) => readonly Kind[] | string;
  /** Where records of one product may stand apart. Then one that belongs to none is an error of its own. */
  grouping?: Grouping;
  /** A product of its parts, the first of which is the product itself. Default: `joinParts`. */
  join?: (parts: readonly Part[], context: JoinContext) => Fields;
  /**
   * The records of a product, each of one part or several. Default: one for it, and one for each variant, image and
   * video that there are columns for.
   */
  split?: (row: ProductRow, settings: FormatSettings, onProblem: OnProblem) => readonly Part[][];
  /** Fields that `split` puts into columns of other names. */
  carriesToo?: readonly (keyof ProductRow)[];
  /** As `carriesToo`, of variants; `all`: in a cell that has them whole. */
  variantsCarry?: readonly (keyof VariantRow)[] | 'all';
  /** Fields that this row has in a way that the format cannot carry: they are left out, and told of. */
  loses?: (row: ProductRow) => readonly (keyof ProductRow | `variants.${keyof VariantRow}`)[];
  /** Where a header depends on the store: `Weight (lbs)`. */
  headerWritten?: (header: string, settings: FormatSettings) => string;
  /** Cells that every product has, though the file has no column for them. */
  constants?: readonly { column: Column; text: string }[];
  /** Of what is written. Default: a comma. */
  delimiter?: Delimiter;
}

const LISTS = { variant: 'variants', image: 'images', video: 'videos' } as const;

/** Children in lists of their own, in the file's order; no list for none: a file without images says nothing of them. */
export function joinParts(parts: readonly Part[]): Fields {
  const joined: Fields = parts[0]?.fields ?? {};
  for (let i = 1; i < parts.length; i++) {
    const { kind, fields } = parts[i] as Part;
    if (kind === 'product' || kind === 'rule') continue;
    const list = LISTS[kind];
    const { line, ...rest } = fields;
    const item = kind === 'variant' ? fields : rest;
    joined[list] = [...((joined[list] as Fields[] | undefined) ?? []), item];
  }
  return joined;
}

export function splitParts(row: ProductRow, kinds: readonly Kind[]): Part[] {
  const parts: Part[] = [{ kind: 'product', fields: { ...row } }];
  for (const kind of ['variant', 'image', 'video'] as const) {
    const items = kinds.includes(kind) ? (row[LISTS[kind]] ?? []) : [];
    for (const item of items) parts.push({ kind, fields: { ...item } });
  }
  return parts;
}
