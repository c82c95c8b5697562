import type { Selectable } from 'kysely';
import {
  type CustomFieldName,
  type ImageFieldName,
  isMetafield,
  type MetafieldName,
  type VariantFieldName,
  type VideoFieldName,
} from '../../product/field-names.ts';
import { type ProductChanges, pick } from '../../product/fields.ts';
import type { TableField } from '../../product/table.ts';
import type { OperationKind, OperationState, OperationTable } from '../db/schema.ts';
import { stored } from './stored.ts';

/** Field name → value as JSON; money is text with a point. */
export type FieldValues = ProductChanges;

type Attached = CustomFieldName | ImageFieldName | VideoFieldName | VariantFieldName;
type Named = TableField | 'related' | 'removedRelated' | 'importedImages' | 'foundCategories';
/** These fields and no other. */
export type Only<Name extends Named | MetafieldName> = {
  [Field in Named]?: Field extends Name ? FieldValues[Field] : never;
} & {
  [field: MetafieldName]: MetafieldName extends Name ? FieldValues[MetafieldName] : never;
  [field: Attached]: never;
};
type None = Only<never>;
export type Level = Only<'stock' | 'stockByLocation'> & { stock: number };

/** What a row of each kind says, from what was there to what is to be. */
interface Kinds {
  /** `productId` is `null` until it is made. */
  create: { productId: number | null; before: None; after: FieldValues };
  /** `before` has more than changes: what else says what a shopper pays, and the lists that are written whole. */
  update: { productId: number; before: FieldValues; after: FieldValues };
  /** A variant's level has a row of its own, under the variant's SKU. `null`: it was not counted. */
  stock: {
    productId: number;
    /** Whose level it is, where the store counts by variant. */
    variantId?: number | undefined;
    before: Only<'stock' | 'stockByLocation'>;
    after: Level;
  };
  hide: { productId: number; before: Only<'visible'>; after: Only<'visible'> };
  /** `before` is the product as it was made. */
  delete: { productId: number; before: FieldValues; after: None };
  /** `productId` is `null` while a row of the same plan is yet to make the product. */
  metafields: { productId: number | null; before: Only<MetafieldName>; after: Only<MetafieldName> };
  related: { productId: number | null; before: Only<'related'>; after: Only<'related' | 'removedRelated'> };
}

interface Subject {
  sku: string;
  name: string;
  partId: string | null;
}

/** What rows that write have besides. */
interface Written {
  /** What ttpd had last written to these fields when the plan was made; empty for fields that it never wrote. */
  base: FieldValues;
  /** Why a product is hidden, or a row was given up. */
  code: string | null;
  reason: string | null;
  /** What the snapshot of this SKU becomes once the row is done. */
  snapshot: SnapshotChange | null;
  undo: Undo | null;
  /** What the supplier offered when the row was planned; absent where it does not follow from that. */
  offer?: OfferFigures;
}

/** What rows that do not write have in their place. */
interface Unwritten {
  /** Of a conflict with `base` the values of all three sides, of which the store's stays. Of a row that was held what it was to write. */
  productId: number | null;
  before: FieldValues;
  after: FieldValues;
  base: FieldValues;
  code: string;
  reason: string;
}

/** Of a row that is done but for pictures that the store does not take. */
export const IMAGE_REFUSED = 'IMAGE_REFUSED';

interface Journal {
  planId: string;
  seq: number;
  state: OperationState;
  error: OperationError | null;
}

export type WritingKind = keyof Kinds;
type Writing = { [Kind in WritingKind]: { kind: Kind } & Kinds[Kind] }[WritingKind];

/** A row that writes. */
export type WritingOperation = Journal & Subject & Written & Writing;
/** One row of a plan, which is also its journal. */
export type Operation =
  | WritingOperation
  | (Journal &
      Subject &
      Unwritten & { kind: 'conflict' | 'skip'; snapshot: null; undo: null; offer?: undefined });
export type OperationOf<Kind extends OperationKind> = Operation & { kind: Kind };

/** A row as it is planned: what is not said is none. */
export type NewOperation = Subject & ((Partial<Written> & Writing) | NewConflict | NewSkip);
type NewConflict = Unwritten & { kind: 'conflict'; snapshot?: undefined };
type NewSkip = Partial<Unwritten> &
  Pick<Unwritten, 'code' | 'reason'> & { kind: 'skip'; snapshot?: undefined };
/** What is a row's own, beside whom it is about. */
export type RowContent = (Partial<Written> & Writing) | NewConflict | NewSkip;

/** @param kinds none: any */
export function isOf<Kind extends OperationKind>(
  row: Operation,
  kinds: readonly Kind[] | undefined,
): row is OperationOf<Kind> {
  return kinds?.some((kind) => kind === row.kind) ?? true;
}

export interface SnapshotChange {
  /** `null` takes a field out of it. */
  fields: FieldValues;
  partUpdatedAt: string | null;
  /** The row takes back what another one wrote, so the part's details are compared anew next time. */
  restores?: boolean;
}

/** Figures of an offer as texts: two that are alike lead to the same values. */
export interface OfferFigures {
  price: string;
  stock: string;
  /** Pieces that were taken off the stock as sold, and when the supplier's figure is from; absent: nobody looked. */
  sold?: { pieces: number; asOf: string };
}

/** What a rollback needs to know of a row and its values do not say. */
export interface Undo {
  /** What the snapshot said of this row's fields until the row was done; `null`: nothing. */
  base?: FieldValues;
  /**
   * The image that the row made of each of its addresses, in their order; `null` where the store refused it. BigCommerce
   * does not keep the address an image came from.
   */
  imageIds?: (number | null)[];
  /** Texts that the store keeps otherwise than they were sent: HTML that it tidied, for one. */
  saved?: FieldValues;
  /** The id that was put among a product's related ones, and whether the store made their list by itself until then. */
  link?: { added: number; automatic: boolean };
}

/** A person took the row out of its plan: its product stays as it is in the store. */
export const HELD = 'HELD';

export function isHeld({ state, error }: Pick<Operation, 'state' | 'error'>): boolean {
  return state === 'skipped' && error?.code === HELD;
}

/** The service's own words, kept for the result file and for `retry`. */
export interface OperationError {
  code: string;
  message: string;
  status?: number;
}

export function toRow(row: NewOperation, planId: string, seq: number, at: string): OperationTable {
  const writes = row.kind !== 'skip' && row.kind !== 'conflict';
  const { snapshot, undo, offer }: Partial<Written> = writes ? row : {};
  return {
    plan_id: planId,
    seq,
    kind: row.kind,
    sku: row.sku,
    sku_key: writes ? row.sku.toLowerCase() : null,
    name: row.name,
    part_id: row.partId,
    product_id: row.productId ?? null,
    variant_id: row.kind === 'stock' ? (row.variantId ?? null) : null,
    before: JSON.stringify(row.before ?? {}),
    after: JSON.stringify(row.after ?? {}),
    base: row.base === undefined ? null : JSON.stringify(row.base),
    code: row.code ?? null,
    reason: row.reason ?? null,
    snapshot: snapshot ? JSON.stringify(snapshot) : null,
    state: writes ? 'planned' : 'skipped',
    error: null,
    updated_at: at,
    undo: undo ? JSON.stringify(undo) : null,
    offer: offer ? JSON.stringify(offer) : null,
  };
}

/** @throws TtpdError LEDGER_DAMAGED where a row does not have what its kind has */
export function toOperation(row: Selectable<OperationTable>): Operation {
  const read = stored(`row ${row.seq} of the plan ${row.plan_id}`);
  const common = {
    planId: row.plan_id,
    seq: row.seq,
    sku: row.sku,
    name: row.name,
    partId: row.part_id,
    state: row.state,
    base: row.base === null ? {} : read.fields(row.base),
    error: row.error === null ? null : read.error(row.error),
  };
  const [before, after] = [read.fields(row.before), read.fields(row.after)];
  const { kind, product_id, code, reason } = row;
  if (kind === 'conflict' || kind === 'skip')
    return {
      ...common,
      ...{ kind, productId: product_id, before, after, snapshot: null, undo: null },
      ...{ code: code ?? '', reason: reason ?? '' },
    };
  const writing = {
    ...common,
    ...{ code, reason },
    snapshot: row.snapshot === null ? null : read.snapshot(row.snapshot),
    undo: row.undo === null ? null : read.undo(row.undo),
    ...(row.offer === null ? {} : { offer: read.offer(row.offer) }),
  };
  const productId = () => read.number(product_id, 'product_id');
  switch (kind) {
    case 'create':
      return { ...writing, kind, productId: product_id, before: {}, after };
    case 'update':
      return { ...writing, kind, productId: productId(), before, after };
    case 'stock':
      return {
        ...{ ...writing, kind, productId: productId() },
        ...(row.variant_id === null ? {} : { variantId: row.variant_id }),
        before: only(before, ['stock', 'stockByLocation']),
        after: { ...only(after, ['stockByLocation']), stock: read.number(after.stock, 'stock') },
      };
    case 'hide':
      return {
        ...{ ...writing, kind, productId: productId() },
        ...{ before: only(before, ['visible']), after: only(after, ['visible']) },
      };
    case 'delete':
      return { ...writing, kind, productId: productId(), before, after: {} };
    case 'metafields':
      return {
        ...{ ...writing, kind, productId: product_id },
        ...{ before: metafieldsOnly(before), after: metafieldsOnly(after) },
      };
    case 'related':
      return {
        ...{ ...writing, kind, productId: product_id, before: only(before, ['related']) },
        after: only(after, ['related', 'removedRelated']),
      };
  }
}

/** Those of the fields that a row of its kind has. */
export function only<Name extends Named | MetafieldName>(
  fields: FieldValues,
  names: readonly Name[],
): Only<Name> {
  const own: Only<Name> = {};
  return Object.assign(own, pick(fields, names));
}

/** @param stockByLocation where several locations hold it */
export function level(stock: number, stockByLocation?: string | null): Level {
  return { stock, ...(stockByLocation ? { stockByLocation } : {}) };
}

export function metafieldsOnly(fields: FieldValues): Only<MetafieldName> {
  return only(fields, Object.keys(fields).filter(isMetafield));
}
