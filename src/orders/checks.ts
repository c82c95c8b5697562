import { Big } from 'big.js';
import type { StoreOrder, StoreOrderAddress } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { MappedLine, MappedOrder } from './lines.ts';
import { type Margin, marginOf } from './margin.ts';
import type { OrderSettings } from './order-engine.ts';
import { isPaid } from './pick.ts';

/** One purchase order to be: the supplier's lines of an order that go to one address. */
export interface Consignment {
  address: StoreOrderAddress | undefined;
  lines: MappedLine[];
  po: string;
}

export interface Checked {
  findings: ReviewReason[];
  margin: Margin | null;
}

const release = (code: string, message: string, value?: string): ReviewReason => ({
  code,
  message,
  ...(value !== undefined && { value }),
});
const mustChange = (code: string, message: string): ReviewReason => ({ code, message, canRelease: false });

/** What is wrong with the order itself, whatever its purchase orders. */
export function checkOrder(
  order: StoreOrder,
  { ambiguous }: Pick<MappedOrder, 'ambiguous'>,
  settings: OrderSettings,
): ReviewReason[] {
  const findings = ambiguous.map((sku) =>
    mustChange('AMBIGUOUS_PART', `Several parts of the supplier lead to the SKU ${sku}.`),
  );
  if (!isPaid(order, settings))
    findings.push(release('PAYMENT_UNKNOWN', 'The store does not say whether it is paid.'));
  if (order.refunded.gt(0) || order.lines.some((line) => line.quantityRefunded > 0))
    findings.push(
      release('REFUNDED', `${order.refunded.toFixed(2)} of it was refunded.`, order.refunded.toFixed(2)),
    );
  if (order.lines.some((line) => line.quantityShipped > 0))
    findings.push(release('PARTLY_SHIPPED', 'Some of it was shipped already.', String(order.itemsShipped)));
  return findings;
}

/** Everything that is checked with live data before a purchase order is sent (docs/orders.md#what-is-sent). */
export function checkConsignment(
  { address, lines, po }: Consignment,
  { currency }: Pick<StoreOrder, 'currency'>,
  settings: OrderSettings,
): Checked {
  const margin = marginOf(lines, settings);
  const findings = [
    ...lines.flatMap((line) => checkLine(line, currency, address?.shippingMethod ?? '', settings)),
    ...checkAddress(address),
  ];
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
        margin.margin.toFixed(2),
      ),
    );
  return { findings, margin };
}

function checkLine(
  { line: { sku, quantity }, part, offer }: MappedLine,
  currency: string,
  method: string,
  { airMethods }: OrderSettings,
): ReviewReason[] {
  const findings: ReviewReason[] = [];
  const price = offer?.price ?? null;
  if (!price?.account) findings.push(mustChange('PRICE_UNKNOWN', `The supplier gives no price for ${sku}.`));
  else if (price.currency !== null && price.currency.toUpperCase() !== currency.toUpperCase())
    findings.push(mustChange('CURRENCY', `${sku} costs ${price.currency}, and the order is in ${currency}.`));

  const stock = offer?.stock?.total ?? null;
  if (stock === null)
    findings.push(release('STOCK_UNKNOWN', `The supplier does not know how many of ${sku} there are.`));
  else if (stock < quantity)
    findings.push(
      release('STOCK_SHORT', `${sku}: ${quantity} are ordered, the supplier has ${stock}.`, String(stock)),
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

  if (part.hazmat !== false && flies(method, airMethods))
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

/** Longest texts that every carrier's label takes; never cut to fit. */
const LONGEST = { name: 60, street: 60 };

function checkAddress(address: StoreOrderAddress | undefined): ReviewReason[] {
  if (!address) return [mustChange('ADDRESS', 'It has no shipping address.')];
  const missing = [
    ['a name', address.name || address.company],
    ['a street', address.street1],
    ['a city', address.city],
    ['a postal code', address.zip],
    ['a country', address.countryIso2],
    ...(NEEDS_STATE.includes(address.countryIso2) ? [['a state', address.state]] : []),
  ].flatMap(([what, value]) => (value?.trim() ? [] : [what]));
  const findings = missing.map((what) =>
    mustChange('ADDRESS', `Its shipping address has no ${what?.slice(2)}.`),
  );
  const tooLong = [
    ['name', address.name, LONGEST.name],
    ['company', address.company, LONGEST.name],
    ['street', address.street1, LONGEST.street],
    ['second street line', address.street2, LONGEST.street],
  ] as const;
  for (const [what, value, most] of tooLong)
    if (value.length > most)
      findings.push(
        mustChange(
          'ADDRESS',
          `The ${what} of its address has ${value.length} characters; a label takes ${most}.`,
        ),
      );
  const shape = POSTAL_CODES[address.countryIso2];
  if (address.zip.trim() && shape && !shape.test(address.zip.trim()))
    findings.push(mustChange('ADDRESS', `The postal code of its address is none of ${address.countryIso2}.`));
  return findings;
}

const NEEDS_STATE = ['US', 'CA'];
const POSTAL_CODES: Record<string, RegExp> = {
  US: /^\d{5}(-?\d{4})?$/,
  CA: /^[A-Z]\d[A-Z][ -]?\d[A-Z]\d$/i,
};

/** `*air*` and the like. */
function flies(method: string, patterns: string | readonly string[]): boolean {
  return [patterns].flat().some((pattern) => {
    const source = pattern
      .split('*')
      .map((text) => RegExp.escape(text))
      .join('.*');
    return new RegExp(`^${source}$`, 'i').test(method.trim());
  });
}

/** What is left after a person's releases: the same finding with the same figure, or a better margin. */
export function unreleased(
  findings: readonly ReviewReason[],
  released: readonly ReviewReason[],
): ReviewReason[] {
  return findings.filter(
    (finding) =>
      finding.canRelease === false ||
      !released.some(
        (reason) =>
          reason.code === finding.code &&
          (finding.code === 'MARGIN'
            ? new Big(finding.value ?? 0).gte(reason.value ?? 0)
            : reason.message === finding.message),
      ),
  );
}
