import { Big } from 'big.js';
import type { StoreOrder, StoreOrderLine } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { release } from './findings.ts';

/** The pieces of a line: together what was bought. */
export interface Pieces {
  shipped: number;
  /** Given back before they were shipped. */
  refunded: number;
  /** Still to be ordered: the supplier's, foreign, or not known. */
  left: number;
}

/** A line of the store's order, with what its figures come to. */
export interface OrderLine extends StoreOrderLine {
  /** As people name it. */
  label: string;
  pieces: Pieces;
}

export type Order = Omit<StoreOrder, 'lines'> & { lines: OrderLine[] };

/** Worked out once, and handed on. */
export function inPieces(order: StoreOrder): Order {
  const lines = order.lines.map((line) => ({ ...line, label: labelOf(line), pieces: piecesOf(line) }));
  return { ...order, lines };
}

export function piecesOf({ quantity, quantityShipped, quantityRefunded }: StoreOrderLine): Pieces {
  const shipped = Math.max(0, Math.min(quantityShipped, quantity));
  const refunded = Math.max(0, Math.min(quantityRefunded, quantity - shipped));
  return { shipped, refunded, left: quantity - shipped - refunded };
}

/** As people name a line. */
export function labelOf({ sku, name }: Pick<StoreOrderLine, 'sku' | 'name'>): string {
  return sku.trim() || name.trim() || 'a line without a name';
}

/** `2 × GU-3600AX` */
export function countOf(pieces: number, { label }: Pick<OrderLine, 'label'>): string {
  return `${pieces} × ${label}`;
}

/** What of these lines was given back or shipped, line by line, and money that was given back beside them. */
export function changedPieces(
  order: Pick<StoreOrder, 'refunded' | 'lines' | 'currency'>,
  lines: readonly OrderLine[],
): ReviewReason[] {
  const findings = lines.flatMap((line) => {
    const { quantity, quantityRefunded, quantityShipped } = line;
    const of = (pieces: number, how: string) =>
      `${pieces} of ${countOf(quantity, line)} ${pieces === 1 ? 'was' : 'were'} ${how}.`;
    return [
      ...(quantityRefunded > 0
        ? [release('REFUNDED', of(quantityRefunded, 'refunded'), { value: String(quantityRefunded) })]
        : []),
      ...(quantityShipped > 0
        ? [
            release('PARTLY_SHIPPED', of(quantityShipped, 'shipped already'), {
              value: String(quantityShipped),
            }),
          ]
        : []),
    ];
  });
  const beside = refundedBeside(order);
  if (beside.gt(0))
    findings.push(
      release('REFUNDED', `${beside.toFixed(2)} ${order.currency} was refunded that is of no piece.`, {
        value: beside.toFixed(2),
      }),
    );
  return findings;
}

/** `refundedBeside` without tax, by what tax is of the lines. */
export function netRefundedBeside(order: Pick<StoreOrder, 'refunded' | 'lines'>): Big {
  const sum = (of: (line: StoreOrderLine) => Big) =>
    order.lines.reduce((all, line) => all.plus(of(line)), new Big(0));
  const net = sum(({ totalExTax }) => totalExTax);
  const gross = sum(({ totalIncTax, totalExTax }) => totalIncTax ?? totalExTax);
  const beside = refundedBeside(order);
  return gross.gt(0) ? beside.times(net).div(gross) : beside;
}

/**
 * Money that was given back beside what refunded pieces cost, with tax: at most what the order says, never below 0.
 */
export function refundedBeside({ refunded, lines }: Pick<StoreOrder, 'refunded' | 'lines'>): Big {
  const ofPieces = lines.reduce(
    (sum, { priceIncTax, priceExTax, quantityRefunded }) =>
      sum.plus((priceIncTax ?? priceExTax).times(quantityRefunded)),
    new Big(0),
  );
  const beside = refunded.minus(ofPieces);
  return beside.gt(0) ? beside : new Big(0);
}
