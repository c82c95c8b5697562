import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Problem } from '../../src/common/errors.ts';
import { ttpd } from '../../src/csv/formats/ttpd.ts';
import { openProducts } from '../../src/csv/reader.ts';
import { notCarried } from '../../src/csv/writer.ts';

const page = readFileSync('docs/csv.md', 'utf8');

test('docs/csv.md has the columns of the ttpd format, in their order', () => {
  const rows = [...page.matchAll(/^\| ([^|]+) \| `(\w+)` \| .+ \|$/gm)].map(([, header, field]) => [
    header,
    field,
  ]);
  expect(rows).toEqual(ttpd.columns.product?.map(({ header, field }) => [header, field]));
});

test.each(['bigcommerce', 'bigcommerce-legacy', 'shopify', 'woocommerce', 'google'] as const)(
  'docs/csv.md says what %s cannot carry',
  (format) => {
    expect(page).toContain(`| \`${format}\` | ${notCarried(format).join(', ')} |`);
  },
);

test('docs/csv.md has every code that the sources give, and no other', () => {
  const sources = globSync('src/csv/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const codes = (text: string) => [...new Set(text.match(/\bCSV_[A-Z_]+\b/g))].sort();
  // csv-parse's own codes, which are put into ours.
  const foreign = new Set(['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE']);
  expect(codes(page)).toEqual(codes(sources.join('\n')).filter((code) => !foreign.has(code)));
});

test.each([
  ['prices.csv', {}],
  ['products.csv', {}],
  ['supplier.csv', { mapFile: 'examples/csv/supplier.yaml' }],
])('the example %s is read without a problem', async (name, options) => {
  const problems: Problem[] = [];
  const reader = await openProducts(`examples/csv/${name}`, options);
  for await (const _ of reader.rows((problem) => problems.push(problem)));
  expect(problems).toEqual([]);
  expect(reader.totals().valid).toBeGreaterThan(1);
});
