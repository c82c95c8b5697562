import { printable } from '../../common/printable.ts';
import type { Detected, RowTotals } from '../../csv/csv-row.ts';
import { count } from '../../terminal/plurals.ts';
import type { Theme } from '../../terminal/theme.ts';

export interface FileReport {
  file: string;
  detected: Detected;
  rows: RowTotals;
  rejectsFile: string | null;
}

/** What `result` says of the file. Stable. */
export function fileResult({ file, detected, rows, rejectsFile }: FileReport) {
  const { format, encoding, delimiter } = detected;
  return { file, format, encoding, delimiter, rows, rejectsFile };
}

export function fileText({ file, detected, rows, rejectsFile }: FileReport, theme: Theme): string {
  const { format, encoding, delimiter } = detected;
  const words = [
    `${rows.valid.toLocaleString('en-US')} good`,
    ...(rows.invalid > 0 ? [theme.bad(`${rows.invalid.toLocaleString('en-US')} rejected`)] : []),
    ...(rows.ignored > 0 ? [`${rows.ignored.toLocaleString('en-US')} ignored`] : []),
  ];
  const dialect = `${format}, ${encoding}, ${delimiter === '\t' ? 'tab' : `"${delimiter}"`}`;
  return [
    `File   ${theme.strong(printable(file))}  ${count(rows.total, 'row')}: ${words.join(' · ')}  ${theme.dim(dialect)}`,
    ...(rejectsFile === null
      ? []
      : [
          `The rejected rows, and why, are in ${printable(rejectsFile)}: correct them there and import that file.`,
        ]),
  ].join('\n');
}
