import { readFileSync } from 'node:fs';
import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { FieldGroup } from '../catalog/fields.ts';
import type { Selection } from '../catalog/select.ts';
import type { Context } from '../context/context.ts';
import type { Host } from '../context/host.ts';
import type { Outcome } from '../context/run-feature.ts';
import { ExitCode, TtpdError } from '../errors.ts';
import { action } from './action.ts';

interface SyncFlags {
  category?: string;
  brand?: string;
  query?: string;
  vehicle?: string;
  skus?: string;
  all?: boolean;
  only?: FieldGroup[];
  limit?: number;
  dryRun?: boolean;
  detailedExitcode?: boolean;
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
    .option('-n, --dry-run', 'make the plan and write nothing')
    .option('--detailed-exitcode', 'with --dry-run: exit 10 when there is something to do')
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
  const selection = readSelection(flags);
  const { runWrite } = await import('./write-run.ts');
  const { FIELD_GROUPS } = await import('../catalog/fields.ts');
  const { sync } = await import('../catalog/sync.ts');
  const { createStoreMapper } = await import('./engine.ts');
  // A mistake in the rules is said before any call is made.
  await context.rules();
  return runWrite(context, {
    dryRun: flags.dryRun === true,
    detailedExitcode: flags.detailedExitcode === true,
    async feature(engine, store, approve) {
      const { mapper, rules } = await createStoreMapper(context, store);
      return sync(engine, { selection, groups: flags.only ?? FIELD_GROUPS, mapper, rules }, approve);
    },
  });
}

function readSelection(flags: SyncFlags): Selection {
  const { category, brand, query, vehicle, skus, all, limit } = flags;
  if (!category && !brand && !query && !vehicle && !skus && !all)
    throw new TtpdError('NOTHING_SELECTED', 'Say which parts to sync.', {
      hint: 'Give --category, --brand, --query, --vehicle, --skus FILE or --all.',
      next: ['ttpd sync --category brakes'],
      exitCode: ExitCode.Usage,
    });
  const selection: Selection = { ...definedOnly({ category, brand, query, vehicle, all, limit }) };
  return skus ? { ...selection, skus: readSkus(skus) } : selection;
}

/** One SKU a line; blank lines and lines that begin with # are left out. */
function readSkus(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new TtpdError(
      'FILE_UNREADABLE',
      `The list of SKUs ${file} cannot be read: ${(error as Error).message}.`,
      {
        hint: 'Name a text file with a SKU on each line, or - to read them from stdin.',
        next: ['ttpd sync --skus skus.txt'],
        exitCode: ExitCode.Usage,
      },
    );
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const skus = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (skus.length > 0) return [...new Set(skus)];
  throw new TtpdError('FILE_EMPTY', `The list of SKUs ${file} has none.`, {
    hint: 'Write a SKU on each line, as ttpd search shows them; lines that begin with # are left out.',
    next: ['ttpd search "brake drum"'],
    exitCode: ExitCode.Usage,
  });
}

function parseGroups(value: string): FieldGroup[] {
  const groups = value.split(',').map((group) => group.trim());
  const wrong = groups.find((group) => !GROUPS.includes(group));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not one of ${GROUPS.join(', ')}.`);
  return groups as FieldGroup[];
}

export function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It takes a whole number from 1.');
  return number;
}

function definedOnly<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
