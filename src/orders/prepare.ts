import { Big } from 'big.js';
import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { addressOf } from './address.ts';
import { type Checked, type Consignment, checkConsignment, checkOrder } from './checks.ts';
import { unreleased } from './findings.ts';
import type { HeldLine, LineMapper, MappedOrder } from './lines.ts';
import type { OrderEngine } from './order-engine.ts';
import type { LeftOut, RowLine } from './order-rows.ts';
import { countOf, inPieces, type Order, type OrderLine } from './pieces.ts';
import { type Remembered, rememberedOrders } from './remembered.ts';
import { poNumber } from './request.ts';

/** An order with its live facts, checked: what would be sent, and what stands against it. */
export interface Prepared {
  order: Order;
  mapped: MappedOrder;
  consignments: (Consignment & Pick<Checked, 'margin'> & { seq: number })[];
  /** Purchase orders that the store knows and this ledger does not. */
  remembered: Remembered[];
  /** Without those that a person has released. */
  findings: ReviewReason[];
  warnings: ReviewReason[];
  /** Pieces that are still to be ordered, or to be decided on. */
  waiting: RowLine[];
  /** Pieces that are never ordered, and why. */
  leftOut: LeftOut[];
  /** Purchase orders hold all that was open. */
  isClaimed: boolean;
}

/** A purchase order for each address; lines that a purchase order of any machine holds already are left out. */
export async function prepare(
  engine: OrderEngine,
  given: StoreOrder,
  mapLines: LineMapper,
): Promise<Prepared> {
  const order = inPieces(given);
  const { ledger, storeKey, settings } = engine;
  const claimed = await ledger.orders.claimedLines(storeKey, order.id);
  const remembered = await rememberedOrders(engine, order, mapLines);
  const elsewhere = new Set(remembered.flatMap(({ lines }) => lines.map(({ id }) => id)));
  const open = order.lines.filter(({ id }) => !claimed.has(id) && !elsewhere.has(id));
  const mapped = await mapLines(open);
  const released = await ledger.reviews.released(storeKey, { orderId: order.id, po: null }, 'check');
  const held = mapped.held.filter((it) => !it.isLeftOut && unreleased([it.reason], released).length > 0);
  const ours = mapped.lines.map(({ line }) => line);
  const waiting = [...ours, ...held.map(({ line }) => line)].map((line) => rowLine(line, line.pieces.left));
  const leftOut = leftOutOf(open, mapped, held);
  const findings = [
    ...checkOrder(order, [...ours, ...mapped.held.map(({ line }) => line), ...mapped.settled], settings),
    ...held.map(({ reason }) => reason),
  ];
  const warnings: ReviewReason[] = [];
  const next = await ledger.orders.nextSeq(storeKey, order.id);
  const first = Math.max(next, ...remembered.map(({ seq }) => seq + 1));
  const byAddress = Map.groupBy(mapped.lines, ({ line }) => line.addressId);
  const consignments = [...byAddress].map(([addressId, lines], i) => {
    const seq = first + i;
    const address = addressOf(order, [{ orderAddressId: addressId ?? 0 }], settings);
    const po = poNumber(settings.poPrefix ?? storeKey, order.id, seq);
    const checked = checkConsignment({ address, lines, po }, order, settings);
    findings.push(...checked.findings);
    warnings.push(...checked.warnings);
    return { address, lines, po, seq, margin: checked.margin };
  });
  return {
    order,
    mapped,
    consignments,
    remembered,
    findings: waiting.length === 0 ? [] : unreleased(findings, released),
    warnings,
    waiting,
    leftOut,
    isClaimed: claimed.size + elsewhere.size > 0 && open.length === 0,
  };
}

/** Line by line: what was bought and is neither ordered nor waiting for a person. */
function leftOutOf(
  open: readonly OrderLine[],
  { lines, foreign, held: all }: MappedOrder,
  waiting: readonly HeldLine[],
): LeftOut[] {
  const of = (line: OrderLine, pieces: number, code: string, why: string): LeftOut[] =>
    pieces === 0
      ? []
      : [{ ...rowLine(line, pieces), code, message: `${countOf(pieces, line)} ${why}: left out.` }];
  const were = (pieces: number, how: string) => `${pieces === 1 ? 'was' : 'were'} ${how}`;
  return [
    ...open.flatMap((line) => {
      const { refunded, shipped } = line.pieces;
      return [
        ...of(line, refunded, 'REFUNDED', were(refunded, 'refunded')),
        ...of(line, shipped, 'SHIPPED', were(shipped, 'shipped already')),
      ];
    }),
    ...foreign.flatMap((line) => of(line, line.pieces.left, 'FOREIGN', "is not FinditParts'")),
    ...lines.flatMap(({ coreLines, line: its }) =>
      coreLines.flatMap(({ line, quantity }) =>
        of(line, quantity, 'CORE', `is the core charge of ${its.label}`),
      ),
    ),
    ...all
      .filter((it) => !waiting.includes(it))
      .flatMap(({ line, reason, isLeftOut }) =>
        of(
          line,
          line.pieces.left,
          reason.code,
          isLeftOut ? 'is left out by the settings' : 'is left to a person',
        ),
      ),
  ];
}

/** Of all its purchase orders, decimal text; `null` where nothing is to be sent, or a cost is not known. */
export function totalMargin({ consignments }: Pick<Prepared, 'consignments'>): string | null {
  if (consignments.length === 0 || consignments.some(({ margin }) => !margin)) return null;
  return consignments.reduce((sum, { margin }) => sum.plus(margin?.margin ?? 0), new Big(0)).toFixed(2);
}

function rowLine(line: OrderLine, quantity: number): RowLine {
  return { orderProductId: line.id, sku: line.label, quantity };
}
