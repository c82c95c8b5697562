import path from 'node:path';
import type { Readable } from 'node:stream';
import { type CheckedFile, checkFile } from '../../catalog/file/import/check-file.ts';
import type { GuardName } from '../../catalog/guards/guard.ts';
import { ExitCode, type Problem, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { keepHeapSmall } from '../../context/small-heap.ts';
import type { ProductReader, ProductRow, ReadOptions } from '../../csv/csv-row.ts';
import { openProducts } from '../../csv/reader.ts';
import { rejectsFileFor } from '../../csv/rejects.ts';
import { errorProblem } from '../../terminal/errors.ts';
import type { SyncResult } from '../shared/run-report.ts';
import { type FileReport, fileResult, fileText } from './report.ts';

/** The result document has the first of them. */
const PROBLEMS_KEPT = 1_000;

export interface ImportFlags {
  format?: ReadOptions['format'];
  map?: string;
  delimiter?: ReadOptions['delimiter'];
  encoding?: ReadOptions['encoding'];
  clearToken: string;
  decimal?: ReadOptions['decimal'];
  decimalComma?: boolean;
  maxErrors: number;
  failFast?: boolean;
  dryRun?: boolean;
  offline?: boolean;
  detailedExitcode?: boolean;
  overrideGuard: GuardName[];
}

export async function runImport(context: Context, file: string, flags: ImportFlags): Promise<Outcome> {
  if (flags.offline && !flags.dryRun)
    throw new TtpdError('OFFLINE_WRITE', '--offline only checks the file.', {
      hint: 'Give --dry-run with it, or leave it out.',
      exitCode: ExitCode.Usage,
    });
  return flags.offline ? checkOffline(context, file, flags) : importFile(context, file, flags);
}

/** Only the file: no store, no ledger. */
async function checkOffline(context: Context, file: string, flags: ImportFlags): Promise<Outcome> {
  keepHeapSmall();
  const reader = await openProducts(sourceOf(context, file), readOptions(context, flags));
  try {
    const checked = await check(context, reader, flags);
    const { report, trouble } = await finish(reader, file, checked.problems);
    const result = { ...fileResult(report), plan: null, applied: null, review: null, guards: [] };
    const problems = [...trouble, ...checked.problems].slice(0, PROBLEMS_KEPT);
    const exitCode = report.rows.invalid > 0 ? ExitCode.Partial : ExitCode.Done;
    return { exitCode, result, problems, text: fileText(report, context.theme) };
  } finally {
    await reader.close();
  }
}

/** Checks the whole file, then plans and writes as a sync does. */
async function importFile(context: Context, file: string, flags: ImportFlags): Promise<Outcome> {
  const { importProducts } = await import('../../catalog/file/import/import-plan.ts');
  const { openSpool } = await import('../../catalog/file/import/spool.ts');
  const { runWrite } = await import('../shared/write-run.ts');
  const { rules } = await context.rules();
  let report: FileReport | undefined;
  const outcome = await runWrite(context, {
    dryRun: flags.dryRun === true,
    overrides: flags.overrideGuard,
    detailedExitcode: flags.detailedExitcode === true,
    async feature(engine, store, approve) {
      const units = { weightUnit: store.weightUnits, lengthUnit: store.dimensionUnits };
      const reader = await openProducts(sourceOf(context, file), {
        ...readOptions(context, flags),
        ...units,
      });
      const spool = await openSpool();
      try {
        context.emit({ type: 'stage', stage: 'check', total: null });
        const checked = await check(context, reader, flags, spool.add);
        context.emit({ type: 'stage-done', stage: 'check', done: checked.products });
        const imported = await importProducts(engine, {
          source: { file: shown(file), format: reader.detected.format },
          rows: spool.rows,
          products: checked.products,
          hasStock: checked.hasStock,
          rules,
          overrides: flags.overrideGuard,
          maxErrors: (flags.failFast ? 0 : flags.maxErrors) - errorsIn(checked.problems),
          approve,
        });
        const finished = await finish(reader, file, [...checked.problems, ...imported.rejected]);
        report = finished.report;
        const problems = [...finished.trouble, ...checked.problems, ...imported.problems].slice(
          0,
          PROBLEMS_KEPT,
        );
        const isPartial = imported.exitCode === ExitCode.Done && report.rows.invalid > 0;
        return { ...imported, problems, exitCode: isPartial ? ExitCode.Partial : imported.exitCode };
      } finally {
        await spool.close();
        await reader.close();
      }
    },
  });
  if (!report) return outcome;
  const { plan, applied, review, guards } = outcome.result as SyncResult;
  const text = `${fileText(report, context.theme)}\n${outcome.text}`;
  return { ...outcome, result: { ...fileResult(report), plan, applied, review, guards }, text };
}

function check(
  { emit, stop }: Context,
  reader: ProductReader,
  { failFast, maxErrors }: ImportFlags,
  onRow?: (row: ProductRow) => Promise<void>,
): Promise<CheckedFile> {
  return checkFile(reader, {
    maxErrors: failFast ? 0 : maxErrors,
    ...(onRow ? { onRow } : {}),
    onProgress: (done) => emit({ type: 'progress', stage: 'check', done, total: null, counts: {} }),
    signal: stop.drain,
  });
}

/**
 * Sets the rows apart that were not taken, and says what the file was. By then the store may be written, so a disk that
 * takes no more is a problem beside what was done, and not the end of the run.
 */
async function finish(
  reader: ProductReader,
  file: string,
  problems: readonly Problem[],
): Promise<{ report: FileReport; trouble: Problem[] }> {
  const { detected } = reader;
  const hasErrors = errorsIn(problems) > 0;
  const rejectsFile = hasErrors ? await rejectsFileFor(file === '-' ? path.resolve('stdin') : file) : null;
  const trouble: Problem[] = [];
  const rejected =
    rejectsFile === null
      ? 0
      : await reader.writeRejects(rejectsFile, problems).catch((error: unknown) => {
          if (!(error instanceof TtpdError)) throw error;
          trouble.push(errorProblem(error));
          return 0;
        });
  const { total, ignored } = reader.totals();
  const invalid = Math.max(rejected, reader.totals().invalid);
  const report: FileReport = {
    file: shown(file),
    detected,
    rows: { total, valid: total - invalid - ignored, invalid, ignored },
    rejectsFile: rejected > 0 ? rejectsFile : null,
  };
  return { report, trouble };
}

function errorsIn(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function sourceOf({ host }: Context, file: string): string | Readable {
  return file === '-' ? host.streams.stdin : file;
}

function shown(file: string): string {
  return file === '-' ? 'stdin' : file;
}

function readOptions({ stop }: Context, flags: ImportFlags): ReadOptions {
  return {
    format: flags.format ?? (flags.map === undefined ? undefined : 'supplier'),
    encoding: flags.encoding,
    delimiter: flags.delimiter,
    decimal: flags.decimal ?? (flags.decimalComma ? ',' : undefined),
    clearToken: flags.clearToken,
    mapFile: flags.map,
    signal: stop.drain,
  };
}
