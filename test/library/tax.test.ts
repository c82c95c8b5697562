import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openTtpd } from '../../src/library/open-ttpd.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** A store whose prices are entered with tax, and a `ttpd.yaml`. */
async function shop(rules: string, pricesWithTax: number | null = 20) {
  const home = tempFolder();
  const sandbox = await startSandbox({ dataDir: path.join(home, 'sandbox'), plan: 'unlimited', parts: 60 });
  onTestFinished(() => sandbox.close());
  await fetch(`${sandbox.url}/_sandbox/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pricesWithTax }),
  });
  writeFileSync(path.join(home, 'ttpd.yaml'), rules);
  const ttpd = await openTtpd({ home, cwd: home, env: { TTPD_SANDBOX_URL: sandbox.url } });
  onTestFinished(() => ttpd.close());
  const products = async () => {
    const answer = await fetch(`${sandbox.url}/_sandbox/products?limit=100`);
    return ((await answer.json()) as { products: { sku: string; price: number; cost_price: number }[] })
      .products;
  };
  return { ttpd, products };
}
const yes = { approve: () => true };

it.each<[string, number | null]>([
  ['createBrands: true\n', 20],
  ['price: { includedTax: 20% }\n', null],
])('writes nothing where store and rules do not agree on tax: %j, %s', async (rules, withTax) => {
  const { ttpd, products } = await shop(rules, withTax);

  await expect(ttpd.sync({ category: 'brakes', ...yes })).rejects.toMatchObject({
    code: 'PRICES_WITH_TAX',
    exitCode: 2,
  });
  expect(await products()).toEqual([]);
});

it('prices with tax, keeps margins and floors on what is without, and is in step', async () => {
  const price = { rules: [{ from: 'cost', margin: '25%' }], floors: { margin: '25%' } };
  const net = await shop(JSON.stringify({ price }), null);
  const gross = await shop(JSON.stringify({ price: { ...price, includedTax: '20%' } }));
  await net.ttpd.sync({ category: 'brakes', ...yes });
  const { result } = await gross.ttpd.sync({ category: 'brakes', ...yes });

  const without = new Map((await net.products()).map((product) => [product.sku, product]));
  const made = await gross.products();
  expect(made.length).toBeGreaterThan(5);
  expect(made.map(({ sku }) => sku).sort()).toEqual([...without.keys()].sort());
  for (const { sku, price: paid, cost_price: cost } of made) {
    expect(cost).toBe(without.get(sku)?.cost_price);
    expect(Math.abs(paid / 1.2 - (without.get(sku)?.price ?? 0))).toBeLessThan(0.02);
    expect((paid / 1.2 - cost) / (paid / 1.2)).toBeGreaterThanOrEqual(0.25 - 1e-9);
    expect(Number.isInteger(Math.round(paid * 1e6) / 1e4)).toBe(true);
  }
  expect(Number(result.review.margin.lowest[0]?.margin)).toBeLessThan(0.26);
  expect((await gross.ttpd.sync({ category: 'brakes' })).result.plan).toMatchObject({ create: 0, update: 0 });
  expect((await gross.ttpd.reconcile({ category: 'brakes' })).result).toMatchObject({ accuracy: 1 });
});
