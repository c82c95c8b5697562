import { money, showLine } from './show-line.ts';
import type { LineRow, StoredAddress } from './stored.ts';

interface AddressRow {
  id: number;
  order_id: number;
  doc: string;
}

const ZONE = { shipping_zone_id: 1, shipping_zone_name: 'United States' };

/** As `GET /v2/orders/{id}/shipping_addresses` has it: costs are text. */
export function showAddress(row: AddressRow, lines: readonly LineRow[], cost: number, base: string) {
  const { shipping_method, ...address }: StoredAddress = JSON.parse(row.doc);
  const path = `orders/${row.order_id}/shippingaddresses/${row.id}/shippingquotes`;
  return {
    id: row.id,
    order_id: row.order_id,
    ...address,
    ...pieces(row, lines),
    shipping_method,
    base_cost: money(cost),
    cost_ex_tax: money(cost),
    cost_inc_tax: money(cost),
    cost_tax: money(0),
    cost_tax_class_id: 0,
    base_handling_cost: money(0),
    handling_cost_ex_tax: money(0),
    handling_cost_inc_tax: money(0),
    handling_cost_tax: money(0),
    handling_cost_tax_class_id: 0,
    ...ZONE,
    shipping_quotes: { url: `${base}/v2/${path}`, resource: `/${path}` },
    form_fields: [],
  };
}

/** As inside consignments: costs are numbers, lines whole or as links. */
export function showConsignment(
  row: AddressRow,
  lines: readonly LineRow[],
  { cost, base, withLines }: { cost: number; base: string; withLines: boolean },
) {
  const { shipping_method, ...address }: StoredAddress = JSON.parse(row.doc);
  const own = lines.filter(({ address_id }) => address_id === row.id);
  const quotes = `orders/${row.order_id}/consignments/shipping/${row.id}/shipping_quotes`;
  return {
    id: row.id,
    ...address,
    form_fields: [],
    shipping_method,
    line_items: own.map((line) => (withLines ? showLine(line) : linkTo(line, base))),
    ...pieces(row, lines),
    base_cost: cost / 10_000,
    cost_ex_tax: cost / 10_000,
    cost_inc_tax: cost / 10_000,
    cost_tax: 0,
    cost_tax_class_id: 0,
    base_handling_cost: 0,
    handling_cost_ex_tax: 0,
    handling_cost_inc_tax: 0,
    handling_cost_tax: 0,
    handling_cost_tax_class_id: 0,
    ...ZONE,
    shipping_quotes: { url: `${base}/v2/${quotes}`, resource: `/${quotes}` },
  };
}

export function linkTo({ order_id, id }: LineRow, base: string) {
  const path = `orders/${order_id}/products/${id}`;
  return { url: `${base}/v2/${path}`, resource: `/${path}` };
}

function pieces({ id }: AddressRow, lines: readonly LineRow[]) {
  const own = lines.filter(({ address_id }) => address_id === id);
  return {
    items_total: own.reduce((sum, { quantity }) => sum + quantity, 0),
    items_shipped: own.reduce((sum, { quantity_shipped }) => sum + quantity_shipped, 0),
  };
}
