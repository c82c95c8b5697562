import { stripVTControlCharacters } from 'node:util';

const USUAL_COLUMNS = 80;

/** How wide a terminal is; `undefined` for a pipe or a file, where nothing is to be fitted. */
export function columnsOf(stream: { isTTY?: boolean; columns?: number }): number | undefined {
  return stream.isTTY === true ? stream.columns || USUAL_COLUMNS : undefined;
}

/** Characters that are seen: colours take no room. */
export function visibleWidth(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** Plain text (no colours) in so many characters. */
export function cut(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, Math.max(0, limit - 1)).join('')}…`;
}

/** Breaks a long line between words; what follows the first line is indented. A longer word stays whole. */
export function wrapWords(text: string, columns: number | undefined, indent: string): string {
  if (columns === undefined || visibleWidth(text) <= columns) return text;
  // What stands before the first word is the line's own indent.
  const [, margin = '', rest = ''] = /^(\s*)(.*)$/s.exec(text) ?? [];
  const lines: string[] = [];
  let line = margin;
  for (const word of rest.split(/(?<=\S)(?=\s)/)) {
    if (line.trim() !== '' && visibleWidth(line + word) > columns) {
      lines.push(line);
      line = indent + word.trimStart();
    } else line += word;
  }
  return [...lines, line].join('\n');
}

/** Sentences broken at words; lines with a command stay whole, they are there to be copied. */
export function fitted(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .map((line) => (/ {2}ttpd /.test(line) ? line : wrapWords(line, columns, '    ')))
    .join('\n');
}
