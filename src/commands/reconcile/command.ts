import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { ASPECTS, type Aspect } from '../../inventory/findings.ts';
import type { ReportFile } from '../../inventory/reports/write.ts';
import { WRITTEN } from '../../inventory/written.ts';
import { action } from '../shared/action.ts';
import { overrideGuardOption } from '../shared/override-guard.ts';

export function reconcileCommand(host: Host): CommandUnknownOpts {
  return new Command('reconcile')
    .description('Check that the store tells the truth about stock and prices; writes nothing without --fix')
    .option('-c, --category <slug>', "one of the supplier's categories, such as brakes")
    .option('-b, --brand <name>', 'one brand')
    .addOption(
      new Option('--skus <file>', 'SKUs of the store, one a line ("-" reads stdin)').conflicts([
        'category',
        'brand',
      ]),
    )
    .addOption(
      new Option('--all', 'the whole store too: also products that ttpd never wrote').conflicts([
        'category',
        'brand',
        'skus',
      ]),
    )
    .option('--only <what>', `compare only these: ${ASPECTS.join(',')}`, parseAspects)
    .option(
      '--tolerance-stock <n>',
      'pieces (2) or a share (5%) that stock may be off by',
      written(WRITTEN.toleranceStock),
    )
    .option(
      '--tolerance-price <amount>',
      'what prices may be off by, such as 0.01',
      written(WRITTEN.tolerancePrice),
    )
    .option(
      '--max-age <time>',
      "do not trust supplier's values older than this, such as 4h or 2d",
      written(WRITTEN.maxAge),
    )
    .option(
      '--fail-on <what>',
      'exit 10 on any difference, on none, or on more than N%',
      written(WRITTEN.failOn),
    )
    .option('--baseline <file>', 'differences that are known and accepted until a day')
    .option('--ignore-open-orders', 'do not take off what is sold and not yet ordered at the supplier')
    .option('--fix', 'write what differs, after a plan of just that, and compare again')
    .addOption(overrideGuardOption())
    .option('--junit <file>', 'a JUnit report for the CI server')
    .option('--report <format:file>', 'csv:FILE, json:FILE or md:FILE; may be given again', addReport)
    .option(
      '--notify <where>',
      'post differences to a chat, whose address is in env:NAME or file:PATH [TTPD_NOTIFY_URL]',
    )
    .addHelpText(
      'after',
      `
Exits 0 without drift, 10 with drift, 1 when the two sides could not be compared, 5 when a key is refused.

Examples:
  ttpd reconcile                                     everything that the supplier lists
  ttpd reconcile --category brakes --junit drift.xml --report md:drift.md
  ttpd reconcile --only stock --tolerance-stock 2 --fix --yes`,
    )
    .action(
      action(host, async (context, flags) => {
        const { runReconcile } = await import('./run.ts');
        return runReconcile(context, flags);
      }),
    );
}

function parseAspects(value: string): Aspect[] {
  const wanted = value.split(',').map((aspect) => aspect.trim());
  const wrong = wanted.find((aspect) => !(ASPECTS as readonly string[]).includes(aspect));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not one of ${ASPECTS.join(', ')}.`);
  return wanted as Aspect[];
}

/** Checked here, where commander names the flag; read where it is used, so that `--help` stays light. */
function written([pattern, what]: readonly [RegExp, string]) {
  return (value: string): string => {
    if (!pattern.test(value)) throw new InvalidArgumentError(`It takes ${what}.`);
    return value;
  };
}

const FORMATS = ['csv', 'json', 'md'] as const;

function addReport(value: string, before: ReportFile[] = []): ReportFile[] {
  const at = value.indexOf(':');
  const format = FORMATS.find((known) => known === value.slice(0, Math.max(0, at)));
  const file = value.slice(at + 1);
  if (!format || file === '')
    throw new InvalidArgumentError(
      'It takes a format and a file: csv:drift.csv, json:drift.json, md:drift.md.',
    );
  return [...before, { format, file }];
}
