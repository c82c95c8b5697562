import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { type Checked, type Consignment, checkConsignment, checkOrder, unreleased } from './checks.ts';
import type { LineMapper, MappedOrder } from './lines.ts';
import type { OrderEngine } from './order-engine.ts';
import { poNumber } from './request.ts';
import { approvedReasons } from './review-state.ts';

/** An order with its live facts, checked: what would be sent, and what stands against it. */
export interface Prepared {
  order: StoreOrder;
  mapped: MappedOrder;
  consignments: (Consignment & Pick<Checked, 'margin'> & { seq: number })[];
  /** Without those that a person has released. */
  findings: ReviewReason[];
}

/** A purchase order for each address; lines that a purchase order holds already are left out. */
export async function prepare(
  engine: OrderEngine,
  order: StoreOrder,
  mapLines: LineMapper,
): Promise<Prepared> {
  const { ledger, storeKey, settings } = engine;
  const claimed = await ledger.orders.claimedLines(storeKey, order.id);
  const open = order.lines.filter(({ id }) => !claimed.has(id));
  const mapped = await mapLines({ lines: open });
  const findings = checkOrder(order, mapped, settings);
  const first = await ledger.orders.nextSeq(storeKey, order.id);
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
  return { order, mapped, consignments, findings: unreleased(findings, released) };
}

function prefixOf({ settings, storeKey }: OrderEngine): string {
  return settings.poPrefix ?? storeKey;
}
