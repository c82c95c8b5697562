import type { Problem } from '../../../common/errors.ts';
import type { ProductRow } from '../../../csv/csv-row.ts';
import type { Engine } from '../../engine/engine.ts';

/** What the store refused of a plan all the same, beside what only stays in doubt. */
export async function refusedByStore({ ledger }: Engine, planId: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for await (const { sku, error } of ledger.operations.iterate(planId, { states: ['failed'] }))
    problems.push({
      code: error?.code ?? 'UNKNOWN',
      severity: 'error',
      sku,
      message: error?.message ?? 'The store refused it.',
    });
  return problems;
}

/** Problems of products and variants with the lines of the file that they are about. */
export async function withLines(
  problems: readonly Problem[],
  rows: AsyncIterable<ProductRow>,
): Promise<Problem[]> {
  const isOpen = ({ sku, line }: Problem) => sku !== undefined && line === undefined;
  const lines = new Map(problems.filter(isOpen).map(({ sku = '' }) => [sku.toLowerCase(), 0]));
  if (lines.size === 0) return [...problems];
  const found = (sku: string, line: number) => {
    if (lines.get(sku.toLowerCase()) === 0) lines.set(sku.toLowerCase(), line);
  };
  for await (const { sku, productId, line, variants = [] } of rows) {
    found(sku, line);
    found(`#${productId}`, line);
    for (const variant of variants) found(variant.sku, variant.line);
  }
  return problems.map((problem) => {
    const line = isOpen(problem) && lines.get((problem.sku ?? '').toLowerCase());
    return line ? { ...problem, line } : problem;
  });
}
