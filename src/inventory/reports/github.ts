import { printable } from '../../common/printable.ts';
import { DIFFERENCES } from '../findings.ts';
import { markdownReport } from './markdown.ts';
import { CLASS_WORDS, type Report, restOf, verdictOf } from './report.ts';

/** Of all a step writes; GitHub throws a longer summary away as a whole. */
export const SUMMARY_LIMIT = 1024 * 1024;
/** GitHub shows ten of a kind a step: the verdict and the nine worst. */
const WORST = 9;

/** The Markdown report in at most so many bytes; where it is cut, that is said. */
export async function jobSummary(report: Report, room: number): Promise<string> {
  const tail = '\n… and more: the list is cut here, the CSV report has all of it.\n';
  const limit = room - Buffer.byteLength(tail);
  let text = '';
  let bytes = 0;
  for await (const line of markdownReport(report)) {
    bytes += Buffer.byteLength(line);
    if (bytes > limit) return limit < 0 ? '' : text + tail;
    text += line;
  }
  return text;
}

/** Workflow commands, which GitHub turns into notes beside the run: errors when the job fails, else warnings. */
export async function annotations(report: Report, failed: boolean): Promise<string[]> {
  const level = failed || report.failure ? 'error' : 'warning';
  const verdict = command(report.failure || failed ? 'error' : 'notice', 'ttpd reconcile', verdictOf(report));
  if (report.failure) return [verdict];
  const lines = [verdict];
  for await (const { class: kind, sku, name, supplier, store, accepted } of report.findings(DIFFERENCES)) {
    if (lines.length > WORST) break;
    if (accepted !== null) continue;
    const values = `supplier ${supplier ?? '–'}, store ${store ?? '–'}`;
    lines.push(command(level, `${sku}: ${CLASS_WORDS[kind]}`, `${name ?? sku}: ${values}`));
  }
  const rest = restOf(report.comparison);
  return rest === null ? lines : [...lines, command('warning', 'Not compared', rest)];
}

function command(level: 'error' | 'warning' | 'notice', title: string, message: string): string {
  const data = printable(message).replaceAll('%', '%25');
  const property = printable(title).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${level} title=${property}::${data}`;
}
