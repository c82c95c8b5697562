import type { Database } from '../../database.ts';

/** As V2 writes it; every field is text. */
export interface Address {
  first_name: string;
  last_name: string;
  company: string;
  street_1: string;
  street_2: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  country_iso2: string;
  phone: string;
  email: string;
}

/** Amounts are in `paid`; `shown` is what the shopper looked at, at `rate` to one of `paid`. */
export interface OrderCurrency {
  shown: string;
  paid: string;
  rate: string;
}

/** How the shopper got a line. */
export type LineType = 'physical' | 'digital' | 'giftcertificate' | 'pickup';

export interface OrderDoc {
  billing: Address;
  payment_status: string;
  staff_notes: string;
  customer_message: string;
  external_source: string | null;
  /** Money here and in lines: ten-thousandths of a dollar. */
  shipping_cost: number;
  refunded: number;
  shipped_at: number | null;
  /** Archived: listed no more, and still there by its id. */
  is_deleted?: boolean;
  /** Orders from before there was any: dollars. */
  currency?: OrderCurrency;
  /** Prices were shown with tax. */
  tax_inclusive?: boolean;
  /** What kind of order it was made as; not on the wire. */
  kind: string;
}

export interface LineDoc {
  /** Pieces that it has taken from the store's stock; absent: none. */
  taken?: number;
  sku: string;
  name: string;
  brand: string;
  upc: string;
  bin: string;
  /** Physical, where it is not said. */
  type?: LineType;
  variant_id?: number;
  options?: { name: string; value: string }[];
  /** Percent; in the price and the discount where prices are shown with tax. */
  tax?: { percent: number; inclusive: boolean };
  /** Of one piece, ten-thousandths. */
  price: number;
  cost: number;
  /** Coupons on the whole line, ten-thousandths. */
  discount: number;
  weight: number;
  width: number;
  height: number;
  depth: number;
}

export interface ShipmentDoc {
  tracking_number: string;
  tracking_carrier: string;
  tracking_link: string;
  shipping_provider: string;
  shipping_method: string;
  merchant_shipping_cost: string;
  comments: string;
  items: { order_product_id: number; product_id: number; quantity: number }[];
}

export interface OrderRow {
  id: number;
  status_id: number;
  customer_id: number;
  channel_id: number;
  cart_id: string;
  payment_method: string;
  external_order_id: string | null;
  created: number;
  modified: number;
  doc: string;
}

export interface LineRow {
  id: number;
  order_id: number;
  address_id: number;
  product_id: number;
  quantity: number;
  quantity_shipped: number;
  quantity_refunded: number;
  doc: string;
}

export interface ShipmentRow {
  id: number;
  order_id: number;
  address_id: number;
  created: number;
  doc: string;
}

export type StoredAddress = Address & { shipping_method: string };

/** Each kind of id starts elsewhere, as in a store with a past: one taken for another is not found. */
const FIRST_IDS: Readonly<Record<string, number>> = {
  orders: 101,
  order_addresses: 301,
  order_products: 501,
  order_shipments: 701,
  order_metafields: 1,
  order_mails: 1,
};

export function ensureOrderIds(db: Database): void {
  for (const [table, first] of Object.entries(FIRST_IDS)) {
    if (db.get('SELECT seq FROM sqlite_sequence WHERE name = ?', table)) continue;
    db.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', table, first - 1);
  }
}

export function clearOrders(db: Database): void {
  for (const table of Object.keys(FIRST_IDS).toReversed()) {
    db.run(`DELETE FROM ${table}`);
    db.run('DELETE FROM sqlite_sequence WHERE name = ?', table);
  }
  ensureOrderIds(db);
}

export function findOrder(db: Database, id: number): OrderRow | undefined {
  return db.get<OrderRow>('SELECT * FROM orders WHERE id = ?', id);
}

export function linesOf(db: Database, orderId: number): LineRow[] {
  return db.all<LineRow>('SELECT * FROM order_products WHERE order_id = ? ORDER BY id', orderId);
}

export function addressesOf(db: Database, orderId: number): { id: number; order_id: number; doc: string }[] {
  return db.all('SELECT * FROM order_addresses WHERE order_id = ? ORDER BY id', orderId);
}

/** One, or all: they are listed no more. */
export function archiveOrders(db: Database, only?: Pick<OrderRow, 'id'>): void {
  const sql = "UPDATE orders SET doc = json_set(doc, '$.is_deleted', json('true')), modified = ?";
  if (only) db.run(`${sql} WHERE id = ?`, Date.now(), only.id);
  else db.run(sql, Date.now());
}

/** Writes what changed; any write moves `date_modified` (docs/facts/bigcommerce-orders.md#reading-orders). */
export function touchOrder(
  db: Database,
  row: OrderRow,
  changes: { statusId?: number; externalOrderId?: string | null; doc?: Partial<OrderDoc> },
): void {
  const doc = { ...(JSON.parse(row.doc) as OrderDoc), ...changes.doc };
  db.run(
    'UPDATE orders SET status_id = ?, external_order_id = ?, modified = ?, doc = ? WHERE id = ?',
    changes.statusId ?? row.status_id,
    changes.externalOrderId === undefined ? row.external_order_id : changes.externalOrderId,
    Date.now(),
    JSON.stringify(doc),
    row.id,
  );
}
