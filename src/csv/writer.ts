import type { Problem } from '../common/errors.ts';
import { nearest } from '../common/nearest.ts';
import { type Column, type PrintContext, printCell } from './columns.ts';
import {
  CLEAR_TOKEN,
  type FormatName,
  type OnProblem,
  type ProductRow,
  type VariantRow,
  type WriteOptions,
} from './csv-row.ts';
import { type Format, type FormatSettings, type Kind, splitParts } from './format.ts';
import { formatNamed } from './formats/all.ts';
import { ttpd } from './formats/ttpd.ts';
import { VARIANT_FIELDS } from './formats/variants-json.ts';
import { headerKey, headersOf } from './header.ts';
import { toLines } from './lines.ts';
import { refuse } from './refuse.ts';

/** Of the row and not of the product: no format needs a column for them. */
const NO_STATEMENT = new Set(['line', 'command']);

/**
 * Rows as a file of this format, in UTF-8. What the format cannot carry is told once for each field, when all is written.
 * @throws TtpdError CSV_READ_ONLY, CSV_COLUMN_UNKNOWN (before the first byte)
 */
export async function* writeProducts(
  name: FormatName,
  rows: AsyncIterable<ProductRow>,
  options: WriteOptions = {},
  onProblem: OnProblem = () => {},
): AsyncGenerator<Buffer> {
  const format = writable(name);
  const headers = headersToWrite(format, options.columns);
  const lost = new Map<string, number>();
  yield* toLines(recordsOf(format, headers, rows, options, lost, onProblem), {
    delimiter: options.delimiter ?? format.delimiter ?? ',',
    lineEnding: options.excel ? '\r\n' : '\n',
    encoding: 'utf-8',
    bom: options.excel ?? false,
  });
  for (const [field, count] of lost) onProblem(lostProblem(format, field, count));
}

/** Headers of ttpd's own columns that a format has none for; known before anything is written. */
export function notCarried(name: FormatName): string[] {
  const format = writable(name);
  const carried = carriedFields(format);
  const carriedByVariants = fieldsOfVariants(format);
  const own = (ttpd.columns.product ?? []).map(({ field }) => field);
  return [
    ...own.filter((field) => !NO_STATEMENT.has(field) && !carried.has(field)),
    ...VARIANT_FIELDS.filter((field) => carriedByVariants !== 'all' && !carriedByVariants.has(field)).map(
      (field) => `${OF_VARIANT}${field}`,
    ),
  ].map(headerFor);
}

function writable(name: FormatName): Format {
  const format = formatNamed(name);
  if (format) return format;
  throw refuse(
    'CSV_READ_ONLY',
    `${name} files are read, not written.`,
    'Write ttpd, which carries every field.',
  );
}

function headersToWrite(format: Format, columns: readonly string[] | undefined): readonly string[] {
  if (columns === undefined) return format.headers;
  const known = headersOf(format);
  return columns.map((wanted) => {
    const key = headerKey(wanted);
    const header =
      format.headers.find((each) => headerKey(each) === key) ?? known.get(key)?.[0]?.column.header;
    if (header !== undefined) return header;
    const [near] = nearest(wanted, format.headers, 1);
    const hint = near ? `Did you mean ${near}?` : `It has: ${format.headers.join(', ')}.`;
    throw refuse('CSV_COLUMN_UNKNOWN', `The ${format.name} format has no column ${wanted}.`, hint);
  });
}

async function* recordsOf(
  format: Format,
  headers: readonly string[],
  rows: AsyncIterable<ProductRow>,
  options: WriteOptions,
  lost: Map<string, number>,
  onProblem: OnProblem,
): AsyncGenerator<readonly string[]> {
  const context: PrintContext = {
    clearToken: options.clearToken ?? CLEAR_TOKEN,
    neutralise: options.neutralise ?? true,
    excel: options.excel ?? false,
  };
  const settings: FormatSettings = {
    weightUnit: options.weightUnit ?? 'lb',
    lengthUnit: options.lengthUnit ?? 'in',
    currency: options.currency ?? 'USD',
    shopUrl: options.shopUrl,
  };
  const kinds = Object.keys(format.columns) as Kind[];
  const split = format.split ?? ((row) => splitParts(row, kinds).map((part) => [part]));
  const carried = carriedFields(format);
  const carriedByVariants = fieldsOfVariants(format);
  const layout = layoutOf(format, headers, settings);

  yield layout.headers;
  for await (const row of rows) {
    for (const field of new Set([...lostFields(row, carried), ...lostOfVariants(row, carriedByVariants)]))
      lost.set(field, (lost.get(field) ?? 0) + 1);
    const left = withoutLost(row, format, lost);
    for (const parts of split(left, settings, onProblem))
      yield headers.map((_, at) => {
        for (const { kind, fields } of parts) {
          const column = layout.columns[kind][at];
          const text = column && printCell(column, fields, context);
          if (text) return text;
        }
        return '';
      });
  }
}

/** What every new product has is lost by no format. */
const USUAL: Readonly<Record<string, unknown>> = {
  ...{ type: 'physical', taxClass: '0', freeShipping: false, featured: false },
  ...{ purchasability: 'available', preorderOnly: false, purchasingDisabled: false },
};

function lostFields(row: object, carried: ReadonlySet<string>): string[] {
  return Object.entries(row).flatMap(([field, value]) =>
    value === undefined || carried.has(field) || NO_STATEMENT.has(field) || value === USUAL[field]
      ? []
      : field,
  );
}

const OF_VARIANT = 'variants.';

function isOfVariants(field: string): field is `${typeof OF_VARIANT}${keyof VariantRow}` {
  return field.startsWith(OF_VARIANT);
}

function lostOfVariants({ variants = [] }: ProductRow, carried: ReadonlySet<string> | 'all'): string[] {
  if (carried === 'all') return [];
  return variants.flatMap((variant) => {
    const own = Object.entries(variant).filter(([, value]) => value !== null);
    return lostFields(Object.fromEntries(own), carried).map((field) => `${OF_VARIANT}${field}`);
  });
}

function withoutLost(row: ProductRow, { loses }: Format, lost: Map<string, number>): ProductRow {
  const fields = loses?.(row) ?? [];
  if (fields.length === 0) return row;
  const left = { ...row };
  for (const field of fields) {
    if (!isOfVariants(field)) delete left[field];
    lost.set(field, (lost.get(field) ?? 0) + 1);
  }
  return left;
}

/** For each kind of record, the column at each place. */
function layoutOf(format: Format, headers: readonly string[], settings: FormatSettings) {
  const inOrder = (kind: Kind): (Column | undefined)[] =>
    headers.map((header) => format.columns[kind]?.find((column) => column.header === header));
  return {
    headers: headers.map((header) => format.headerWritten?.(header, settings) ?? header),
    columns: {
      product: inOrder('product'),
      variant: inOrder('variant'),
      image: inOrder('image'),
      video: inOrder('video'),
      rule: inOrder('rule'),
    },
  };
}

function carriedFields(format: Format): Set<string> {
  const fields = (format.columns.product ?? []).map(({ field }) => field);
  const children = { variant: 'variants', image: 'images', video: 'videos' } as const;
  for (const [kind, list] of Object.entries(children)) if (format.columns[kind as Kind]) fields.push(list);
  return new Set([...fields, ...(format.carriesToo ?? [])]);
}

/** Of variants, with the number that finds them again in this very store. */
function fieldsOfVariants({ columns, variantsCarry = [] }: Format): Set<string> | 'all' {
  if (variantsCarry === 'all') return 'all';
  return new Set(['variantId', ...(columns.variant ?? []).map(({ field }) => field), ...variantsCarry]);
}

/** What people call a field, as the ttpd format does. */
function headerFor(field: string): string {
  if (isOfVariants(field)) return `Variant ${headerFor(field.slice(OF_VARIANT.length))}`;
  const own = ttpd.columns.product?.find((each) => each.field === field)?.header;
  return own ?? ONLY_VARIANTS[field] ?? field;
}

const ONLY_VARIANTS: Readonly<Record<string, string>> = {
  imageUrl: 'Image',
  options: 'Options',
  purchasingDisabled: 'Purchasing Disabled',
  purchasingDisabledMessage: 'Purchasing Disabled Message',
};

function lostProblem(format: Format, field: string, count: number): Problem {
  const column = headerFor(field);
  const rows = count === 1 ? '1 product has' : `${count.toLocaleString('en')} products have`;
  return {
    code: 'CSV_FIELD_LOST',
    severity: 'warning',
    column,
    message: `${rows} a ${column}, which the ${format.name} format cannot carry.`,
    hint: 'The ttpd format carries every field.',
  };
}
