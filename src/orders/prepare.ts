import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { type Checked, type Consignment, checkConsignment, checkOrder, unreleased } from './checks.ts';
import type { LineMapper, MappedOrder } from './lines.ts';
import type { OrderEngine } from './order-engine.ts';
import { type Remembered, rememberedOrders } from './remembered.ts';
import { poNumber } from './request.ts';
import { approvedReasons } from './review-state.ts';

/** An order with its live facts, checked: what would be sent, and what stands against it. */
export interface Prepared {
  order: StoreOrder;
  mapped: MappedOrder;
  consignments: (Consignment & Pick<Checked, 'margin'> & { seq: number })[];
  /** Purchase orders that the store knows and this ledger does not. */
  remembered: Remembered[];
  /** Without those that a person has released. */
  findings: ReviewReason[];
}

/** A purchase order for each address; lines that a purchase order of any machine holds already are left out. */
export async function prepare(
  engine: OrderEngine,
  order: StoreOrder,
  mapLines: LineMapper,
): Promise<Prepared> {
  const { ledger, storeKey, settings } = engine;
  const claimed = await ledger.orders.claimedLines(storeKey, order.id);
  const remembered = await rememberedOrders(engine, order, mapLines);
  const elsewhere = new Set(remembered.flatMap(({ lines }) => lines.map(({ id }) => id)));
  const open = order.lines.filter(({ id }) => !claimed.has(id) && !elsewhere.has(id));
  const mapped = await mapLines({ lines: open });
  const findings = checkOrder(order, mapped, settings);
  const next = await ledger.orders.nextSeq(storeKey, order.id);
  const first = Math.max(next, ...remembered.map(({ seq }) => seq + 1));
  const byAddress = Map.groupBy(mapped.lines, ({ line }) => line.addressId);
  const consignments = [...byAddress].map(([addressId, lines], i) => {
    const seq = first + i;
    const address = order.addresses.find(({ id }) => id === addressId);
    const po = poNumber(prefixOf(engine), order.id, seq);
    const checked = checkConsignment({ address, lines, po }, order, settings);
    findings.push(...checked.findings);
    return { address, lines, po, seq, margin: checked.margin };
  });
  const released: ReviewReason[] = await approvedReasons(engine, { orderId: order.id, po: null }, 'check');
  return { order, mapped, consignments, remembered, findings: unreleased(findings, released) };
}

function prefixOf({ settings, storeKey }: OrderEngine): string {
  return settings.poPrefix ?? storeKey;
}
