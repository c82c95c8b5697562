import { randomUUID } from 'node:crypto';
import { totalsOf } from '../../bigcommerce/orders/show.ts';
import type { Address, LineDoc, OrderDoc, StoredAddress } from '../../bigcommerce/orders/stored.ts';
import type { Database } from '../../database.ts';
import { refuse } from '../refuse.ts';
import type { AddressInput, Kind, LineInput, NewOrders } from './body.ts';
import type { Recipe } from './kinds.ts';

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

const SHIPPING_COST = '25.00';

/** Puts an order into the store as checkout would: its id. */
export function makeOrder(db: Database, kind: Kind, recipe: Recipe, input: NewOrders): number {
  const given = input.addresses ?? recipe.addresses;
  const inclusive = input.is_tax_inclusive_pricing ?? false;
  const tax = input.tax_percent === undefined ? undefined : { percent: input.tax_percent, inclusive };
  const lines = (input.lines ?? recipe.lines()).map((line) => ({ input: line, ...readLine(db, line, tax) }));
  const created = Date.now() - input.ageMinutes * 60_000;
  const n = db.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'orders'")?.seq ?? 0;
  const addresses = given.map((address, nth) => buyer(n + 1, nth, address));
  const billing = buyer(n + 1, 0, {});
  const doc: OrderDoc = {
    billing,
    payment_status: input.payment_status ?? recipe.payment_status,
    staff_notes: input.staff_notes ?? '',
    customer_message: input.customer_message ?? recipe.customer_message,
    external_source: null,
    shipping_cost: tenThousandths(input.shipping_cost ?? SHIPPING_COST),
    refunded: 0,
    shipped_at: null,
    tax_inclusive: inclusive,
    currency: {
      shown: input.currency_code ?? input.default_currency_code ?? 'USD',
      paid: input.default_currency_code ?? 'USD',
      rate: input.currency_exchange_rate ?? '1.0000000000',
    },
    kind,
  };
  const rows = lines.map(({ input: { quantity }, doc: line }) => ({ quantity, doc: JSON.stringify(line) }));
  const id = db.insert(
    `INSERT INTO orders (status_id, customer_id, channel_id, email_key, cart_id, payment_method, external_order_id, total,
       created, modified, doc) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    input.status_id ?? recipe.status_id,
    n % 7,
    billing.email.toLowerCase(),
    randomUUID(),
    input.payment_method ?? recipe.payment_method,
    input.external_order_id ?? recipe.external_order_id,
    totalsOf(rows, doc).total / 10_000,
    created,
    created,
    JSON.stringify(doc),
  );
  const shipping_method = input.shipping_method ?? recipe.shipping_method;
  const ids = addresses.map((address) => {
    const stored: StoredAddress = { ...address, shipping_method };
    return db.insert('INSERT INTO order_addresses (order_id, doc) VALUES (?, ?)', id, JSON.stringify(stored));
  });
  for (const { input: line, productId, doc: lineDoc } of lines) {
    const addressId = line.type === 'physical' ? ids[line.address] : 0;
    if (addressId === undefined) throw refuse(422, `lines: there is no address ${line.address}`);
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

function readLine(db: Database, line: LineInput, tax: LineDoc['tax']): { productId: number; doc: LineDoc } {
  const variant = line.variant_id === undefined ? undefined : variantOf(db, line.variant_id);
  const row = productOf(db, line);
  if (line.product_id !== undefined && !row) throw refuse(422, `lines: no product ${line.product_id}`);
  const product = row ? (JSON.parse(row.doc) as Record<string, number | string>) : {};
  const size = (field: string) => Number(product[field] ?? 0);
  return {
    productId: row?.id ?? 0,
    doc: {
      sku: variant?.sku ?? row?.sku ?? line.sku ?? '',
      type: line.type,
      ...(variant && { variant_id: line.variant_id }),
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

function variantOf(db: Database, id: number) {
  const row = db.get<{ sku: string; combination: string }>(
    'SELECT sku, combination FROM variants WHERE id = ?',
    id,
  );
  if (!row) throw refuse(422, `lines: no variant ${id}`);
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

function productOf(db: Database, { product_id, sku }: LineInput): ProductRow | undefined {
  const [where, value] =
    product_id === undefined ? ['p.sku_key', sku?.toLowerCase() ?? ''] : ['p.id', product_id];
  if (value === '') return undefined;
  return db.get<ProductRow>(
    `SELECT p.*, b.name AS brand FROM products p LEFT JOIN brands b ON b.id = p.brand_id WHERE ${where} = ?`,
    value,
  );
}

/** Plainly made up, and different for each order. */
function buyer(n: number, nth: number, changes: AddressInput): Address {
  return {
    first_name: 'Test',
    last_name: `Buyer ${n}${nth === 0 ? '' : `-${nth + 1}`}`,
    company: n % 3 === 0 ? '' : `Sample Fleet ${n}`,
    street_1: `${100 + n + nth} Proving Ground Road`,
    street_2: '',
    city: 'Reno',
    state: 'Nevada',
    zip: '89501',
    country: 'United States',
    country_iso2: 'US',
    phone: `775-555-${String(100 + (n % 100)).padStart(4, '0')}`,
    email: `buyer${n}@customer.example`,
    ...changes,
  };
}

function tenThousandths(amount: number | string): number {
  return Math.round(Number(amount) * 10_000);
}
