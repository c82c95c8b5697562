import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import { countDifferences } from '../../inventory/comparison.ts';
import { DIFFERENCES, type Finding } from '../../inventory/findings.ts';
import { annotations } from '../../inventory/reports/github.ts';
import { CLASS_WORDS, percent, type Report, restOf, verdictOf } from '../../inventory/reports/report.ts';
import { writeJobSummary } from '../../inventory/reports/write.ts';
import { firstOf, type Repair } from '../../library/reconcile.ts';
import { count } from '../../terminal/plurals.ts';
import { type Column, table } from '../../terminal/table.ts';

const SHOWN = 20;

/** What differs as a table, worst first, then the verdict. */
export async function reconcileText(
  report: Report,
  repair: Repair | null,
  { theme, columns }: Pick<Context, 'theme' | 'columns'>,
): Promise<string> {
  const { comparison, failure, currency, findings } = report;
  const rows = await firstOf(open(findings(DIFFERENCES)), SHOWN);
  const differences = countDifferences(comparison);
  const more = differences - rows.length;
  const colour = failure || differences > 0 ? theme.bad : theme.good;
  const rest = failure ? null : restOf(comparison);
  return [
    ...(rows.length > 0 ? [table(rows, columnsFor(currency), columns)] : []),
    ...(more > 0 ? [theme.dim(`… and ${more} more: --report csv:FILE has all of them`)] : []),
    ...(repair ? [`Repaired ${count(repair.outcome.applied.done, 'difference')}, then compared again.`] : []),
    colour(verdictOf(report)),
    ...(failure ? [] : [`Accuracy ${percent(comparison.accuracy)}`]),
    ...(rest === null ? [] : [rest]),
    ...(comparison.supplierOnly > 0
      ? [
          `${count(comparison.supplierOnly, 'part')} of the supplier ${comparison.supplierOnly === 1 ? 'is' : 'are'} not in the store.`,
        ]
      : []),
    ...(differences > 0 && !failure && !repair ? ['Write what differs:  the same command with --fix'] : []),
  ].join('\n');
}

function columnsFor(currency: string): Column<Finding>[] {
  return [
    { title: 'what', value: (row) => CLASS_WORDS[row.class], whole: true },
    { title: 'SKU', value: (row) => row.sku, whole: true },
    { title: 'product', value: (row) => row.name, width: 40, spare: 2 },
    { title: 'supplier', value: (row) => row.supplier, align: 'right' },
    { title: 'store', value: (row) => row.store, align: 'right' },
    { title: `at stake (${currency})`, value: (row) => row.effect, align: 'right', spare: 1 },
  ];
}

async function* open(findings: AsyncIterable<Finding>): AsyncIterable<Finding> {
  for await (const found of findings) if (found.accepted === null) yield found;
}

/** In a job of GitHub's: the summary as a page, the worst as notes. The runner reads commands from stderr as well. */
export async function tellGitHub({ env, streams }: Host, report: Report, failed: boolean): Promise<void> {
  const summary = env.GITHUB_STEP_SUMMARY;
  if (!summary) return;
  await writeJobSummary(summary, report);
  for (const line of await annotations(report, failed)) streams.stderr.write(`${line}\n`);
}
