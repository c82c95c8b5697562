import path from 'node:path';
import { Readable } from 'node:stream';
import { type CheckedFile, checkFile, withHeader } from '../catalog/file/import/check-file.ts';
import { importProducts } from '../catalog/file/import/import-plan.ts';
import { openSpool } from '../catalog/file/import/spool.ts';
import { ExitCode, errorProblem, type Problem, TtpdError } from '../common/errors.ts';
import type { Detected, ProductReader, ProductRow, ReadOptions, RowTotals } from '../csv/csv-row.ts';
import { openProducts } from '../csv/reader.ts';
import { rejectsFileFor } from '../csv/rejects.ts';
import type { Floor, GuardName } from '../ledger/journal/plan-notes.ts';
import { checkTax } from '../rules/check.ts';
import type { Session } from '../session/session.ts';
import type { ApproveWrite, Outcome, SyncResult } from './outcome.ts';
import { writeRun } from './write-run.ts';

/** The result has the first of them. */
const PROBLEMS_KEPT = 1_000;
const MOST_ERRORS = 10_000;

/** How the file is to be read; what is not given is found out. */
export interface FileRequest
  extends Pick<
    ReadOptions,
    'format' | 'encoding' | 'delimiter' | 'decimal' | 'clearToken' | 'mapFile' | 'skuFromHandle'
  > {
  /** The file's name, or its bytes. */
  source: string | AsyncIterable<Uint8Array>;
  /** Write nothing when there are more errors; default 10,000, and 0 when one row is wrong. */
  maxErrors?: number | undefined;
}

export interface ImportRequest extends FileRequest {
  overrides?: readonly GuardName[] | undefined;
  /** Floors of prices that the file may go below; written down with the run. */
  allowBelow?: readonly Floor[] | undefined;
  detailedExitcode?: boolean | undefined;
  /** Absent: the file is checked and the plan is made and kept, and nothing is written. */
  approve?: ApproveWrite | undefined;
}

/** What a file was. Stable. */
export interface FileResult {
  /** `stdin` for a stream. */
  file: string;
  format: Detected['format'];
  encoding: Detected['encoding'];
  delimiter: Detected['delimiter'];
  rows: RowTotals;
  /** The rows that were not taken, and why; `null` where all were. */
  rejectsFile: string | null;
}

/** `result` of import-csv. Stable. */
export type ImportResult = FileResult & SyncResult;

/** Only the file: no store, no ledger. */
export async function checkCsv(session: Session, request: FileRequest): Promise<Outcome<FileResult>> {
  const { currency } = (await session.rules()).rules;
  const reader = await openProducts(opened(request), { ...readOptions(session, request), currency });
  try {
    const checked = await check(session, reader, request);
    const apart = openApart(reader, request);
    await apart.add(checked.problems);
    const file = apart.file();
    return {
      exitCode: file.rows.invalid > 0 ? ExitCode.Partial : ExitCode.Done,
      result: file,
      problems: [...apart.trouble, ...checked.problems].slice(0, PROBLEMS_KEPT),
    };
  } finally {
    await reader.close();
  }
}

/** Checks the whole file, then plans and writes as a sync does. */
export async function importCsv(session: Session, request: ImportRequest): Promise<Outcome<ImportResult>> {
  const {
    overrides = [],
    allowBelow = [],
    approve,
    detailedExitcode = false,
    maxErrors = MOST_ERRORS,
  } = request;
  const { rules } = await session.rules();
  const read: { file?: FileResult } = {};
  const outcome = await writeRun(session, {
    approve,
    overrides: [...overrides, ...allowBelow.map((floor) => `below-${floor}` as const)],
    detailedExitcode,
    async feature(engine, store, ask) {
      checkTax(rules, store.isPriceEnteredWithTax);
      const { weightUnits: weightUnit, dimensionUnits: lengthUnit, currency } = store;
      const reader = await openProducts(opened(request), {
        ...readOptions(session, request),
        ...{ weightUnit, lengthUnit, currency, keepDoubts: true },
      });
      const spool = await openSpool();
      const apart = openApart(reader, request);
      const withHeaders = (problems: readonly Problem[]) => problems.map((it) => withHeader(reader, it));
      try {
        session.emit({ type: 'stage', stage: 'check', total: null });
        const checked = await check(session, reader, request, spool.add);
        session.emit({ type: 'stage-done', stage: 'check', done: checked.products });
        const imported = await importProducts(engine, {
          source: { file: shown(request), format: reader.detected.format },
          rows: spool.rows,
          products: checked.products,
          hasStock: checked.hasStock,
          rules,
          overrides,
          allowBelow,
          maxErrors: maxErrors - errorsIn(checked.problems),
          approve: ask,
          async setApart(rejected) {
            await apart.add([...checked.problems, ...withHeaders(rejected)]);
          },
        });
        await apart.add(withHeaders(imported.refused));
        const file = apart.file();
        read.file = file;
        const problems = [...apart.trouble, ...checked.problems, ...withHeaders(imported.problems)];
        const isPartial = imported.exitCode === ExitCode.Done && file.rows.invalid > 0;
        return {
          ...imported,
          problems: problems.slice(0, PROBLEMS_KEPT),
          exitCode: isPartial ? ExitCode.Partial : imported.exitCode,
        };
      } catch (error) {
        const { rejectsFile } = apart.file();
        if (rejectsFile !== null)
          session.emit({
            type: 'note',
            message: `The rows that are not taken, and why, are in ${rejectsFile}.`,
          });
        throw error;
      } finally {
        await spool.close();
        await reader.close();
      }
    },
  });
  if (!read.file) throw new Error('The run ended without having read its file.');
  return { ...outcome, result: { ...read.file, ...outcome.result } };
}

function check(
  { emit, stop }: Session,
  reader: ProductReader,
  { maxErrors = MOST_ERRORS }: FileRequest,
  onRow?: (row: ProductRow) => Promise<void>,
): Promise<CheckedFile> {
  return checkFile(reader, {
    maxErrors,
    ...(onRow ? { onRow } : {}),
    onProgress: (done) => emit({ type: 'progress', stage: 'check', done, total: null, counts: {} }),
    signal: stop.drain,
  });
}

interface Apart {
  /** Sets these rows apart beside those that were before. */
  add(problems: readonly Problem[]): Promise<void>;
  file(): FileResult;
  /** A disk that takes no more is a problem beside what is done, and not the end of the run. */
  trouble: readonly Problem[];
}

/** The rows that are not taken, in a file of their own, and what the file was. */
function openApart(reader: ProductReader, { source }: FileRequest): Apart {
  const { format, encoding, delimiter } = reader.detected;
  const known: Problem[] = [];
  const trouble: Problem[] = [];
  let rejectsFile: string | undefined;
  let rejected = 0;
  let rows: RowTotals | undefined;
  function count(): RowTotals {
    const { total, ignored, invalid: unread } = reader.totals();
    const invalid = Math.max(rejected, unread);
    return { total, valid: total - invalid - ignored, invalid, ignored };
  }
  async function write() {
    rejectsFile ??= await rejectsFileFor(typeof source === 'string' ? source : path.resolve('stdin'));
    rejected = await reader.writeRejects(rejectsFile, known).catch((error: unknown) => {
      if (!(error instanceof TtpdError)) throw error;
      trouble.push(errorProblem(error));
      return 0;
    });
  }
  return {
    trouble,
    async add(problems) {
      known.push(...problems);
      if (errorsIn(problems) > 0) await write();
      // What the store refuses later was read well.
      rows ??= count();
    },
    file() {
      return {
        ...{ file: typeof source === 'string' ? source : 'stdin', format, encoding, delimiter },
        rows: rows ?? count(),
        rejectsFile: rejected > 0 ? (rejectsFile ?? null) : null,
      };
    },
  };
}

function errorsIn(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function opened({ source }: FileRequest): string | Readable {
  if (typeof source === 'string' || source instanceof Readable) return source;
  return Readable.from(source, { objectMode: false });
}

function shown({ source }: FileRequest): string {
  return typeof source === 'string' ? source : 'stdin';
}

function readOptions({ stop }: Session, request: FileRequest): ReadOptions {
  const { format, encoding, delimiter, decimal, clearToken, mapFile, skuFromHandle } = request;
  return {
    format: format ?? (mapFile === undefined ? undefined : 'supplier'),
    encoding,
    delimiter,
    decimal,
    clearToken,
    mapFile,
    skuFromHandle,
    signal: stop.drain,
  };
}
