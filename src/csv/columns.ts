import { withoutControls } from '../common/printable.ts';
import { asExcelText, neutralised, shielded, trim, unwrap } from './cells.ts';
import { damagedText, EXCEL_CELL, failedFormula, type Spoilt } from './spoilt.ts';
import type { ReadContext, ValueType } from './values.ts';

/** What a record is read into, before it is known to be a product or a part of one. */
export type Fields = Record<string, unknown>;

export interface CellContext extends ReadContext {
  clearToken: string;
  /** Where the reading is, for `fail`. */
  column: string;
  cell: string;
}

export interface PrintContext {
  clearToken: string;
  neutralise: boolean;
  excel: boolean;
}

/** One header of a format and its field, for both directions. */
export interface Column {
  header: string;
  /** Other headers that mean the same when a file is read. */
  aliases: readonly string[];
  field: string;
  type: ValueType<unknown>;
  /** The store always has one: it can be changed and not cleared. */
  always: boolean;
  /** The same in every record of its kind: written, and never read. */
  constant?: string;
}

interface ColumnOptions {
  aliases?: readonly string[];
  /** The store always has one: it can be changed and not cleared. */
  always?: true;
}

/** `const product = columnsOf<ProductRow>(); product('Price', 'price', decimal)`: checked against the row's types. */
export const columnsOf =
  <T>() =>
  <K extends keyof T & string>(
    header: string,
    field: K,
    type: ValueType<NonNullable<T[K]>>,
    options: ColumnOptions = {},
  ): Column => ({
    header,
    field,
    type: type as ValueType<unknown>,
    aliases: options.aliases ?? [],
    always: options.always === true,
  });

/** A cell that is the same in every record of its kind. */
export const constant = (header: string, text: string): Column => ({
  header,
  field: '',
  type: { parse: () => undefined, print: () => text },
  aliases: [],
  always: true,
  constant: text,
});

/**
 * Most cells: nothing at their ends that `trim` and `unwrap` take off, nothing that `failedFormula` and `damagedText` look
 * for, and no controls. One look tells them from those that are judged.
 */
const PLAIN = /^[!"$-&(-9;<>-~](?:[\t\n\r -"$-9;-~\u00A0-\u00C1\u2010-\u2027]*[!"$-9;-~])?$/;

/** Puts the cell's value into its field; a blank cell says nothing. Errors go to `context.fail`. */
export function readCell(column: Column, cell: string, into: Fields, context: CellContext): void {
  if (cell === '' || column.constant !== undefined) return;
  const { field, type } = column;
  const mayBeUsual = cell.length < EXCEL_CELL && cell !== context.clearToken;
  if (mayBeUsual && type.isSure?.(cell, context.decimal)) {
    into[field] = cell;
    return;
  }
  context.column = column.header;
  context.cell = cell;
  const text = mayBeUsual && PLAIN.test(cell) ? cell : judged(cell, column, context);
  const value = text == null ? text : type.parse(text, context);
  if (value !== undefined) into[field] = value;
}

/** The text that is meant by a cell that is not plain. `null`: clear the field; `undefined`: it says nothing, or is wrong. */
function judged(cell: string, { type, always }: Column, context: CellContext): string | null | undefined {
  const trimmed = trim(cell);
  if (trimmed === '') return undefined;
  if (trimmed === context.clearToken) {
    if (!always) return null;
    return context.fail('CSV_CANNOT_CLEAR', 'cannot be cleared', 'Write a value or leave it blank.');
  }
  const isIdentifier = type.safety === 'identifier';
  const text = unwrap(type.verbatim ? cell : trimmed, isIdentifier);
  if (text === '') return undefined;
  if (!passes(failedFormula(trimmed, type.isList === true), context)) return undefined;
  if (type.safety !== undefined && !passes(damagedText(text, isIdentifier), context)) return undefined;
  return withoutControls(text);
}

function passes(spoilt: Spoilt | undefined, { fail, warn }: CellContext): boolean {
  if (spoilt === undefined) return true;
  const { severity, code, message, hint } = spoilt;
  (severity === 'error' ? fail : warn)(code, message, hint);
  return severity !== 'error';
}

/** A blank text for a field that says nothing. */
export function printCell({ field, type, constant }: Column, from: Fields, context: PrintContext): string {
  if (constant !== undefined) return constant;
  const value = from[field];
  if (value === undefined) return '';
  if (value === null) return context.clearToken;
  const printed = withoutControls(type.print(value));
  // A reader takes off what is not seen at the ends, and then the quote that is put in front here.
  const trimmed = trim(printed);
  if (trimmed === '') return '';
  const text = type.verbatim ? printed : trimmed;
  if (type.safety === undefined) return text;
  const isIdentifier = type.safety === 'identifier';
  const excelText = context.excel && isIdentifier ? asExcelText(text) : undefined;
  return excelText ?? (context.neutralise ? neutralised : shielded)(text, isIdentifier);
}
