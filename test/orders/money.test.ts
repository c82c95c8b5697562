import { describe, expect, it } from 'vitest';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { asked, bought, submit } from './bought.ts';
import { skuOf } from './engine.ts';
import { rig } from './rig.ts';

describe('money', () => {
  it('is in what was paid in, whatever the shopper looked at', async () => {
    const { at, parts } = await bought(
      ([a]) => [{ sku: a }],
      {},
      {
        currency_code: 'CAD',
        default_currency_code: 'USD',
        currency_exchange_rate: '1.36',
      },
    );

    const report = await submit(at);

    expect(report.submitted).toBe(1);
    expect(await asked(at)).toEqual([[[parts[0]!.id, 1]]]);
  });

  it('is not taken for dollars when the shopper paid in another currency', async () => {
    const { at } = await bought(
      ([a]) => [{ sku: a }],
      {},
      {
        currency_code: 'USD',
        default_currency_code: 'CAD',
        currency_exchange_rate: '0.735',
      },
    );

    const report = await submit(at);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'CURRENCY' }] });
    expect(await at.bought()).toEqual([]);
  });

  it.each([true, false])(
    'is compared without tax (prices with tax: %s)',
    async (is_tax_inclusive_pricing) => {
      const at = await rig();
      const [part] = await at.synced();
      const cost = Number(part!.offer!.price!.account);
      const price = (is_tax_inclusive_pricing ? cost * 1.1 : cost * 0.95).toFixed(2);
      await at.orders('single', {
        lines: [{ sku: skuOf(part!), price }],
        tax_percent: 20,
        is_tax_inclusive_pricing,
      });

      const report = await submit(at);

      expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'MARGIN' }] });
      expect(report.orders[0]?.warnings.map(({ code }) => code)).toContain('BELOW_COST');
    },
  );

  it('is without its tax in a shop that enters prices with tax', async () => {
    const at = await rig();
    const [part] = await at.synced();
    await at.admin('settings', { pricesWithTax: 20 });
    const cost = Number(part!.offer!.price!.account);
    const prices = [(cost * 1.1).toFixed(2), (cost * 1.3).toFixed(2)];
    for (const price of prices) await at.orders('single', { lines: [{ sku: skuOf(part!), price }] });

    const { orders } = await submit(at);

    expect(orders.map(({ state, reasons }) => [state, reasons.map(({ code }) => code)])).toEqual([
      ['review', ['MARGIN']],
      ['submitted', []],
    ]);
    expect(Number(orders[1]?.margin)).toBeCloseTo((cost * 1.3) / 1.2 - cost, 1);
  });

  it('that was paid for one line below its cost is a warning where the whole has its margin', async () => {
    const at = await rig();
    const [a, b] = await at.synced();
    const cost = Number(a!.offer!.price!.account);
    await at.orders('single', {
      lines: [
        { sku: skuOf(a!), price: (cost * 0.9).toFixed(2) },
        { sku: skuOf(b!), price: (Number(b!.offer!.price!.account) + cost).toFixed(2) },
      ],
    });

    const report = await submit(at);

    expect(report.submitted).toBe(1);
    expect(report.orders[0]?.warnings.map(({ code }) => code)).toContain('BELOW_COST');
  });

  it('for a core charge in a line of its own is paid, and the line is not ordered', async () => {
    const { at, parts } = await bought(([a]) => [
      { sku: a },
      { sku: `${a}-CORE`, name: 'Core charge', price: '900' },
    ]);
    const core = { price: { core: '900.00', account: '10.00' } };
    await at.admin(`parts/${parts[0]!.id}`, core, 'PATCH');
    const coreSkuOf: OrderEngine['coreSkuOf'] = (part) => `${skuOf(part)}-CORE`;

    const without = await submitOrders(await at.engine(), { dryRun: true });
    const report = await submit(at, { coreSkuOf });

    expect(without.orders[0]?.reasons.map(({ code }) => code)).toEqual(['MARGIN']);
    expect(report.orders[0]).toMatchObject({ state: 'submitted', leftOut: [{ code: 'CORE' }] });
    expect(await asked(at)).toEqual([[[parts[0]!.id, 1]]]);
  });
});
