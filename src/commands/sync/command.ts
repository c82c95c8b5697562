import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { GuardName } from '../../catalog/guards/guard.ts';
import type { FieldGroup } from '../../catalog/product/fields.ts';
import type { Selection } from '../../catalog/supply/select.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { withoutUndefined } from '../../common/without-undefined.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';
import { overrideGuardOption } from '../shared/override-guard.ts';
import { percentages, positiveInteger } from '../shared/parsers.ts';
import { readSkus } from '../shared/read-skus.ts';

interface SyncFlags {
  category?: string;
  brand?: string;
  query?: string;
  vehicle?: string;
  skus?: string;
  all?: boolean;
  only?: FieldGroup[];
  limit?: number;
  ramp?: number[];
  dryRun?: boolean;
  detailedExitcode?: boolean;
  overrideGuard: GuardName[];
}

const GROUPS = ['price', 'stock', 'content'];

export function syncCommand(host: Host): CommandUnknownOpts {
  return new Command('sync')
    .description("Bring the store in step with the supplier's catalogue")
    .option('-c, --category <slug>', "one of the supplier's categories, such as brakes")
    .option('-b, --brand <name>', 'one brand')
    .option('--query <words>', 'parts that a search finds')
    .option('--vehicle <vehicle>', 'parts of a year, make and model: "2018 Freightliner Cascadia"')
    .option('--skus <file>', 'SKUs of the store, one a line ("-" reads stdin)')
    .option('--all', 'the whole catalogue')
    .addOption(
      new Option(
        '--only <groups>',
        'change only these, in products that are there: price,stock,content',
      ).argParser(parseGroups),
    )
    .option('--limit <n>', 'at most n parts', positiveInteger)
    .option(
      '--ramp <shares>',
      'in stages, such as 10,50,100 percent of the rows; stop when one goes wrong',
      percentages,
    )
    .option('-n, --dry-run', 'make the plan and write nothing')
    .option('--detailed-exitcode', 'with --dry-run: exit 10 when there is something to do')
    .addOption(overrideGuardOption())
    .addHelpText(
      'after',
      `
Examples:
  ttpd sync --category brakes             plan, then write
  ttpd sync --category brakes --dry-run   plan only; apply it later with ttpd apply
  ttpd sync --all --only price,stock      daily refresh`,
    )
    .action(action(host, (context, flags) => runSync(context, flags)));
}

async function runSync(context: Context, flags: SyncFlags): Promise<Outcome> {
  const selection = await readSelection(context, flags);
  const { runWrite } = await import('../shared/write-run.ts');
  const { FIELD_GROUPS } = await import('../../catalog/product/fields.ts');
  const { sync } = await import('../../catalog/runs.ts');
  const { createStoreMapper } = await import('../shared/create-engine.ts');
  // A mistake in the rules is said before any call is made.
  await context.rules();
  const overrides = flags.overrideGuard;
  return runWrite(context, {
    dryRun: flags.dryRun === true,
    overrides,
    detailedExitcode: flags.detailedExitcode === true,
    async feature(engine, store, approve) {
      const { mapper, rules } = await createStoreMapper(context, store);
      const groups = flags.only ?? FIELD_GROUPS;
      return sync(engine, { selection, groups, mapper, rules, overrides }, { approve, ramp: flags.ramp });
    },
  });
}

async function readSelection(context: Context, flags: SyncFlags): Promise<Selection> {
  const { category, brand, query, vehicle, skus, all, limit } = flags;
  if (!category && !brand && !query && !vehicle && !skus && !all)
    throw new TtpdError('NOTHING_SELECTED', 'Say which parts to sync.', {
      hint: 'Give --category, --brand, --query, --vehicle, --skus FILE or --all.',
      next: ['ttpd sync --category brakes'],
      exitCode: ExitCode.Usage,
    });
  const others = Object.entries({ category, brand, query, vehicle, all }).filter(([, given]) => given);
  if (skus && others.length > 0) {
    const names = others.map(([name]) => `--${name}`).join(', ');
    throw new TtpdError('SELECTED_TWICE', `--skus already says which parts; it does not go with ${names}.`, {
      hint: `Leave out --skus or ${names}.`,
      exitCode: ExitCode.Usage,
    });
  }
  const selection: Selection = withoutUndefined({ category, brand, query, vehicle, all, limit });
  return skus ? { ...selection, skus: await readSkus(context, skus) } : selection;
}

function parseGroups(value: string): FieldGroup[] {
  const groups = value.split(',').map((group) => group.trim());
  const wrong = groups.find((group) => !GROUPS.includes(group));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not one of ${GROUPS.join(', ')}.`);
  return groups as FieldGroup[];
}
