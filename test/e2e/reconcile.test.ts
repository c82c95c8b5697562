import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, sandbox } from './cli.ts';
import { synced } from './drifted.ts';

const itemsOf = (result: { items: { class: string; sku: string }[] }, kind: string) =>
  result.items.filter((item) => item.class === kind).map(({ sku }) => sku);

describe('ttpd reconcile', { timeout: 60_000 }, () => {
  it('finds exactly what was changed behind its back, repairs exactly that, and then finds nothing', async () => {
    const { at, ttpd, products, edit } = await synced();
    const inStep = await at.stateHash();
    expect((await ttpd.json('reconcile', '--category', 'brakes')).exitCode).toBe(0);
    const [stocks, prices] = [products.slice(0, 7), products.slice(7, 10)];
    for (const { sku, inventory_level } of stocks) await edit(sku, { inventory_level: inventory_level + 3 });
    for (const { sku, price } of prices) await edit(sku, { price: price + 1 });

    await at.admin('stats/reset', 'POST');
    const found = await ttpd.json('reconcile', '--category', 'brakes');

    expect(found.exitCode).toBe(10);
    expect(found.document.result).toMatchObject({
      compared: products.length,
      equal: products.length - 10,
      drift: { stock: 7, price: 3, visibility: 0 },
      storeOnly: 0,
      complete: true,
      fixed: null,
    });
    expect(found.document.result.accuracy).toBeCloseTo(1 - 10 / products.length, 5);
    expect(itemsOf(found.document.result, 'stock').sort()).toEqual(stocks.map(({ sku }) => sku).sort());
    expect(itemsOf(found.document.result, 'price').sort()).toEqual(prices.map(({ sku }) => sku).sort());
    // Keys that may only read are enough.
    const { bigcommerce, finditparts } = await at.stats();
    for (const { byEndpoint } of [bigcommerce, finditparts])
      expect(Object.keys(byEndpoint).filter((endpoint) => !endpoint.startsWith('GET '))).toEqual([]);

    await at.admin('stats/reset', 'POST');
    const fixed = await ttpd.json('reconcile', '--category', 'brakes', '--fix');

    expect(fixed.exitCode).toBe(0);
    expect(fixed.document.result).toMatchObject({
      drift: { stock: 0, price: 0 },
      accuracy: 1,
      fixed: { plan: { stock: 7, update: 3, create: 0, hide: 0 }, applied: { done: 10, failed: 0 } },
    });
    const { byEndpoint } = (await at.stats()).bigcommerce;
    expect(
      Object.fromEntries(Object.entries(byEndpoint).filter(([name]) => !name.startsWith('GET '))),
    ).toEqual({
      'PUT /v3/inventory/adjustments/absolute': 1,
      'PUT /v3/catalog/products': 1,
    });
    expect(await at.stateHash()).toEqual(inStep);
    expect((await ttpd.json('reconcile', '--category', 'brakes')).exitCode).toBe(0);
    const run = await ttpd.json('runs', 'show', fixed.document.run);
    expect(run.document.result.result).toMatchObject({
      accuracy: 1,
      fixed: { accuracyBefore: expect.any(Number) },
    });
  });

  it('cannot compare when the supplier fails on page 3, and nothing of it looks like "no drift"', async () => {
    const at = await sandbox('--parts', '500');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    const file = (name: string) => path.join(ttpd.home, name);
    const reports = [
      '--junit',
      file('a.xml'),
      '--report',
      `md:${file('a.md')}`,
      '--report',
      `csv:${file('a.csv')}`,
    ];
    // Three attempts of one page.
    const failure = 'fp:500:@3:GET /parts/search';
    await at.admin('faults', 'POST', { faults: [failure, failure, failure] });

    const { exitCode, document } = await ttpd.json('reconcile', ...reports);
    await at.admin('faults', 'POST', { faults: [failure, failure, failure] });
    const text = await ttpd.run('reconcile', '--fix');

    expect(exitCode).toBe(1);
    expect(document.problems.at(-1)).toMatchObject({ code: 'COULD_NOT_COMPARE', severity: 'error' });
    expect(document.result).toMatchObject({ complete: false });
    const junit = readFileSync(file('a.xml'), 'utf8');
    expect(junit).toContain('<error type="COULD_NOT_COMPARE"');
    expect(junit).toContain('failures="0" errors="1"');
    for (const name of ['a.xml', 'a.md', 'a.csv'])
      expect(readFileSync(file(name), 'utf8').replaceAll('\\', '')).not.toMatch(/no drift/i);
    expect(readFileSync(file('a.csv'), 'utf8')).toContain('could-not-compare');
    expect(text.exitCode).toBe(1);
    expect(text.stdout).toMatch(/^Could not compare: /);
    expect((await at.stateHash()).products).toBe(0);
  });

  it('cannot compare when the store fails on its stock', async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    await ttpd.run('sync', '--category', 'brakes', '--limit', '2');
    await at.admin('faults', 'POST', { faults: ['bc:400:1:/v3/inventory/items'] });

    const { exitCode, document } = await ttpd.json('reconcile');

    expect(exitCode).toBe(1);
    expect(document.problems.at(-1)?.code).toBe('COULD_NOT_COMPARE');
    expect((await ttpd.json('reconcile')).exitCode).toBe(0);
  });

  it('exits 5 when a key is refused, with an error in the JUnit report', async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    const junit = path.join(ttpd.home, 'a.xml');
    for (const fault of ['bc:401', 'fp:401']) {
      await at.admin('faults', 'POST', { faults: [fault] });

      const { exitCode, document } = await ttpd.json('reconcile', '--junit', junit);

      expect(exitCode).toBe(5);
      expect(document.problems.at(-1)?.code).toBe('UNAUTHORIZED');
      expect(readFileSync(junit, 'utf8')).toContain('<error type="UNAUTHORIZED"');
    }
  });

  it('takes an unknown stock for unreadable and not for zero', async () => {
    const { ttpd, part } = await synced();
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '8')).document.result;
    const { id, sku } = parts[0];
    await part(id, { inventory: { part_id: id, total: null, locations: [], as_of: null } });

    const { exitCode, document } = await ttpd.json('reconcile', '--category', 'brakes');

    expect(exitCode).toBe(0);
    expect(document.result.drift.stock).toBe(0);
    expect(itemsOf(document.result, 'unreadable')).toContain(sku);
    const { stdout } = await ttpd.run('reconcile', '--category', 'brakes', '--fix');
    expect(stdout).toMatch(/^No drift: .*\nAccuracy 100.0 %\nNot compared: \d+ unreadable/);
  });

  it('judges the age of a stock without a zone by the setting, whatever zone the machine is in', async () => {
    const { at, ttpd, part } = await synced();
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '1')).document.result;
    // An hour ago by the clocks of Tokyo, nine hours ahead of UTC.
    const as_of = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19);
    await part(parts[0].id, { inventory: { as_of }, price: { as_of } });
    const skus = path.join(ttpd.home, 'skus.txt');
    writeFileSync(skus, `${parts[0].sku}\n`);
    const stale = async (env: Record<string, string>) => {
      const other = cli({ TTPD_SANDBOX_URL: at.url, ...env }, ttpd.home);
      const { document } = await other.json('reconcile', '--skus', skus, '--max-age', '4h');
      return document.result.items.filter((item: { class: string }) => item.class === 'stale').length;
    };

    for (const TZ of ['Asia/Tokyo', 'America/Chicago']) {
      expect(await stale({ TZ })).toBe(1);
      expect(await stale({ TZ, TTPD_TIME_ZONE: 'Asia/Tokyo' })).toBe(0);
    }
  });

  it('finds what only the store has: of what ttpd wrote, and with --all of what anybody did', async () => {
    const { at, ttpd, part } = await synced();
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '3')).document.result;
    await part(parts[1].id, { removed: true });
    const answer = await fetch(`${at.url}/stores/sandbox/v3/catalog/products`, {
      method: 'POST',
      headers: { 'X-Auth-Token': 'sandbox-token', 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Our mug',
        sku: 'MUG-1',
        type: 'physical',
        weight: 1,
        price: 9,
        is_visible: true,
      }),
    });
    expect(answer.status).toBe(200);

    const category = await ttpd.json('reconcile', '--category', 'brakes');
    const all = await ttpd.json('reconcile', '--all');
    const elsewhere = cli({ TTPD_SANDBOX_URL: at.url });
    const fresh = await elsewhere.json('reconcile', '--category', 'brakes');

    expect([category.exitCode, all.exitCode, fresh.exitCode]).toEqual([10, 10, 0]);
    expect(itemsOf(category.document.result, 'store-only')).toEqual([parts[1].sku]);
    expect(itemsOf(all.document.result, 'store-only').sort()).toEqual(['MUG-1', parts[1].sku].sort());
  });

  it('does not judge a SKU that two parts lead to', async () => {
    const { ttpd, part } = await synced();
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '2')).document.result;
    const before = (await ttpd.json('reconcile')).document.result;
    // The twin is the last part of the catalogue: pages later.
    await part('FP1000499', { brand: parts[0].brand, part_number: parts[0].partNumber });

    const { exitCode, document } = await ttpd.json('reconcile');

    expect(exitCode).toBe(0);
    expect(itemsOf(document.result, 'duplicate')).toContain(parts[0].sku);
    expect(document.result.duplicates).toBe(before.duplicates + 1);
    expect(document.result.compared).toBe(before.compared - 1);
    expect(document.result.equal).toBe(before.equal - 1);
  });

  it('compares a list of SKUs, and finds hidden ones', async () => {
    const { ttpd, products, edit, skuOf } = await synced();
    const list = path.join(ttpd.home, 'skus.txt');
    const sellable = products.filter(({ inventory_level }) => inventory_level > 0);
    writeFileSync(list, `${skuOf(sellable, 0)}\n${skuOf(sellable, 1)}\nGU-NOT-THERE\n`);
    await edit(skuOf(sellable, 1), { is_visible: false });

    const { exitCode, document } = await ttpd.json('reconcile', '--skus', list);
    const prices = await ttpd.json('reconcile', '--skus', list, '--only', 'price,stock');

    expect(exitCode).toBe(10);
    expect(document.result).toMatchObject({ compared: 2, equal: 1, unreadable: 1, drift: { visibility: 1 } });
    expect(document.problems).toContainEqual(
      expect.objectContaining({ code: 'SKU_UNKNOWN', sku: 'GU-NOT-THERE' }),
    );
    expect(prices.exitCode).toBe(0);
  });

  it('writes the same bytes for the same two sides, and forgives what it is told to', async () => {
    const { ttpd, products, edit, skuOf } = await synced();
    const file = (name: string) => path.join(ttpd.home, name);
    await edit(skuOf(products, 0), { inventory_level: (products[0]?.inventory_level ?? 0) + 2 });
    await edit(skuOf(products, 1), { price: (products[1]?.price ?? 0) + 0.01 });
    const compare = (name: string, ...flags: string[]) =>
      ttpd.json(
        ...['reconcile', '--category', 'brakes', '--junit', file(`${name}.xml`)],
        ...['csv', 'json', 'md'].flatMap((format) => ['--report', `${format}:${file(`${name}.${format}`)}`]),
        ...flags,
      );

    const first = await compare('a');
    await compare('b', '--fail-on', 'none');
    expect(first.exitCode).toBe(10);
    expect(first.document.result.reports).toHaveLength(4);
    for (const format of ['xml', 'csv', 'json', 'md'])
      expect(readFileSync(file(`a.${format}`), 'utf8')).toBe(readFileSync(file(`b.${format}`), 'utf8'));
    expect(readFileSync(file('a.json'), 'utf8')).not.toContain(first.document.run);

    const exits = [];
    for (const flags of [
      ['--tolerance-stock', '2', '--tolerance-price', '0.01'],
      ['--tolerance-stock', '2', '--fail-on', '10%'],
      ['--tolerance-stock', '2', '--fail-on', '1%'],
      ['--tolerance-stock', '1', '--tolerance-price', '0.01'],
    ])
      exits.push((await ttpd.run('reconcile', '--category', 'brakes', ...flags)).exitCode);
    expect(exits).toEqual([0, 0, 10, 10]);
  });

  it('accepts what the baseline knows, until its day has passed; --fix leaves it alone', async () => {
    const { ttpd, products, edit, skuOf } = await synced();
    const known = path.join(ttpd.home, 'known.yaml');
    const [one, two] = [skuOf(products, 0), skuOf(products, 1)];
    for (const sku of [one, two]) await edit(sku, { price: 1 });
    const entry = (sku: string, until: string) =>
      `  - { sku: ${sku}, class: price, reason: fair, until: ${until} }\n`;
    writeFileSync(known, `accepted:\n${entry(one, '2999-01-01')}${entry(two, '2020-01-01')}`);

    const found = await ttpd.json('reconcile', '--category', 'brakes', '--baseline', known);
    const fixed = await ttpd.json('reconcile', '--category', 'brakes', '--baseline', known, '--fix');

    expect(found.exitCode).toBe(10);
    expect(found.document.result).toMatchObject({ accepted: 1, drift: { price: 1 } });
    expect(found.document.problems).toContainEqual(
      expect.objectContaining({ code: 'BASELINE_EXPIRED', sku: two, severity: 'warning' }),
    );
    expect(fixed.exitCode).toBe(0);
    expect(fixed.document.result).toMatchObject({ accepted: 1, fixed: { plan: { update: 1 } } });
  });

  it('repairs nothing that a guard stops, unless it is told to let it pass', async () => {
    const { at, ttpd } = await synced();
    await at.admin('parts/reprice', 'POST', { factor: 6 });
    const inStep = await at.stateHash();

    const stopped = await ttpd.json('reconcile', '--category', 'brakes', '--fix');
    const unchanged = await at.stateHash();
    const passed = await ttpd.json(
      ...['reconcile', '--category', 'brakes', '--fix', '--override-guard', 'price-move'],
    );

    expect(stopped.exitCode).toBe(6);
    expect(stopped.document.problems[0]?.code).toBe('GUARD_PRICE_MOVE');
    expect(stopped.document.result.drift.price).toBeGreaterThan(50);
    expect(unchanged).toEqual(inStep);
    expect(passed.exitCode).toBe(0);
    expect(passed.document.result).toMatchObject({ drift: { price: 0 }, accuracy: 1 });
  });
});
