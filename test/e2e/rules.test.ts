import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentSchema } from '../../src/commands/results/results.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { cli, sandbox } from './cli.ts';

async function atSandbox(parts = '300') {
  const at = await sandbox('--parts', parts);
  return { at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }) };
}

function rulesFile(text: string): string {
  const file = path.join(tempFolder(), 'ttpd.yaml');
  writeFileSync(file, text);
  return file;
}

const TIERS = `
price:
  rules:
    - { name: cheap, when: { cost: { below: 25 } }, multiply: 1.9, round: { ending: ".99" } }
    - { name: rest, multiply: 1.35, round: { ending: ".99" } }
`;

describe('ttpd.yaml', () => {
  it('prices what is synced, and a changed rule changes only prices', async () => {
    const { at, ttpd } = await atSandbox();
    await ttpd.json('sync', '--category', 'brakes', '--config', rulesFile(TIERS));
    const { products } = await at.admin<{ products: { price: number }[] }>('products?limit=250');
    expect(products.length).toBeGreaterThan(20);
    expect(products.filter(({ price }) => !price.toFixed(2).endsWith('.99'))).toEqual([]);

    await at.admin('stats/reset', 'POST');
    const dearer = rulesFile(TIERS.replaceAll('.99', '.49'));
    const { document } = await ttpd.json('sync', '--category', 'brakes', '--config', dearer);
    const { byEndpoint } = (await at.stats()).bigcommerce;

    expect(document.result.plan).toMatchObject({ create: 0, update: products.length });
    expect(byEndpoint['PUT /v3/catalog/products']).toBe(Math.ceil(products.length / 10));
    expect(byEndpoint).not.toHaveProperty('POST /v3/catalog/products');
  });

  it('sends the store what the rules say of every field', async () => {
    const { at, ttpd } = await atSandbox();
    const file = rulesFile(`
text:
  name: "{{upper brand}} {{partNumber}}"
  pageTitle: "{{brand}} {{partNumber}} | {{words name 60}}"
  metaDescription: "Buy {{brand}} {{partNumber}}"
  searchKeywords: "{{partNumber}}, {{number}}{{#each interchange}}, {{this}}{{/each}}"
categories:
  map:
    - { when: { category: brakes }, path: [ "Air brakes/Parts", "All parts" ] }
stock: { buffer: 1, cap: 9, leadTime: "Ships in {{days}} days" }
price: { breaks: true }
`);
    await ttpd.json('sync', '--category', 'brakes', '--config', file);

    const store = `${at.url}/stores/sandbox/v3/catalog`;
    const get = async (what: string) =>
      (
        (await (
          await fetch(`${store}/${what}`, { headers: { 'X-Auth-Token': 'sandbox-token' } })
        ).json()) as { data: unknown[] }
      ).data;
    const products = (await get('products?limit=250')) as Record<string, unknown>[];
    const categories = (await get('trees/categories')) as { name: string }[];

    expect(categories.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Air brakes', 'Parts', 'All parts']),
    );
    for (const product of products) {
      expect(product.name).toBe(`${String(product.name).split(' ')[0]} ${product.mpn}`);
      expect(product.page_title).toContain(' | ');
      expect(product.meta_description).toMatch(/^Buy /);
      expect(product.search_keywords).toContain(String(product.mpn).replaceAll(/[^\p{L}\p{N}]/gu, ''));
      expect(product.categories).toHaveLength(2);
      expect(product.inventory_level).toBeLessThanOrEqual(9);
    }
    expect(
      products.some(({ availability_description }) =>
        /^Ships in \d+ days$/.test(String(availability_description)),
      ),
    ).toBe(true);
  });

  it('leaves a field to the merchant from the start where the owner says so', async () => {
    const { at, ttpd } = await atSandbox();
    const file = rulesFile('owners: { price: merchant }\n');
    await ttpd.json('sync', '--category', 'brakes', '--config', file);
    await at.admin('parts/reprice', 'POST', { factor: 2 });

    const { document } = await ttpd.json('sync', '--category', 'brakes', '--only', 'price', '--config', file);

    const rows = (await ttpd.json('plan', 'show', document.result.plan.id)).document.result.rows;
    expect(rows.flatMap(({ after }: { after: object }) => Object.keys(after))).not.toContain('price');
  });

  it('creates no brand that it does not name, where createBrands is off', async () => {
    const { at, ttpd } = await atSandbox();
    const file = rulesFile('createBrands: false\nbrands: { Gunite: {} }\n');

    const { document } = await ttpd.json('sync', '--category', 'brakes', '--config', file);

    expect(document.problems).toContainEqual(expect.objectContaining({ code: 'BRAND_UNKNOWN' }));
    const { products } = await at.admin<{ products: { sku: string }[] }>('products?limit=250');
    expect(products.length).toBeGreaterThan(0);
    expect(products.filter(({ sku }) => !sku.startsWith('GU-'))).toEqual([]);
  });

  it.each([
    ['an unknown key', 'price: { rulez: [] }', 'rules'],
    ['a name that is no field', 'text: { name: "{{brnd}}" }', 'brand'],
    [
      'a rule that can never match',
      'price: { rules: [ { multiply: 2 }, { when: { brand: Webb }, multiply: 3 } ] }',
      'rules[1]',
    ],
    ['another currency', 'currency: CAD', 'CAD'],
    [
      'a template that reaches for the process',
      'text: { name: "{{constructor.constructor}}" }',
      'constructor',
    ],
  ])('refuses %s with exit 2 before the supplier is asked', async (_, text, words) => {
    const { at, ttpd } = await atSandbox('100');

    const { exitCode, document } = await ttpd.json('sync', '--all', '--config', rulesFile(text));

    expect(exitCode).toBe(2);
    expect(document.problems[0]).toMatchObject({
      code: 'RULES_INVALID',
      message: expect.stringContaining(words),
    });
    expect((await at.stats()).finditparts.total).toBe(0);
  });

  it('holds settings, after flags and variables and before the profile', async () => {
    const file = rulesFile('settings: { quota: 40%, concurrency: 3, rate: 7, verbose: false }\n');
    const ttpd = cli({ TTPD_RATE: '9' });

    const { document } = await ttpd.json('config', 'list', '--config', file, '--concurrency', '5');

    expect(document.result.settings).toEqual(
      expect.arrayContaining([
        { key: 'quota', value: 0.4, origin: 'ttpd.yaml' },
        { key: 'rate', value: 9, origin: 'TTPD_RATE' },
        { key: 'concurrency', value: 5, origin: '--concurrency' },
      ]),
    );
  });

  it.each([
    ['settings: { profile: nowhere }', 'PROFILE_UNKNOWN', 'nowhere'],
    ['settings: { concurrency: 900 }', 'SETTING_INVALID', 'ttpd.yaml is "900"'],
    ['settings: { timeZone: Chicago }', 'SETTING_INVALID', 'ttpd.yaml is "Chicago"'],
    ['settings: { yes: true }', 'RULES_INVALID', 'settings.yes'],
  ])('refuses %s', async (text, code, words) => {
    const { exitCode, document } = await cli().json('config', 'list', '--config', rulesFile(text));

    expect(exitCode).toBe(2);
    expect(document.problems[0]).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('explains one price step by step', async () => {
    const { ttpd } = await atSandbox();
    const file = rulesFile(TIERS);
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '1')).document.result;

    const { document } = await ttpd.json('rules', 'test', '--sku', parts[0].sku, '--config', file);

    const { priceRule, priceSteps, price } = document.result;
    expect(['cheap', 'rest']).toContain(priceRule);
    expect(priceSteps.map(({ what }: { what: string }) => what)).toEqual(
      expect.arrayContaining(['rule', 'cost', expect.stringContaining('×'), 'margin']),
    );
    expect(price).toMatch(/\.99$/);
  });

  it('counts which rule prices what, and names what none does', async () => {
    const { ttpd } = await atSandbox();
    const file = rulesFile(
      'price: { rules: [ { name: lost, when: { brand: Bendixx Corp }, multiply: 2 }, { name: drums, when: { brand: Gunite }, multiply: 1.5 }, { when: { brand: Webbb }, multiply: 3 } ] }\n' +
        'categories: { map: [ { when: { category: brakes, brand: Gunite }, path: A }, { when: { category: tools }, path: B } ] }',
    );

    const { document } = await ttpd.json('rules', 'coverage', '--category', 'brakes', '--config', file);
    const { stdout } = await ttpd.run('rules', 'coverage', '--category', 'brakes', '--config', file);

    const { parts, priced, held, unused } = document.result;
    expect(documentSchema('rules coverage').parse(document)).toBeTruthy();
    expect(unused).toEqual([
      {
        place: 'price.rules[0]',
        name: 'lost',
        why: 'no part has the brand Bendixx Corp; did you mean Bendix?',
      },
      { place: 'price.rules[2]', name: null, why: 'no part has the brand Webbb; did you mean Webb?' },
      {
        place: 'categories.map[1]',
        name: null,
        why: expect.stringMatching(/^no part has the category tools/),
      },
    ]);
    expect(document.problems).toMatchObject([
      {
        code: 'RULES_DOUBTFUL',
        column: 'price.rules[2].when.brand',
        message: expect.stringContaining('Webb?'),
      },
    ]);
    expect(stdout).toMatch(/took none: price\.rules\[0\] \(lost\) +0/);
    expect(priced.drums).toBeGreaterThan(0);
    expect(held.NO_PRICE_RULE).toBeGreaterThan(0);
    const sum = [...Object.values<number>(priced), ...Object.values<number>(held)].reduce((a, b) => a + b, 0);
    expect(sum).toBe(parts);
  });

  it('is started by config init, which overwrites nothing', async () => {
    const { ttpd } = await atSandbox('100');
    const file = path.join(tempFolder(), 'ttpd.yaml');

    const first = await ttpd.json('config', 'init', '--out', file);
    const second = await ttpd.json('config', 'init', '--out', file);
    const [line] = readFileSync(file, 'utf8').split('\n');
    const schema = /\$schema=(.*)$/.exec(line ?? '')?.[1] ?? '';

    expect([first.exitCode, second.exitCode]).toEqual([0, 2]);
    expect(existsSync(schema)).toBe(true);
    expect((await ttpd.json('rules', 'coverage', '--all', '--config', file)).exitCode).toBe(0);
  });
});

describe('examples', () => {
  it.each(['examples/brakes/ttpd.yaml', 'examples/heavy-duty/ttpd.yaml'])(
    '%s syncs on the sandbox',
    async (example) => {
      const { at, ttpd } = await atSandbox();
      const file = path.resolve(example);

      const first = await ttpd.json('sync', '--category', 'brakes', '--config', file);
      const second = await ttpd.json('sync', '--category', 'brakes', '--config', file);

      expect(first.exitCode).toBe(0);
      expect(first.document.result.plan.create).toBeGreaterThan(15);
      expect(first.document.result.applied.failed).toBe(0);
      expect(second.document.result.plan).toMatchObject({ create: 0, update: 0, stock: 0, hide: 0 });
      expect((await at.stateHash()).products).toBe(first.document.result.plan.create);
    },
  );
});

describe('--vehicle', () => {
  it('finds what fits a year, make and model, and syncs it', async () => {
    const { ttpd } = await atSandbox('2000');

    const found = await ttpd.json('search', '--vehicle', '2018 Freightliner Cascadia', '--all');
    const synced = await ttpd.json('sync', '--vehicle', '2018 Freightliner Cascadia', '--dry-run');

    const { parts } = found.document.result;
    const { create, skip } = synced.document.result.plan;
    expect(parts.length).toBeGreaterThan(0);
    expect(create + skip).toBe(parts.length);
  });

  it.each([
    ['Cascadia', 'VEHICLE_UNREADABLE'],
    ['2018 Freightliner Zeppelin', 'VEHICLE_UNKNOWN'],
  ])('refuses "%s"', async (vehicle, code) => {
    const { ttpd } = await atSandbox('100');

    const { exitCode, document } = await ttpd.json('search', '--vehicle', vehicle);

    expect(exitCode).toBe(2);
    expect(document.problems[0]).toMatchObject({ code, hint: expect.any(String) });
  });
});
