import { Big } from 'big.js';
import type { StoreOrder, StoreOrderLine } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { type Checked, type Consignment, checkConsignment, checkOrder } from './checks.ts';
import { unreleased } from './findings.ts';
import type { HeldLine, LineMapper, MappedOrder } from './lines.ts';
import type { OrderEngine } from './order-engine.ts';
import type { LeftOut, RowLine } from './order-rows.ts';
import { countOf, labelOf, piecesOf } from './pieces.ts';
import { type Remembered, rememberedOrders } from './remembered.ts';
import { addressOf, poNumber } from './request.ts';

/** An order with its live facts, checked: what would be sent, and what stands against it. */
export interface Prepared {
  order: StoreOrder;
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
  order: StoreOrder,
  mapLines: LineMapper,
): Promise<Prepared> {
  const { ledger, storeKey, settings } = engine;
  const claimed = await ledger.orders.claimedLines(storeKey, order.id);
  const remembered = await rememberedOrders(engine, order, mapLines);
  const elsewhere = new Set(remembered.flatMap(({ lines }) => lines.map(({ id }) => id)));
  const open = order.lines.filter(({ id }) => !claimed.has(id) && !elsewhere.has(id));
  const mapped = await mapLines(open);
  const released = await ledger.reviews.released(storeKey, { orderId: order.id, po: null }, 'check');
  const held = mapped.held.filter((it) => !it.isLeftOut && unreleased([it.reason], released).length > 0);
  const ours = mapped.lines.map(({ line }) => line);
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
    const po = poNumber(prefixOf(engine), order.id, seq);
    const checked = checkConsignment({ address, lines, po }, order, settings);
    findings.push(...checked.findings);
    warnings.push(...checked.warnings);
    return { address, lines, po, seq, margin: checked.margin };
  });
  const waiting = [...ours, ...held.map(({ line }) => line)].map((line) =>
    rowLine(line, piecesOf(line).left),
  );
  return {
    order,
    mapped,
    consignments,
    remembered,
    findings: waiting.length === 0 ? [] : unreleased(findings, released),
    warnings,
    waiting,
    leftOut: leftOutOf(open, mapped, held),
    isClaimed: claimed.size + elsewhere.size > 0 && open.length === 0,
  };
}

/** Line by line: what was bought and is neither ordered nor waiting for a person. */
function leftOutOf(
  open: readonly StoreOrderLine[],
  { lines, foreign, held: all }: MappedOrder,
  waiting: readonly HeldLine[],
): LeftOut[] {
  const of = (line: StoreOrderLine, pieces: number, code: string, why: string): LeftOut[] =>
    pieces === 0
      ? []
      : [{ ...rowLine(line, pieces), code, message: `${countOf(pieces, line)} ${why}: left out.` }];
  const were = (pieces: number, how: string) => `${pieces === 1 ? 'was' : 'were'} ${how}`;
  return [
    ...open.flatMap((line) => {
      const { refunded, shipped } = piecesOf(line);
      return [
        ...of(line, refunded, 'REFUNDED', were(refunded, 'refunded')),
        ...of(line, shipped, 'SHIPPED', were(shipped, 'shipped already')),
      ];
    }),
    ...foreign.flatMap((line) => of(line, piecesOf(line).left, 'FOREIGN', "is not FinditParts'")),
    ...lines.flatMap(({ coreLines, line: its }) =>
      coreLines.flatMap(({ line, quantity }) =>
        of(line, quantity, 'CORE', `is the core charge of ${labelOf(its)}`),
      ),
    ),
    ...all
      .filter((it) => !waiting.includes(it))
      .flatMap(({ line, reason, isLeftOut }) =>
        of(
          line,
          piecesOf(line).left,
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

function rowLine(line: StoreOrderLine, quantity: number): RowLine {
  return { orderProductId: line.id, sku: labelOf(line), quantity };
}

function prefixOf({ settings, storeKey }: OrderEngine): string {
  return settings.poPrefix ?? storeKey;
}
