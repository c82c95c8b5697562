import { appendFile, stat } from 'node:fs/promises';
import { unwritable } from '../../common/files/file-errors.ts';
import { writeFileWhole } from '../../common/files/write-file.ts';
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
 * @throws TtpdError FILE_UNWRITABLE, DISK_FULL
 */
export async function writeReports(files: readonly ReportFile[], report: Report): Promise<void> {
  for (const { format, file } of files)
    await writeFileWhole(file, WRITERS[format](report), { overwrite: true, what: 'the report' });
}

/** Adds to what earlier commands of the step have written there. */
export async function writeJobSummary(file: string, report: Report): Promise<void> {
  const there = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  await appendFile(file, await jobSummary(report, SUMMARY_LIMIT - there)).catch((error: unknown) => {
    throw unwritable(file, error, "the job's summary");
  });
}
