import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { type Finding, type FindingClass, finding } from '../../src/inventory/findings.ts';
import { csvReport } from '../../src/inventory/reports/csv.ts';
import { annotations, jobSummary, SUMMARY_LIMIT } from '../../src/inventory/reports/github.ts';
import { jsonReport } from '../../src/inventory/reports/json.ts';
import { CASES_A_CLASS, junitReport } from '../../src/inventory/reports/junit.ts';
import { markdownReport } from '../../src/inventory/reports/markdown.ts';
import type { Report } from '../../src/inventory/reports/report.ts';
import { writeJobSummary, writeReports } from '../../src/inventory/reports/write.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

function report(found: readonly Finding[] = [], changes: Partial<Report> = {}): Report {
  const open = (kind: FindingClass) =>
    found.filter((each) => each.class === kind && each.accepted === null).length;
  return {
    store: 'Acme Trucks',
    currency: 'USD',
    comparison: {
      compared: 100,
      equal: 100 - open('stock') - open('price'),
      accuracy: 0.98,
      drift: { stock: open('stock'), price: open('price'), visibility: open('visibility') },
      storeOnly: open('store-only'),
      supplierOnly: open('supplier-only'),
      duplicates: open('duplicate'),
      unreadable: open('unreadable'),
      stale: open('stale'),
      unmapped: open('unmapped'),
      unassigned: open('unassigned'),
      priceLists: open('price-list'),
      accepted: found.filter(({ accepted }) => accepted !== null).length,
      complete: true,
    },
    failure: null,
    async *findings(classes) {
      yield* found.filter((each) => classes.includes(each.class));
    },
    ...changes,
  };
}

const stock = finding('stock', { sku: 'GU-1', name: 'Drum', supplier: '12', store: '20' });
const price = finding('price', { sku: 'GU-2', name: 'Shoe', supplier: '9.99', store: '1.00' });
const unreadable = finding('unreadable', { sku: 'GU-3', reason: 'The supplier does not say how many.' });
const failure = { code: 'COULD_NOT_COMPARE', message: 'FinditParts failed on GET /parts/search (503).' };

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

async function valid(xml: string): Promise<string[]> {
  const schema = readFileSync('test/inventory/junit.xsd', 'utf8');
  const { errors } = await validateXML({ xml: { fileName: 'report.xml', contents: xml }, schema: [schema] });
  return errors.map(({ message }) => message);
}

describe('the JUnit report', () => {
  it('fits the schema that CI servers read', async () => {
    const accepted = { ...price, sku: 'GU-4', accepted: 'agreed' };
    const foreign = finding('stock', {
      sku: '<&"\'>',
      name: 'bell \u0007 and ]]> \ud800',
      supplier: '1',
      store: '2',
    });
    for (const each of [
      report(),
      report([stock, price, unreadable, accepted, foreign]),
      report([], { failure }),
    ])
      expect(await valid(await junitReport(each))).toEqual([]);
    // The schema does say no.
    expect(await valid('<testsuites><testsuite/></testsuites>')).not.toEqual([]);
  });

  it('fails a case for each difference, with both values', async () => {
    const xml = await junitReport(report([stock, price]));

    expect(xml).toContain('<testsuites name="ttpd reconcile" tests="4" failures="2" errors="0" skipped="0">');
    expect(xml).toContain('name="GU-1 Drum"');
    expect(xml).toContain('supplier 12, store 20');
    expect(xml).toContain('supplier 9.99, store 1.00');
    expect(xml).toContain('98 products are equal');
  });

  it('skips what could not be judged and what is accepted, with the reason', async () => {
    const xml = await junitReport(report([unreadable, { ...stock, accepted: 'agreed till May' }]));

    expect(xml).toContain('failures="0" errors="0" skipped="2"');
    expect(xml).toContain('The supplier does not say how many.');
    expect(xml).toContain('accepted: agreed till May');
  });

  it('has an error and no case that passes when the sides could not be compared', async () => {
    const xml = await junitReport(report([stock], { failure }));

    expect(xml).toContain('<testsuites name="ttpd reconcile" tests="1" failures="0" errors="1" skipped="0">');
    expect(xml).toContain('<error type="COULD_NOT_COMPARE"');
    expect(xml).toContain('503');
    expect(xml).not.toMatch(/<testcase[^>]*\/>/);
  });

  it('stays readable with a hundred thousand differences', async () => {
    const many = Array.from({ length: CASES_A_CLASS + 1_500 }, (_, i) => ({ ...stock, sku: `GU-${i}` }));

    const xml = await junitReport(report(many));

    expect(xml.match(/<failure/g)).toHaveLength(CASES_A_CLASS + 1);
    expect(xml).toContain('and 1500 more');
  });
});

describe('the other reports', () => {
  it('as CSV have a line a finding, and no cell that a spreadsheet runs', async () => {
    const csv = await textOf(csvReport(report([stock, { ...price, name: '=1+1' }])));

    expect(csv).toBe(
      "class,sku,name,supplier,store,effect,reason,accepted,partId,productId\nstock,GU-1,Drum,12,20,,,,,\nprice,GU-2,'=1+1,9.99,1.00,,,,,\n",
    );
  });

  it('as JSON are one document with every finding', async () => {
    for (const found of [[], [stock], [stock, price, unreadable]]) {
      const document = JSON.parse(await textOf(jsonReport(report(found)))) as { items: unknown[] };

      expect(document).toMatchObject({ schemaVersion: 1, compared: 100, complete: true, failure: null });
      expect(document.items).toEqual(found);
    }
  });

  it('as Markdown take no markup from names', async () => {
    const text = await textOf(
      markdownReport(report([{ ...stock, name: '![x](http://evil) | <img src=x>\n# big' }])),
    );

    expect(text).not.toMatch(/(?<!\\)<img|!\[x\]\(|^# big/m);
    expect(text).toContain('| stock differs | GU-1 |');
  });

  it.each(['csv', 'json', 'md'] as const)('as %s say when there is no result', async (format) => {
    const file = path.join(tempFolder(), 'report');

    await writeReports([{ format, file }], report([stock], { failure }));

    const text = readFileSync(file, 'utf8').replaceAll('\\', '');
    expect(text).toContain('COULD_NOT_COMPARE');
    expect(text).not.toContain('No drift');
  });

  it('refuse a file that cannot be written', async () => {
    await expect(
      writeReports([{ format: 'csv', file: path.join(tempFolder(), 'no/such/folder.csv') }], report()),
    ).rejects.toMatchObject({ code: 'FILE_UNWRITABLE', exitCode: 2 });
  });
});

describe('in a job of GitHub', () => {
  it('the summary stays under its limit, with what other commands wrote, and says where it was cut', async () => {
    const file = path.join(tempFolder(), 'summary.md');
    writeFileSync(file, 'x'.repeat(1_000_000));
    const many = Array.from({ length: 20_000 }, (_, i) => ({ ...stock, sku: `GU-é${i}` }));

    await writeJobSummary(file, report(many));

    const bytes = readFileSync(file);
    expect(bytes.length).toBeLessThanOrEqual(SUMMARY_LIMIT);
    expect(bytes.length).toBeGreaterThan(SUMMARY_LIMIT - 500);
    expect(bytes.toString('utf8')).toContain('the list is cut here');
    expect(await jobSummary(report(many), 10)).toBe('');
  });

  it('notes are the verdict and the nine worst, escaped as workflow commands', async () => {
    const many = Array.from({ length: 30 }, (_, i) => ({
      ...stock,
      sku: `A:${i},B`,
      name: '50%\n::error::x',
    }));

    const lines = await annotations(report(many), true);

    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatch(/^::error title=ttpd reconcile::30 differences/);
    expect(lines[1]).toBe(
      '::error title=A%3A0%2CB%3A stock differs::50%25 ::error::x: supplier 12, store 20',
    );
  });

  it('notes are warnings while the job passes, and an error when there is no result', async () => {
    const passes = await annotations(report([stock, unreadable]), false);
    expect(passes.map((line) => line.split(' ')[0])).toEqual(['::notice', '::warning', '::warning']);

    expect(await annotations(report([stock], { failure }), false)).toEqual([
      expect.stringMatching(/^::error title=ttpd reconcile::Could not compare/),
    ]);
  });
});
