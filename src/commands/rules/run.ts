import { countCoverage } from '../../catalog/map/coverage.ts';
import { ExitCode, type Problem, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { createEngine, createStoreMapper } from '../../library/create-engine.ts';
import { findPart } from '../shared/find-part.ts';
import { coverageText, ruleTrace, traceText } from './report.ts';

export async function testRules(
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
  const information = await store.store.information(context.stop.drain);
  const problems: Problem[] = [];
  const { mapper } = await createStoreMapper(context, information, (warning) => problems.push(warning));
  const part = await findPart(context, name, sku === undefined ? 'id' : 'sku', (each) => mapper(each).sku);
  const { openOrders } = await createEngine(context);
  problems.push(...((await openOrders?.read(context.stop.drain)) ?? []));
  const mapped = mapper(part);
  const sold = openOrders?.of({ productId: null, sku: mapped.sku }, part.offer?.stock?.asOf ?? null);
  const trace = ruleTrace(part, sold ? mapper(part, sold) : mapped);
  return { exitCode: ExitCode.Done, result: trace, problems, text: traceText(trace, context.theme) };
}

interface Coverage {
  category?: string;
  brand?: string;
  all?: boolean;
  limit?: number;
}

export async function coverRules(
  context: Context,
  { category, brand, all, limit }: Coverage,
): Promise<Outcome> {
  if (!category && !brand && !all)
    throw new TtpdError('NOTHING_SELECTED', 'Say which parts to go through.', {
      hint: 'Give --category, --brand or --all.',
      exitCode: ExitCode.Usage,
    });
  const { rules } = await context.rules();
  const { supplier, store } = await context.services();
  const information = await store.store.information(context.stop.drain);
  const problems: Problem[] = [];
  const { mapper } = await createStoreMapper(context, information, (warning) => problems.push(warning));
  const selection = {
    ...(category ? { category } : {}),
    ...(brand ? { brand } : {}),
    ...(all ? { all } : {}),
    ...(limit ? { limit } : {}),
  };
  const coverage = await countCoverage({ supplier, mapper, rules, selection, signal: context.stop.drain });
  return {
    exitCode: ExitCode.Done,
    result: coverage,
    problems,
    text: coverageText(coverage, context.columns),
  };
}
