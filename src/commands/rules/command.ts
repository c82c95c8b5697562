import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';
import { positiveInteger } from '../shared/parsers.ts';

export function rulesCommand(host: Host): CommandUnknownOpts {
  const rules = new Command('rules').description('What ttpd.yaml makes of the catalogue');
  rules
    .command('test')
    .description('One part, step by step: which rule made each value')
    .option('--sku <sku>', 'by the SKU that the rules give it')
    .option('--part <id>', "by the supplier's id")
    .action(action(host, (context, flags) => testRules(context, flags)));
  rules
    .command('coverage')
    .description('Which rule priced how many parts, and which parts none does')
    .option('-c, --category <slug>', 'one category, such as brakes')
    .option('-b, --brand <name>', 'one brand')
    .option('--all', 'the whole catalogue')
    .option('--limit <n>', 'at most n parts', positiveInteger)
    .action(action(host, (context, flags) => coverRules(context, flags)));
  return rules;
}

async function testRules(
  context: Context,
  { sku, part: id }: { sku?: string; part?: string },
): Promise<Outcome> {
  const name = sku ?? id;
  if (name === undefined || (sku !== undefined && id !== undefined))
    throw new TtpdError('NOTHING_SELECTED', 'Say which part to test the rules with: one SKU or one part.', {
      next: ['ttpd rules test --sku GU-3600AX'],
      exitCode: ExitCode.Usage,
    });
  await context.rules();
  const { store } = await context.services();
  const { createStoreMapper } = await import('../shared/create-engine.ts');
  const { findPart } = await import('../shared/find-part.ts');
  const { ruleTrace, traceText } = await import('./report.ts');
  const { mapper } = await createStoreMapper(context, await store.store.information(context.stop.drain));
  const part = await findPart(context, name, sku === undefined ? 'id' : 'sku', (each) => mapper(each).sku);
  const trace = ruleTrace(part, mapper(part));
  return { exitCode: ExitCode.Done, result: trace, text: traceText(trace, context.theme) };
}

interface Coverage {
  category?: string;
  brand?: string;
  all?: boolean;
  limit?: number;
}

async function coverRules(context: Context, { category, brand, all, limit }: Coverage): Promise<Outcome> {
  if (!category && !brand && !all)
    throw new TtpdError('NOTHING_SELECTED', 'Say which parts to go through.', {
      hint: 'Give --category, --brand or --all.',
      exitCode: ExitCode.Usage,
    });
  await context.rules();
  const { supplier, store } = await context.services();
  const { createStoreMapper } = await import('../shared/create-engine.ts');
  const { countCoverage } = await import('../../catalog/map/coverage.ts');
  const { coverageText } = await import('./report.ts');
  const { mapper } = await createStoreMapper(context, await store.store.information(context.stop.drain));
  const selection = {
    ...(category ? { category } : {}),
    ...(brand ? { brand } : {}),
    ...(all ? { all } : {}),
    ...(limit ? { limit } : {}),
  };
  const coverage = await countCoverage({ supplier, mapper, selection, signal: context.stop.drain });
  return { exitCode: ExitCode.Done, result: coverage, text: coverageText(coverage, context.columns) };
}
