import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { rulesJsonSchema, rulesJsonSchemaText } from '../../src/rules/json-schema.ts';
import { loadRules, parseRules } from '../../src/rules/load.ts';
import { starterRules } from '../../src/rules/starter.ts';

const isValid = new Ajv2020({ strictTypes: false }).compile(rulesJsonSchema());
const starter = starterRules('../docs/schemas/ttpd.yaml.json');
/** As its second line says: without the `# ` that begins a line. */
const switchedOn = starter
  .split('\n')
  .slice(1)
  .map((line) => line.replace(/^# /, ''))
  .join('\n');

it('the starter changes nothing and tells editors where the schema is', () => {
  expect(parseRules(starter)).toEqual(parseRules(''));
  expect(starter.split('\n')[0]).toBe('# yaml-language-server: $schema=../docs/schemas/ttpd.yaml.json');
});

it('the starter loads with all of it switched on, and shows every section', () => {
  expect(parseRules(switchedOn).warnings).toEqual([]);
  const sections = Object.keys(rulesJsonSchema().properties ?? {}).filter((key) => key !== '$schema');
  expect(Object.keys(parse(switchedOn)).toSorted()).toEqual(sections.toSorted());
});

const examples = globSync('examples/*/ttpd.yaml');

it('there are examples', () => expect(examples.length).toBeGreaterThanOrEqual(2));

it.each(examples)('%s loads without a problem or a warning', (file) => {
  expect(loadRules(file).warnings).toEqual([]);
  expect(isValid(parse(readFileSync(file, 'utf8'))), JSON.stringify(isValid.errors)).toBe(true);
});

it.each(examples)('%s has a README and a schema that are there', (file) => {
  const folder = path.dirname(file);
  const schema = /^# yaml-language-server: \$schema=(.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];

  expect(existsSync(path.join(folder, 'README.md'))).toBe(true);
  expect(existsSync(path.join(folder, schema ?? 'none'))).toBe(true);
});

it('examples/brakes has its tiers', () => {
  const { price } = loadRules('examples/brakes/ttpd.yaml').rules;

  expect(price.rules.map(({ when, multiply }) => [when.cost?.below, multiply])).toEqual([
    ['25', '1.9'],
    ['100', '1.55'],
    ['500', '1.35'],
    [undefined, '1.22'],
  ]);
  expect(price.rules.map(({ round }) => round)).toEqual(
    Array(4).fill({ ending: '.99', direction: 'nearest' }),
  );
  expect(price.floors).toEqual({ map: true, cost: true, margin: '12%' });
});

it('examples/heavy-duty has every section', () => {
  const used = Object.keys(parse(readFileSync('examples/heavy-duty/ttpd.yaml', 'utf8')));

  expect(used.toSorted()).toEqual(
    Object.keys(rulesJsonSchema().properties ?? {})
      .filter((key) => key !== '$schema')
      .toSorted(),
  );
});

it('docs/schemas/ttpd.yaml.json is current (npm run schemas)', () => {
  const written: unknown = JSON.parse(readFileSync('docs/schemas/ttpd.yaml.json', 'utf8'));

  expect(written).toEqual(JSON.parse(rulesJsonSchemaText()));
});

it.each([
  ['{}', true],
  ['price: { rules: [{ markup: 12%, round: { ending: .99 } }] }', true],
  ['price: { rules: [{ markp: 12% }] }', false],
  ['price: { rules: [{ markup: 0.12 }] }', false],
  ['owners: { prce: ttpd }', false],
  ['brands: { A: { prefix: [] } }', false],
])('the JSON Schema takes %s: %s', (text, valid) => {
  expect(isValid(parse(text))).toBe(valid);
});

it('docs/rules.md names every key, template field and helper', () => {
  const page = readFileSync('docs/rules.md', 'utf8');
  const keys = [
    ...JSON.stringify(rulesJsonSchema()).matchAll(/"(\w+)":\{"(?:default|description|type|anyOf)/g),
  ]
    .map(([, key = '']) => key)
    .filter(
      (key) => !['items', 'properties', 'additionalProperties', 'propertyNames', '$schema'].includes(key),
    );
  const owned = rulesJsonSchema().properties?.owners?.propertyNames?.enum ?? [];

  const names = [...new Set([...keys, ...owned])];
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});

it('every example in docs/rules.md loads', () => {
  const page = readFileSync('docs/rules.md', 'utf8');
  const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

  expect(blocks.length).toBeGreaterThan(4);
  for (const block of blocks) expect(parseRules(block).warnings).toEqual([]);
});
