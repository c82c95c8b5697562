import type {
  OrderParcelTable,
  OrderReviewTable,
  SupplierOrderLineTable,
  SupplierOrderTable,
} from './order-tables.ts';

/** JSON columns hold text; the repositories beside this file turn it into values and back. */
type Json = string;

export interface PlanTable {
  id: string;
  store: string;
  profile: string;
  /** What was asked for: selection and fields, as the command understood it. */
  selection: Json;
  created_at: string;
  /** `open` once it is complete, `applied` once every row has its end. */
  status: PlanStatus;
  /** SHA-256 over the rows: what was reviewed is what is applied. */
  hash: string;
  unchanged: number;
  /** What was counted while both sides were read. */
  facts: Json | null;
  /** Guards that the plan tripped; `null` when none was asked. */
  guards: Json | null;
  /** The plan in pieces and money. */
  review: Json | null;
  /** The stages that it is applied in, in percent of its rows; `null` is all at once. */
  ramp: Json | null;
}
export type PlanStatus = 'building' | 'open' | 'applying' | 'applied';

export interface OperationTable {
  plan_id: string;
  seq: number;
  kind: OperationKind;
  sku: string;
  /** Lower case: BigCommerce compares SKUs so. `null` in rows that write nothing. */
  sku_key: string | null;
  name: string;
  part_id: string | null;
  product_id: number | null;
  /** Whose level a row of stock is about, where the store counts by variant. */
  variant_id: number | null;
  before: Json;
  after: Json;
  /** What ttpd had last written to these fields when the plan was made. */
  base: Json | null;
  /** Why a row is skipped, or which fields are in conflict. */
  code: string | null;
  reason: string | null;
  /** What the snapshot becomes when the row is done. */
  snapshot: Json | null;
  state: OperationState;
  error: Json | null;
  updated_at: string;
  /** See `Undo`. */
  undo: Json | null;
  /** See `OfferFigures`. */
  offer: Json | null;
}
export type OperationKind =
  | 'create'
  | 'update'
  | 'stock'
  | 'hide'
  | 'delete'
  | 'metafields'
  | 'related'
  | 'conflict'
  | 'skip';
export type OperationState = 'planned' | 'sent' | 'done' | 'failed' | 'skipped' | 'unknown';

export interface RunTable {
  id: string;
  command: string;
  plan_id: string | null;
  profile: string;
  store: string;
  started_at: string;
  finished_at: string | null;
  exit_code: number | null;
  /** The result document's `result`, once the run has ended. */
  result: Json | null;
  /** Names of the guards that the user told to let pass. */
  overrides: Json | null;
}

/** What ttpd last wrote to a product: the base of the three-way diff. */
export interface SnapshotTable {
  store: string;
  sku_key: string;
  sku: string;
  product_id: number | null;
  part_id: string | null;
  part_updated_at: string | null;
  fields: Json;
  written_at: string;
}

export interface GoodRunTable {
  store: string;
  selection: string;
  parts: number;
  read_at: string;
}

export interface PresenceTable {
  store: string;
  sku_key: string;
  category: string | null;
  brand: string | null;
  missed: number;
  since: string | null;
}

export interface ObservationTable {
  plan_id: string;
  code: string;
  sku_key: string;
  sku: string;
  name: string;
  detail: string;
}

/** The store as read for one plan. A temporary table: it lives as long as the connection. */
export interface StoreProductTable {
  sku_key: string;
  product_id: number;
  product: Json;
}
export interface StoreLevelTable {
  product_id: number;
  /** 0: the store named none. */
  variant_id: number;
  levels: Json;
}

export interface CategoryTable {
  store: string;
  /** That ttpd made it for. */
  path: Json;
  category_id: number;
  made_at: string;
}

export interface ClaimTable {
  sku_key: string;
  part_id: string;
}

/** What a comparison found. A temporary table. */
export interface FindingTable {
  key: string;
  class: string;
  /** 0 or 1. */
  accepted: number;
  position: number;
  item: Json;
}

export interface LedgerTables {
  plan: PlanTable;
  operation: OperationTable;
  run: RunTable;
  snapshot: SnapshotTable;
  good_run: GoodRunTable;
  presence: PresenceTable;
  observation: ObservationTable;
  store_product: StoreProductTable;
  claim: ClaimTable;
  category: CategoryTable;
  supplier_order: SupplierOrderTable;
  supplier_order_line: SupplierOrderLineTable;
  order_parcel: OrderParcelTable;
  order_review: OrderReviewTable;
  finding: FindingTable;
}
