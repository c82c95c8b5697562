import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Context } from '../context/context.ts';
import type { Host } from '../context/host.ts';
import type { Outcome } from '../context/run-feature.ts';
import { ExitCode, TtpdError } from '../errors.ts';
import type { Part, PartQuery } from '../finditparts/supplier.ts';
import { action } from './action.ts';
import { positiveInteger } from './sync.ts';

interface SearchFlags {
  category?: string;
  brand?: string;
  inStock?: boolean;
  limit: number;
  all?: boolean;
  format: 'table' | 'json' | 'ndjson' | 'csv';
}

export function searchCommand(host: Host): CommandUnknownOpts {
  return new Command('search')
    .description("Look in the supplier's catalogue")
    .argument('[query]', 'words, a part number or a brand')
    .option('-c, --category <slug>', 'one category, such as brakes')
    .option('-b, --brand <name>', 'one brand')
    .option('--in-stock', 'only what is in stock')
    .option('--limit <n>', 'at most n parts', positiveInteger, 20)
    .option('--all', 'all of them')
    .addOption(
      new Option('--format <format>', 'how to show them')
        .choices(['table', 'json', 'ndjson', 'csv'])
        .default('table'),
    )
    .action(action(host, (context, query, flags) => runSearch(context, query, flags)));
}

async function runSearch(context: Context, query: string | undefined, flags: SearchFlags): Promise<Outcome> {
  const { supplier } = await context.services();
  const { partsText, shownPart } = await import('./parts-text.ts');
  const asked: PartQuery = {
    ...(query ? { text: query } : {}),
    ...(flags.category ? { category: flags.category } : {}),
    ...(flags.brand ? { brand: flags.brand } : {}),
    ...(flags.inStock ? { inStock: true } : {}),
  };
  if (Object.keys(asked).length === 0 && !flags.all)
    throw new TtpdError('NOTHING_SELECTED', 'Say what to look for.', {
      hint: 'Give words, --category, --brand, or --all.',
      next: ['ttpd search "brake drum" --brand Gunite'],
      exitCode: ExitCode.Usage,
    });
  const limit = flags.all ? Number.POSITIVE_INFINITY : flags.limit;
  const parts: Part[] = [];
  let total: number | null = null;
  for await (const page of supplier.search(asked, context.stop.drain)) {
    total = page.total;
    parts.push(...page.parts.slice(0, limit - parts.length));
    if (parts.length >= limit) break;
  }
  return {
    exitCode: ExitCode.Done,
    result: { total, parts: parts.map(shownPart) },
    text: await partsText(parts, { total, format: flags.format }),
  };
}
