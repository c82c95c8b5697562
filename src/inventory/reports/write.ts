import { createWriteStream } from 'node:fs';
import { appendFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { csvReport } from './csv.ts';
import { jobSummary, SUMMARY_LIMIT } from './github.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import type { Report } from './report.ts';

export type ReportFormat = 'csv' | 'json' | 'md' | 'junit';
export interface ReportFile {
  format: ReportFormat;
  file: string;
}

const WRITERS: Record<ReportFormat, (report: Report) => AsyncIterable<string>> = {
  csv: csvReport,
  json: jsonReport,
  md: markdownReport,
  async *junit(report) {
    yield await junitReport(report);
  },
};

/**
 * Over whatever is there, because a job writes the same files every night.
 * @throws TtpdError FILE_UNWRITABLE (exit 2)
 */
export async function writeReports(files: readonly ReportFile[], report: Report): Promise<void> {
  for (const { format, file } of files)
    try {
      await pipeline(Readable.from(WRITERS[format](report)), createWriteStream(file));
    } catch (cause) {
      if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
      throw new TtpdError('FILE_UNWRITABLE', `The report ${file} cannot be written: ${cause.message}.`, {
        hint: 'Name a file in a folder that is there and that you may write to.',
        exitCode: ExitCode.Usage,
        cause,
      });
    }
}

/** Adds to what earlier commands of the step have written there. */
export async function writeJobSummary(file: string, report: Report): Promise<void> {
  const there = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  await appendFile(file, await jobSummary(report, SUMMARY_LIMIT - there));
}
