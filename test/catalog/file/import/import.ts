import { storeRows } from '../../../../src/catalog/file/export/export.ts';
import { checkFile } from '../../../../src/catalog/file/import/check-file.ts';
import { type ImportOutcome, importProducts } from '../../../../src/catalog/file/import/import-plan.ts';
import type { Problem } from '../../../../src/common/errors.ts';
import type { FormatName, ProductRow, ReadOptions } from '../../../../src/csv/csv-row.ts';
import { openProducts } from '../../../../src/csv/reader.ts';
import { writeProducts } from '../../../../src/csv/writer.ts';
import type { Operation } from '../../../../src/ledger/journal/operation.ts';
import type { Floor } from '../../../../src/ledger/journal/plan-notes.ts';
import { Rules } from '../../../../src/rules/schema.ts';
import { fileWith } from '../../../csv/helpers.ts';
import type { StoreEngine } from '../../../helpers/store-engine.ts';

/** A file's text of these lines. */
export const lines = (...rows: string[]) => `${rows.join('\n')}\n`;

export interface Imported extends ImportOutcome {
  /** Of the file and of the plan. */
  allProblems: Problem[];
  /** Of rows that the store's state refuses. */
  rejected: Problem[];
  operations: Operation[];
}

interface ImportTestOptions {
  dryRun?: boolean;
  onSetApart?: () => void;
  allowBelow?: Floor[];
  /** The floor of `ttpd.yaml`: `20%`. */
  margin?: string;
}

/** A file's text through reader, check, plan and, unless it is a dry run, the store. */
export async function importText(
  { engine }: Pick<StoreEngine, 'engine'>,
  text: string | Buffer,
  {
    dryRun = false,
    onSetApart = () => {},
    allowBelow = [],
    margin,
    ...options
  }: ReadOptions & ImportTestOptions = {},
): Promise<Imported> {
  const reader = await openProducts(fileWith(text), { currency: 'USD', keepDoubts: true, ...options });
  const rows: ProductRow[] = [];
  const checked = await checkFile(reader, {
    maxErrors: 100,
    onRow: (row) => {
      rows.push(row);
    },
    signal: engine.drain,
  });
  const rejected: Problem[] = [];
  const outcome = await importProducts(engine, {
    source: { file: 'parts.csv', format: reader.detected.format },
    rows: async function* () {
      yield* rows;
    },
    products: rows.length,
    hasStock: checked.hasStock,
    rules: Rules.parse(margin === undefined ? {} : { price: { floors: { margin } } }),
    allowBelow,
    maxErrors: 100,
    ...(dryRun ? {} : { approve: async () => {} }),
    setApart: async (problems) => {
      rejected.push(...problems);
      onSetApart();
    },
  });
  const operations: Operation[] = [];
  for await (const row of engine.ledger.operations.iterate(outcome.plan.id)) operations.push(row);
  return { ...outcome, allProblems: [...checked.problems, ...outcome.problems], rejected, operations };
}

/** The whole store as a file of this format. */
export async function exportText(
  { engine }: StoreEngine,
  format: FormatName,
  onProblem: (problem: Problem) => void = () => {},
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeProducts(format, storeRows(engine, { all: true }), {}, onProblem))
    chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
