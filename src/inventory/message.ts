import { printable } from '../common/printable.ts';
import { DIFFERENCES } from './findings.ts';
import { type Report, restOf, verdictOf } from './reports/report.ts';

const NAMED = 5;

/** For a chat: the verdict, the worst differences, and what was repaired. In Slack's markup. */
export async function messageOf(report: Report, repaired: number | null): Promise<string> {
  const lines = [`*ttpd reconcile, ${mrkdwn(report.store)}*: ${mrkdwn(verdictOf(report))}`];
  if (repaired !== null)
    lines.push(`${repaired} of the differences found before ${repaired === 1 ? 'was' : 'were'} repaired.`);
  for await (const { class: kind, sku, supplier, store, accepted } of report.findings(DIFFERENCES)) {
    if (lines.length > NAMED) break;
    if (accepted === null)
      lines.push(`• ${mrkdwn(sku ?? '')} ${kind}: supplier ${supplier ?? '–'}, store ${store ?? '–'}`);
  }
  const rest = report.failure ? null : restOf(report.comparison);
  return [...lines, ...(rest === null ? [] : [rest])].join('\n');
}

/** The three characters that Slack's format takes for its own. */
function mrkdwn(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
