import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAddress, labelAddress } from '../../src/orders/address.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { skuOf } from './engine.ts';
import { rig } from './rig.ts';
import { anAddress, settingsOf } from './samples.ts';

const settings = settingsOf();
const codes = (changes: Parameters<typeof anAddress>[0]) =>
  checkAddress(labelAddress(anAddress(changes), settings, ''), settings).map(({ code }) => code);

describe('an address that customers have typed', () => {
  async function sent(address: object, fields: object = {}) {
    const at = await rig();
    const [part] = await at.synced();
    await at.orders('single', { lines: [{ sku: skuOf(part!) }], addresses: [address], ...fields });
    const report = await submitOrders(await at.engine(), { dryRun: false });
    return { report, to: (await at.bought())[0]?.request.ship_to };
  }

  it('goes out as a label has it', async () => {
    const { to } = await sent({
      first_name: ' Zoë ',
      street_1: '12  Dock\tRoad ',
      street_2: 'Gate code 4411\r\nring twice\n',
      zip: ' 89501 ',
      country_iso2: 'us',
    });

    expect(to).toMatchObject({
      street1: '12 Dock Road',
      street2: 'Gate code 4411, ring twice',
      postal_code: '89501',
      country: 'US',
    });
    expect(to?.name).toMatch(/^Zoë Buyer/);
  });

  it.each([
    [{ street_1: 'PO Box 118', street_2: '' }],
    [{ street_1: 'P.O. Box 12, Dock 3' }],
    [{ street_1: 'Unit 1234 Box 5678', city: 'APO', state: 'Armed Forces Europe', zip: '09012' }],
  ])('is held where the carrier does not deliver: %j', async (address) => {
    const { report, to } = await sent(address);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'PO_BOX' }] });
    expect(to).toBeUndefined();
  });

  it('is not held where the post delivers', async () => {
    const { to } = await sent({ street_1: 'PO Box 118' }, { shipping_method: 'USPS Priority Mail' });

    expect(to?.street1).toBe('PO Box 118');
  });

  it('is checked as what it is, in small letters too', async () => {
    const { report } = await sent({ country_iso2: 'us', zip: '12345-678' });

    expect(report.orders[0]?.reasons.map(({ code }) => code)).toEqual(['ADDRESS']);
  });

  it('takes the phone of the bill where it has none', async () => {
    const { to } = await sent({ phone: '' });

    expect(to?.phone).toMatch(/^775-555-/);
  });
});

describe('a label', () => {
  it.each([
    ['POB 7', ['PO_BOX']],
    ['P. O. B. 7', ['PO_BOX']],
    ['po box7', ['PO_BOX']],
    ['Post Office Box 3', ['PO_BOX']],
    ['Postal Box 3', ['PO_BOX']],
    ['PSC 12 Box 345', ['PO_BOX']],
    ['12 Boxwood Road', []],
    ['1 Apollo Boulevard', []],
    ['4 Porter Place', []],
    ['Unit 12, 5 Boxer Street', []],
  ])('%s: %j', (street1, expected) => {
    expect(codes({ street1 })).toEqual(expected);
  });

  it.each([
    [{ city: 'FPO', state: 'AP' }, ['PO_BOX']],
    [{ phone: ' ' }, ['PHONE_MISSING']],
    [{ city: 'x'.repeat(51) }, ['ADDRESS']],
    [{ countryIso2: ' ' }, ['ADDRESS']],
    [{ name: '\r\n', company: 'Fleet Co' }, []],
    [{ state: '', countryIso2: 'de', zip: '10115' }, []],
    [{ state: '', countryIso2: 'ca', zip: 'h2y 1c6' }, ['ADDRESS']],
  ])('%j: %j', (changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  it('has the phone of the settings where nobody gave one', () => {
    const its = labelAddress(anAddress({ phone: '' }), { phone: '775-555-0000' }, ' ');

    expect(its.phone).toBe('775-555-0000');
  });

  it('never has a control character, a blank at an end or two in a row, and stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (street1) => {
        const label = labelAddress(anAddress({ street1 }), settings, '');

        expect(label.street1).not.toMatch(/[\p{Cc}\u2028\u2029]|^\s|\s$|\s\s/u);
        expect(labelAddress(label, settings, '')).toEqual(label);
      }),
    );
  });
});
