import { printable } from '../../common/printable.ts';
import type { FileResult } from '../../library/import-csv.ts';
import { count } from '../../terminal/plurals.ts';
import type { Theme } from '../../terminal/theme.ts';

export function fileText(
  { file, format, encoding, delimiter, rows, rejectsFile }: FileResult,
  theme: Theme,
): string {
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
