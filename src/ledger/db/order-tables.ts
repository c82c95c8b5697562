import type { Generated } from 'kysely';

type Json = string;

/** One purchase order at the supplier: written before it is sent. Ids and amounts, never an address. */
export interface SupplierOrderTable {
  store: string;
  po: string;
  order_id: number;
  seq: number;
  state: SupplierOrderState;
  /** The run that works on it: another run leaves it alone while that one lives. */
  owner: string;
  /** POSTs so far. */
  attempt: number;
  /** SHA-256 of what is sent, address included: tells a changed order without keeping it. */
  hash: string;
  margin: string | null;
  supplier_order_id: string | null;
  supplier_status: string | null;
  acknowledged_at: string | null;
  error: Json | null;
  created_at: string;
  updated_at: string;
}

/**
 * `planned`: claimed, nothing sent. `sending`: a POST is on its way. `unknown`: one may have been taken. `refused`: the
 * supplier said no. `accepted`: it has the order. `done`: all shipped or cancelled. `abandoned`: its lines are free.
 */
export type SupplierOrderState =
  | 'planned'
  | 'sending'
  | 'unknown'
  | 'refused'
  | 'accepted'
  | 'done'
  | 'abandoned';

export interface SupplierOrderLineTable {
  store: string;
  po: string;
  order_id: number;
  order_product_id: number;
  order_address_id: number;
  sku: string;
  part_id: string;
  unit_price: string;
  core: string | null;
  ordered: number;
  /** `null`: the supplier has not said. */
  confirmed: number | null;
  backordered: number | null;
  shipped: number;
  cancelled: number;
  /** 1, or NULL once the line may be ordered anew. */
  live: number | null;
}

/** One parcel of the supplier's as a shipment of the store's: written before it is sent. */
export interface OrderParcelTable {
  store: string;
  po: string;
  /** The tracking number. */
  key: string;
  owner: string;
  state: 'sending' | 'written';
  items: Json;
  store_shipment_id: number | null;
  updated_at: string;
}

export interface OrderReviewTable {
  id: Generated<number>;
  store: string;
  order_id: number;
  /** Empty where no purchase order was made. */
  po: string;
  stage: ReviewStage;
  reasons: Json;
  since: string;
  /** 1, or NULL once resolved: one open review a stage of a purchase order. */
  open: number | null;
  resolution: ReviewResolution | null;
  resolved_at: string | null;
  resolved_by: string | null;
  note: string | null;
}

/** Where an order waits for a person: before it is sent, refused, in doubt, after the answer, on its way. */
export type ReviewStage = 'check' | 'refused' | 'doubt' | 'confirmation' | 'shipping';
/** `cleared`: what was wrong is gone without anybody's doing. */
export type ReviewResolution = 'approved' | 'rejected' | 'linked' | 'retried' | 'cleared';
