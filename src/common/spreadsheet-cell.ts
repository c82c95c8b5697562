import { withoutControls } from './printable.ts';

/** Spreadsheets run what begins so, full-width signs and line breaks too (OWASP, CSV injection). */
const RUNS = /^'*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Whether a spreadsheet would run the text, or its import would, now or when one quote before it is taken off. */
export function runsInSpreadsheet(text: string): boolean {
  return RUNS.test(text);
}

/**
 * Foreign text as a CSV cell that no spreadsheet runs: a quote goes in front. A number stays a number. What begins with
 * such a quote already gets another, so that taking one away gives the text back. Controls are left out.
 */
export function spreadsheetCell(foreign: string): string {
  const text = withoutControls(foreign).replaceAll(/\r\n?/g, '\n');
  return runsInSpreadsheet(text) && !NUMBER.test(text) ? `'${text}` : text;
}
