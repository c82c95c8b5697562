import { createCB } from 'xmlbuilder2';
import { printable } from '../../common/printable.ts';
import { CLASSES, DIFFERENCES, type Finding, type FindingClass } from '../findings.ts';
import { CLASS_WORDS, type Report, verdictOf } from './report.ts';

/** Servers draw every case: beyond so many of a class one more case stands for the rest. */
export const CASES_A_CLASS = 500;

interface Suite {
  name: string;
  cases: Case[];
}

interface Case {
  name: string;
  /** Absent: passed. */
  end?: { element: 'failure' | 'error' | 'skipped'; type?: string; message: string };
}

/**
 * A suite a class and in it a case a SKU, because that is how test reports are read: what is wrong, then where. What
 * differs fails with both values; what could not be judged or is accepted is skipped, with the reason. All equal
 * products are one case. A comparison that failed is an error and nothing else: no case of it passes.
 */
export async function junitReport(report: Report): Promise<string> {
  const suites = [readSuite(report)];
  if (!report.failure) for (const kind of CLASSES) suites.push(await suiteOf(report, kind));
  return write(suites.filter(({ cases }) => cases.length > 0));
}

function readSuite({ failure, comparison, ...report }: Report): Suite {
  const message = verdictOf({ ...report, failure, comparison });
  const both = 'both sides were read to their end';
  if (failure)
    return {
      name: 'comparison',
      cases: [{ name: both, end: { element: 'error', type: failure.code, message } }],
    };
  return { name: 'comparison', cases: [{ name: both }, { name: `${comparison.equal} products are equal` }] };
}

async function suiteOf({ findings }: Report, kind: FindingClass): Promise<Suite> {
  const cases: Case[] = [];
  let more = 0;
  for await (const found of findings([kind]))
    if (cases.length < CASES_A_CLASS) cases.push(caseOf(found));
    else more += 1;
  const element = DIFFERENCES.includes(kind) ? 'failure' : 'skipped';
  if (more > 0)
    cases.push({
      name: `and ${more} more`,
      end: { element, type: kind, message: `${more} more of this class; the CSV report has all of them.` },
    });
  return { name: kind, cases };
}

function caseOf(found: Finding): Case {
  const { class: kind, sku, name, partId, supplier, store, effect, reason, accepted } = found;
  const title = [sku ?? `part ${partId ?? '(without id)'}`, name].filter(Boolean).join(' ');
  if (accepted !== null)
    return { name: title, end: { element: 'skipped', message: `accepted: ${accepted}` } };
  if (!DIFFERENCES.includes(kind))
    return { name: title, end: { element: 'skipped', message: reason ?? CLASS_WORDS[kind] } };
  const stake = effect === null ? '' : ` (at stake: ${effect})`;
  const message = `${CLASS_WORDS[kind]}: supplier ${supplier ?? '–'}, store ${store ?? '–'}${stake}`;
  return { name: title, end: { element: 'failure', type: kind, message } };
}

function write(suites: readonly Suite[]): string {
  const chunks: string[] = [];
  const xml = createCB({ data: (chunk: string) => void chunks.push(chunk), prettyPrint: true });
  xml
    .dec({ encoding: 'UTF-8' })
    .ele('testsuites', { name: 'ttpd reconcile', ...totals(suites.flatMap(({ cases }) => cases)) });
  for (const { name, cases } of suites) {
    xml.ele('testsuite', { name, ...totals(cases) });
    for (const each of cases) {
      xml.ele('testcase', { classname: `reconcile.${name}`, name: printable(each.name) });
      if (each.end) xml.ele(each.end.element, attributes(each.end)).up();
      xml.up();
    }
    xml.up();
  }
  xml.end();
  return `${chunks.join('')}\n`;
}

/** `skipped` takes a message alone. */
function attributes({ type, message }: NonNullable<Case['end']>) {
  return type === undefined ? { message: printable(message) } : { type, message: printable(message) };
}

function totals(cases: readonly Case[]) {
  const count = (element: string) => cases.filter(({ end }) => end?.element === element).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}
