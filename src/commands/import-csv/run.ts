import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { keepHeapSmall } from '../../context/small-heap.ts';
import type { ReadOptions } from '../../csv/csv-row.ts';
import type { Floor, GuardName } from '../../ledger/journal/plan-notes.ts';
import { checkCsv, type FileRequest, importCsv } from '../../library/import-csv.ts';
import { askToWrite, runWrite } from '../shared/write-run.ts';
import { fileText } from './report.ts';

export interface ImportFlags {
  format?: ReadOptions['format'];
  map?: string;
  delimiter?: ReadOptions['delimiter'];
  encoding?: ReadOptions['encoding'];
  clearToken: string;
  skuFromHandle?: boolean;
  decimal?: ReadOptions['decimal'];
  decimalComma?: boolean;
  maxErrors: number;
  failFast?: boolean;
  dryRun?: boolean;
  offline?: boolean;
  detailedExitcode?: boolean;
  overrideGuard: GuardName[];
  allowBelow: Floor[];
}

export async function runImport(context: Context, file: string, flags: ImportFlags): Promise<Outcome> {
  const { offline, dryRun = false, detailedExitcode, overrideGuard, allowBelow } = flags;
  if (offline && !dryRun)
    throw new TtpdError('OFFLINE_WRITE', '--offline only checks the file.', {
      hint: 'Give --dry-run with it, or leave it out.',
      exitCode: ExitCode.Usage,
    });
  const request = fileRequest(context, file, flags);
  if (offline) return checkOffline(context, request);
  const approve = dryRun ? undefined : askToWrite(context);
  const outcome = await runWrite(context, { dryRun }, () =>
    importCsv(context, { ...request, overrides: overrideGuard, allowBelow, detailedExitcode, approve }),
  );
  return { ...outcome, text: `${fileText(outcome.result, context.theme)}\n${outcome.text}` };
}

async function checkOffline(context: Context, request: FileRequest): Promise<Outcome> {
  keepHeapSmall();
  const outcome = await checkCsv(context, request);
  const unplanned = {
    plan: null,
    applied: null,
    review: null,
    calls: null,
    rateLimited: null,
    durationMs: null,
  };
  const result = { ...outcome.result, ...unplanned, guards: [] };
  return { ...outcome, result, text: fileText(outcome.result, context.theme) };
}

function fileRequest({ host }: Context, file: string, flags: ImportFlags): FileRequest {
  const { format, encoding, delimiter, clearToken, skuFromHandle, map, failFast, maxErrors } = flags;
  return {
    source: file === '-' ? host.streams.stdin : file,
    format,
    encoding,
    delimiter,
    decimal: flags.decimal ?? (flags.decimalComma ? ',' : undefined),
    clearToken,
    skuFromHandle,
    mapFile: map,
    maxErrors: failFast ? 0 : maxErrors,
  };
}
