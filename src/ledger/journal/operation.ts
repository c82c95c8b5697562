import type { Selectable } from 'kysely';
import type { ProductChanges } from '../../product/fields.ts';
import type { OperationKind, OperationState, OperationTable } from '../db/schema.ts';

/** Field name → value as JSON; money is text with a point. */
export type FieldValues = ProductChanges;

/** One row of a plan, which is also its journal. */
export interface Operation {
  planId: string;
  seq: number;
  kind: OperationKind;
  sku: string;
  name: string;
  partId: string | null;
  productId: number | null;
  before: FieldValues;
  after: FieldValues;
  /** What ttpd had last written to these fields when the plan was made; empty for fields that it never wrote. */
  base: FieldValues;
  code: string | null;
  reason: string | null;
  /** What the snapshot of this SKU becomes once the row is done. */
  snapshot: {
    /** `null` takes a field out of it. */
    fields: FieldValues;
    partUpdatedAt: string | null;
    /** The row takes back what another one wrote, so the part's details are compared anew next time. */
    restores?: boolean;
  } | null;
  state: OperationState;
  error: OperationError | null;
  undo: Undo | null;
  /** What the supplier offered when the row was planned; absent where it does not follow from that. */
  offer?: OfferFigures;
}

/** Figures of an offer as texts: two that are alike lead to the same values. */
export interface OfferFigures {
  price: string;
  stock: string;
}

/** What a rollback needs to know of a row and its values do not say. */
export interface Undo {
  /** What the snapshot said of this row's fields until the row was done; `null`: nothing. */
  base?: FieldValues;
  /** The images that the row made: BigCommerce does not keep the address an image came from. */
  imageIds?: number[];
  /** Texts that the store keeps otherwise than they were sent: HTML that it tidied, for one. */
  saved?: FieldValues;
  /** The id that was put among a product's related ones, and whether the store made their list by itself until then. */
  link?: { added: number; automatic: boolean };
}

/** The service's own words, kept for the result file and for `retry`. */
export interface OperationError {
  code: string;
  message: string;
  status?: number;
}

export type NewOperation = Omit<Operation, 'planId' | 'seq' | 'state' | 'error' | 'base' | 'undo' | 'offer'> &
  Partial<Pick<Operation, 'base' | 'offer'>> & { undo?: Undo };

export function toRow(row: NewOperation, planId: string, seq: number, at: string): OperationTable {
  const writes = row.kind !== 'skip' && row.kind !== 'conflict';
  return {
    plan_id: planId,
    seq,
    kind: row.kind,
    sku: row.sku,
    sku_key: writes ? row.sku.toLowerCase() : null,
    name: row.name,
    part_id: row.partId,
    product_id: row.productId,
    before: JSON.stringify(row.before),
    after: JSON.stringify(row.after),
    base: row.base === undefined ? null : JSON.stringify(row.base),
    code: row.code,
    reason: row.reason,
    snapshot: row.snapshot && JSON.stringify(row.snapshot),
    state: writes ? 'planned' : 'skipped',
    error: null,
    updated_at: at,
    undo: row.undo ? JSON.stringify(row.undo) : null,
    offer: row.offer ? JSON.stringify(row.offer) : null,
  };
}

export function toOperation(row: Selectable<OperationTable>): Operation {
  return {
    planId: row.plan_id,
    seq: row.seq,
    kind: row.kind,
    sku: row.sku,
    name: row.name,
    partId: row.part_id,
    productId: row.product_id,
    before: JSON.parse(row.before) as FieldValues,
    after: JSON.parse(row.after) as FieldValues,
    base: row.base === null ? {} : (JSON.parse(row.base) as FieldValues),
    code: row.code,
    reason: row.reason,
    snapshot: row.snapshot === null ? null : (JSON.parse(row.snapshot) as Operation['snapshot']),
    state: row.state,
    error: row.error === null ? null : (JSON.parse(row.error) as OperationError),
    undo: row.undo === null ? null : (JSON.parse(row.undo) as Undo),
    ...(row.offer === null ? {} : { offer: JSON.parse(row.offer) as OfferFigures }),
  };
}
