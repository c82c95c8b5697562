import { printable } from '../../common/printable.ts';
import { DIFFERENCES, type Finding, type FindingClass } from '../findings.ts';
import { CLASS_WORDS, classCounts, percent, type Report, restOf, verdictOf } from './report.ts';

const NOT_JUDGED: readonly FindingClass[] = [
  'duplicate',
  'unreadable',
  'stale',
  'unmapped',
  'supplier-only',
  'unassigned',
  'price-list',
];

/** Line by line, so that it can be cut between two of them. */
export async function* markdownReport(report: Report): AsyncIterable<string> {
  const { store, comparison, failure, currency } = report;
  const { compared, equal, accuracy, accepted } = comparison;
  yield `## ${plain(store)}: store against supplier\n\n`;
  yield `**${plain(verdictOf(report))}**\n\n`;
  if (failure)
    yield `The comparison is incomplete; what follows was found until it stopped. \`${failure.code}\`\n\n`;
  else if (restOf(comparison)) yield `${restOf(comparison)}\n\n`;

  yield '| | products |\n|---|--:|\n';
  const rows: [string, string | number][] = [
    ['compared', compared],
    ['equal', equal],
    ['accuracy', percent(accuracy)],
    ...Object.entries(classCounts(comparison)).flatMap(([kind, n]): [string, number][] =>
      n === 0 ? [] : [[CLASS_WORDS[kind as FindingClass], n]],
    ),
    ...(accepted > 0 ? [['accepted by the baseline', accepted] as [string, number]] : []),
  ];
  for (const [what, n] of rows) yield `| ${what} | ${n} |\n`;

  yield* section(
    'Differences, worst first',
    ['', 'SKU', 'product', 'supplier', 'store', `at stake (${plain(currency)})`],
    report.findings(DIFFERENCES),
    (found) => [
      `${CLASS_WORDS[found.class]}${found.accepted === null ? '' : ` (accepted: ${found.accepted})`}`,
      found.sku,
      found.name,
      found.supplier,
      found.store,
      found.effect,
    ],
  );
  yield* section('Not compared', ['', 'SKU', 'product', 'why'], report.findings(NOT_JUDGED), (found) => [
    CLASS_WORDS[found.class],
    found.sku ?? found.partId,
    found.name,
    found.accepted ?? found.reason,
  ]);
}

async function* section(
  title: string,
  head: readonly string[],
  findings: AsyncIterable<Finding>,
  cells: (found: Finding) => (string | null)[],
): AsyncIterable<string> {
  let begun = false;
  for await (const found of findings) {
    if (!begun) yield `\n### ${title}\n\n| ${head.join(' | ')} |\n|${'---|'.repeat(head.length)}\n`;
    begun = true;
    yield `| ${cells(found)
      .map((cell) => plain(cell ?? '–'))
      .join(' | ')} |\n`;
  }
}

/** Foreign text: no markup, no links, no images, no line of its own. GitHub links bare addresses too. */
function plain(text: string): string {
  return printable(text).replaceAll(/[\\`*_{}[\]<>|#!~&@]|:(?=\/\/)|(?<=www)\./gi, (mark) => `\\${mark}`);
}
