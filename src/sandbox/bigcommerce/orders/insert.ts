import { randomUUID } from 'node:crypto';
import type { Database } from '../../database.ts';
import { totalsOf } from './show.ts';
import type { Address, LineDoc, LineType, OrderDoc, StoredAddress } from './stored.ts';

/** A line by the store's SKU or product id; by neither, it is typed in by hand. Money is decimal text or a number. */
export interface NewLine {
  sku?: string | undefined;
  product_id?: number | undefined;
  variant_id?: number | undefined;
  name?: string | undefined;
  quantity: number;
  price?: number | string | undefined;
  /** Coupons on the whole line. */
  discount?: number | string | undefined;
  type: LineType;
  options?: { name: string; value: string }[] | undefined;
  /** Which of the addresses it goes to, from 0. */
  address: number;
}

export interface NewOrder {
  status_id: number;
  customer_id: number;
  channel_id: number;
  payment_method: string;
  external_order_id: string | null;
  /** Milliseconds since 1970. */
  created: number;
  lines: readonly NewLine[];
  addresses: readonly StoredAddress[];
  tax: LineDoc['tax'];
  doc: Omit<OrderDoc, 'refunded' | 'shipped_at'>;
}

interface ProductRow {
  id: number;
  sku: string;
  name: string;
  upc: string;
  price: number;
  weight: number;
  brand: string | null;
  doc: string;
}

/**
 * Puts an order into the store: its id.
 * @param refuse what is wrong with its lines, as an error to throw
 */
export function insertOrder(db: Database, order: NewOrder, refuse: (why: string) => Error): number {
  const lines = order.lines.map((line) => ({ input: line, ...readLine(db, line, order.tax, refuse) }));
  const doc: OrderDoc = { ...order.doc, refunded: 0, shipped_at: null };
  const rows = lines.map(({ input: { quantity }, doc: line }) => ({ quantity, doc: JSON.stringify(line) }));
  const id = db.insert(
    `INSERT INTO orders (status_id, customer_id, channel_id, email_key, cart_id, payment_method, external_order_id, total,
       created, modified, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    order.status_id,
    order.customer_id,
    order.channel_id,
    doc.billing.email.toLowerCase(),
    randomUUID(),
    order.payment_method,
    order.external_order_id,
    totalsOf(rows, doc).total / 10_000,
    order.created,
    order.created,
    JSON.stringify(doc),
  );
  const ids = order.addresses.map((address) =>
    db.insert('INSERT INTO order_addresses (order_id, doc) VALUES (?, ?)', id, JSON.stringify(address)),
  );
  for (const { input: line, productId, doc: lineDoc } of lines) {
    const addressId = line.type === 'physical' ? ids[line.address] : 0;
    if (addressId === undefined) throw refuse(`there is no address ${line.address}`);
    db.run(
      `INSERT INTO order_products (order_id, address_id, product_id, quantity, quantity_shipped, quantity_refunded, doc)
       VALUES (?, ?, ?, ?, 0, 0, ?)`,
      id,
      addressId,
      productId,
      line.quantity,
      JSON.stringify(lineDoc),
    );
  }
  return id;
}

export function tenThousandths(amount: number | string): number {
  return Math.round(Number(amount) * 10_000);
}

function readLine(
  db: Database,
  line: NewLine,
  tax: LineDoc['tax'],
  refuse: (why: string) => Error,
): { productId: number; doc: LineDoc } {
  const variant = line.variant_id === undefined ? undefined : variantOf(db, line.variant_id, refuse);
  const row = productOf(db, line);
  if (line.product_id !== undefined && !row) throw refuse(`no product ${line.product_id}`);
  const product = row ? (JSON.parse(row.doc) as Record<string, number | string>) : {};
  const size = (field: string) => Number(product[field] ?? 0);
  return {
    productId: row?.id ?? 0,
    doc: {
      sku: variant?.sku ?? row?.sku ?? line.sku ?? '',
      type: line.type,
      ...(variant && line.variant_id !== undefined && { variant_id: line.variant_id }),
      options: line.options ?? variant?.options ?? [],
      ...(tax && { tax }),
      name: line.name ?? row?.name ?? 'Custom item',
      brand: row?.brand ?? '',
      upc: row?.upc ?? '',
      bin: String(product.bin_picking_number ?? ''),
      price: tenThousandths(line.price ?? row?.price ?? 0),
      cost: tenThousandths(size('cost_price')),
      discount: tenThousandths(line.discount ?? 0),
      weight: row?.weight ?? 0,
      width: size('width'),
      height: size('height'),
      depth: size('depth'),
    },
  };
}

function variantOf(db: Database, id: number, refuse: (why: string) => Error) {
  const row = db.get<{ sku: string; combination: string }>(
    'SELECT sku, combination FROM variants WHERE id = ?',
    id,
  );
  if (!row) throw refuse(`no variant ${id}`);
  const values: number[] = JSON.parse(row.combination);
  const options = values.flatMap(
    (value) =>
      db.get<{ name: string; value: string }>(
        'SELECT o.display_name AS name, v.label AS value FROM option_values v JOIN options o ON o.id = v.option_id WHERE v.id = ?',
        value,
      ) ?? [],
  );
  return { sku: row.sku, options };
}

function productOf(db: Database, { product_id, sku }: NewLine): ProductRow | undefined {
  const [where, value] =
    product_id === undefined ? ['p.sku_key', sku?.toLowerCase() ?? ''] : ['p.id', product_id];
  if (value === '') return undefined;
  return db.get<ProductRow>(
    `SELECT p.*, b.name AS brand FROM products p LEFT JOIN brands b ON b.id = p.brand_id WHERE ${where} = ?`,
    value,
  );
}

/** As a shopper types it; what is not given is blank. */
export function addressOf(fields: Partial<Address>): Address {
  return {
    first_name: '',
    last_name: '',
    company: '',
    street_1: '',
    street_2: '',
    city: '',
    state: '',
    zip: '',
    country: '',
    country_iso2: '',
    phone: '',
    email: '',
    ...fields,
  };
}
