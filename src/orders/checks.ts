import type { StoreOrder, StoreOrderAddress } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { checkAddress } from './address.ts';
import { mustChange, release } from './findings.ts';
import type { MappedLine } from './lines.ts';
import { type Margin, marginOf, netPaid } from './margin.ts';
import { isMethod } from './methods.ts';
import type { OrderSettings } from './order-engine.ts';
import { isPaid } from './pick.ts';
import { changedPieces, netRefundedBeside, type OrderLine } from './pieces.ts';

/** One purchase order to be: the supplier's lines of an order that go to one address. */
export interface Consignment {
  /** As a label has it. */
  address: StoreOrderAddress | undefined;
  lines: MappedLine[];
  po: string;
}

export interface Checked {
  /** What holds the order. */
  findings: ReviewReason[];
  /** What a person should know and nothing waits for. */
  warnings: ReviewReason[];
  margin: Margin | null;
}

type Order = Pick<
  StoreOrder,
  'currency' | 'refunded' | 'lines' | 'taxInclusive' | 'totalTax' | 'shippingTax' | 'paymentStatus'
>;

/** What is wrong with the order itself, whatever its purchase orders; `lines`: those that are to be ordered. */
export function checkOrder(
  order: Order,
  lines: readonly OrderLine[],
  settings: OrderSettings,
): ReviewReason[] {
  const tax = checkTax(order, lines);
  return [
    ...(isPaid(order, settings)
      ? []
      : [release('PAYMENT_UNKNOWN', 'The store does not say whether it is paid.')]),
    ...changedPieces(order, lines),
    ...tax,
  ];
}

/** A cent a piece is rounding. */
const ROUNDING = 0.011;

/** Without tax is compared with without tax, so the order must say what was paid without it. */
function checkTax(order: Order, lines: readonly OrderLine[]): ReviewReason[] {
  const unclear = lines.filter(({ totalExTax, totalIncTax, tax, quantity }) => {
    if (totalIncTax === null) return order.taxInclusive;
    const apart = totalIncTax.minus(totalExTax);
    return tax === null
      ? apart.lt(0)
      : apart
          .minus(tax)
          .abs()
          .gt(ROUNDING * Math.max(1, quantity));
  });
  const isHidden =
    order.taxInclusive &&
    order.totalTax.gt(0) &&
    order.shippingTax.eq(0) &&
    order.lines.every(({ totalExTax, totalIncTax }) => totalIncTax === null || totalIncTax.eq(totalExTax));
  const named = isHidden ? lines : unclear;
  return named.map((line) =>
    mustChange(
      'TAX_UNCLEAR',
      `The order does not say what was paid for ${line.label} without tax, so its margin cannot be reckoned.`,
    ),
  );
}

/** Everything that is checked with live data before a purchase order is sent (docs/orders.md#what-is-sent). */
export function checkConsignment(
  { address, lines, po }: Consignment,
  order: Order,
  settings: OrderSettings,
): Checked {
  const { taxInclusive } = order;
  const refundedBeside = netRefundedBeside(order);
  const method = address?.shippingMethod ?? '';
  const ofLines = lines.flatMap((line) => checkLine(line, order.currency, method, settings));
  const warnings = lines.flatMap((line) => priceWarnings(line, taxInclusive));
  const margin = marginOf(lines, { taxInclusive, refundedBeside }, settings);
  const findings = [...ofLines, ...checkAddress(address, settings)];
  if (po.length > settings.poLength)
    findings.push(
      mustChange(
        'PO_TOO_LONG',
        `The purchase order number ${po} has ${po.length} characters; the supplier takes ${settings.poLength}. A shorter orders.poPrefix in ttpd.yaml helps.`,
      ),
    );
  if (margin?.margin.lt(settings.marginFloor))
    findings.push(
      release(
        'MARGIN',
        `Its margin is ${margin.margin.toFixed(2)}, below ${settings.marginFloor}: ${margin.paid.toFixed(2)} paid, ${margin.cost.toFixed(2)} cost, ${margin.core.toFixed(2)} core, ${margin.freight.toFixed(2)} freight, ${margin.fee.toFixed(2)} fee.`,
        { value: margin.margin.toFixed(2), of: `${margin.paid.toFixed(2)} for ${piecesText(lines)}` },
      ),
    );
  return { findings, warnings, margin };
}

function piecesText(lines: readonly MappedLine[]): string {
  return lines.map(({ line, quantity }) => `${quantity} of ${line.id}`).join(', ');
}

function checkLine(
  { line, quantity, part, offer, doubts }: MappedLine,
  currency: string,
  method: string,
  { airMethods }: OrderSettings,
): ReviewReason[] {
  const findings: ReviewReason[] = [...doubts];
  const sku = line.label;
  const price = offer?.price ?? null;
  if (!price?.account) findings.push(mustChange('PRICE_UNKNOWN', `The supplier gives no price for ${sku}.`));
  else if (price.currency !== null && price.currency.toUpperCase() !== currency.toUpperCase())
    findings.push(mustChange('CURRENCY', `${sku} costs ${price.currency}, and the order is in ${currency}.`));

  const stock = offer?.stock?.total ?? null;
  if (stock === null)
    findings.push(release('STOCK_UNKNOWN', `The supplier does not know how many of ${sku} there are.`));
  else if (stock < quantity)
    findings.push(
      release('STOCK_SHORT', `${sku}: ${quantity} are ordered, the supplier has ${stock}.`, {
        value: String(stock),
      }),
    );

  const pack = part.packQuantity ?? 1;
  if (quantity % pack !== 0)
    findings.push(mustChange('PACK', `${sku} comes in packs of ${pack}, and ${quantity} are ordered.`));
  if (quantity < (part.minimumQuantity ?? 1))
    findings.push(
      mustChange(
        'MINIMUM',
        `The supplier sells at least ${part.minimumQuantity} of ${sku}; ${quantity} are ordered.`,
      ),
    );
  if (part.status === 'discontinued')
    findings.push(mustChange('DISCONTINUED', `The supplier has discontinued ${sku}.`));

  if (part.hazmat !== false && isMethod(method, airMethods))
    findings.push(
      part.hazmat === null
        ? release(
            'HAZMAT_UNKNOWN',
            `It is not known whether ${sku} may fly, and the customer chose "${method}".`,
          )
        : mustChange(
            'HAZMAT_BY_AIR',
            `${sku} is hazardous and may not fly, and the customer chose "${method}".`,
          ),
    );
  return findings;
}

/** The price that the shopper paid, a sale's too; the margin of the whole may hide it. */
function priceWarnings({ line, quantity, offer }: MappedLine, taxInclusive: boolean): ReviewReason[] {
  const price = offer?.price;
  if (!price || quantity === 0) return [];
  const paid = netPaid(line, quantity, taxInclusive).div(quantity);
  const sku = line.label;
  const warnings: ReviewReason[] = [];
  if (price.account && paid.lt(price.account))
    warnings.push({
      code: 'BELOW_COST',
      message: `${sku} was sold at ${paid.toFixed(2)}, below its cost of ${price.account.toFixed(2)}.`,
    });
  if (price.map && line.priceExTax.lt(price.map))
    warnings.push({
      code: 'BELOW_MAP',
      message: `${sku} was sold at ${line.priceExTax.toFixed(2)}, below MAP ${price.map.toFixed(2)}.`,
    });
  return warnings;
}
