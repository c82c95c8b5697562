import type { StoreOrder, StoreOrderAddress } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderLine } from '../ledger/orders/supplier-orders.ts';
import { mustChange, release } from './findings.ts';
import { isMethod } from './methods.ts';
import type { OrderSettings } from './order-engine.ts';

/** Where the lines of a purchase order go, as a label has it; `undefined` when the order has no such address any more. */
export function addressOf(
  { addresses, billingPhone }: Pick<StoreOrder, 'addresses' | 'billingPhone'>,
  lines: readonly Pick<SupplierOrderLine, 'orderAddressId'>[],
  settings: Pick<OrderSettings, 'phone'>,
): StoreOrderAddress | undefined {
  const found = addresses.find(({ id }) => id === lines[0]?.orderAddressId);
  return found && labelAddress(found, settings, billingPhone);
}

/** As a label has it: one line a field, no blanks at its ends, the country in capitals; a phone, where any is known. */
export function labelAddress(
  address: StoreOrderAddress,
  { phone }: Pick<OrderSettings, 'phone'>,
  billingPhone: string,
): StoreOrderAddress {
  return {
    ...address,
    name: oneLine(address.name),
    company: oneLine(address.company),
    street1: oneLine(address.street1),
    street2: oneLine(address.street2),
    city: oneLine(address.city),
    state: oneLine(address.state),
    zip: oneLine(address.zip),
    country: oneLine(address.country),
    countryIso2: oneLine(address.countryIso2).toUpperCase(),
    phone: oneLine(address.phone) || oneLine(billingPhone) || (phone ?? ''),
    email: oneLine(address.email),
    shippingMethod: oneLine(address.shippingMethod),
  };
}

/** Line ends are said as commas; other control characters and runs of blanks are one blank. */
function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .split(/[\r\n\v\f\u0085\u2028\u2029]+/)
    .map((line) => line.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim())
    .filter(Boolean)
    .join(', ');
}

/** Longest texts that every carrier's label takes; never cut to fit. */
const LONGEST = { name: 60, street: 60, city: 50, phone: 25 };

/** @param address as a label has it */
export function checkAddress(
  address: StoreOrderAddress | undefined,
  { poBoxMethods }: Pick<OrderSettings, 'poBoxMethods'>,
): ReviewReason[] {
  if (!address) return [mustChange('ADDRESS', 'It has no shipping address.')];
  const missing = [
    ['name', address.name || address.company],
    ['street', address.street1],
    ['city', address.city],
    ['postal code', address.zip],
    ['country', address.countryIso2],
    ...(NEEDS_STATE.includes(address.countryIso2) ? [['state', address.state]] : []),
  ].flatMap(([what, value]) => (value ? [] : [what]));
  const findings = missing.map((what) => mustChange('ADDRESS', `Its shipping address has no ${what}.`));
  const tooLong = [
    ['name', address.name, LONGEST.name],
    ['company', address.company, LONGEST.name],
    ['street', address.street1, LONGEST.street],
    ['second street line', address.street2, LONGEST.street],
    ['city', address.city, LONGEST.city],
    ['phone', address.phone, LONGEST.phone],
  ] as const;
  for (const [what, { length }, most] of tooLong)
    if (length > most)
      findings.push(
        mustChange('ADDRESS', `The ${what} of its address has ${length} characters; a label takes ${most}.`),
      );
  const shape = POSTAL_CODES[address.countryIso2];
  if (address.zip && shape && !shape.test(address.zip))
    findings.push(mustChange('ADDRESS', `The postal code of its address is none of ${address.countryIso2}.`));
  const box = postalOnly(address);
  if (box && !isMethod(address.shippingMethod, poBoxMethods))
    findings.push(
      mustChange('PO_BOX', `Its address is ${box}, and "${address.shippingMethod}" may not deliver there.`),
    );
  if (!address.phone)
    findings.push(release('PHONE_MISSING', 'It has no phone number, and carriers of freight ask for one.'));
  return findings;
}

const NEEDS_STATE = ['US', 'CA'];
const POSTAL_CODES: Record<string, RegExp> = {
  US: /^\d{5}(-?\d{4})?$/,
  CA: /^[A-Z]\d[A-Z][ -]?\d[A-Z]\d$/i,
};

/** `P.O. Box 12`, `PO Box 118`, `POB 7`, `Post Office Box 3`, `Apartado Postal 9`. */
const PO_BOX =
  /\b(?:p\.?\s*o\.?\s*(?:box|b\.?\s*#?\s*\d)|pob\s*#?\s*\d|post(?:al)?\s*(?:office)?\s*box|apartado\s+postal)/i;
/** Military and diplomatic post: no private carrier goes there. */
const MILITARY_CITY = /^(?:apo|fpo|dpo)\b/i;
const MILITARY_STATE = /^(?:aa|ae|ap)$|^armed forces\b/i;
const MILITARY_STREET = /^(?:psc|cmr|omc|unit)\s*#?\s*\d+.*\bbox\s*#?\s*\d/i;

/** What only the post delivers to. */
function postalOnly({ company, street1, street2, city, state, countryIso2 }: StoreOrderAddress) {
  if (countryIso2 === 'US')
    if (MILITARY_CITY.test(city) || MILITARY_STATE.test(state) || MILITARY_STREET.test(street1))
      return 'a military post office (APO, FPO, DPO)';
  return [company, street1, street2].some((line) => PO_BOX.test(line)) ? 'a post-office box' : undefined;
}
