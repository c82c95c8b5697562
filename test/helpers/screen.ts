/**
 * What a terminal of five rows shows in the end: enough of one to see lines, erasing, saving the cursor, and scrolling.
 * It begins on `from`, the last row (4) where most commands are typed; what scrolled off the top is kept.
 */
const ROWS = 5;

export function screen(written: string, from = ROWS - 1): string[] {
  const lines: string[] = Array.from({ length: ROWS }, () => '');
  let scrolled = 0;
  let cursor = { row: from, column: 0 };
  let saved = cursor;
  const at = () => scrolled + cursor.row;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it reads what a terminal reads
  for (const [token] of written.matchAll(/\u001B\[[?\d]*[A-Za-z]|\u001B[78]|[\s\S]/g)) {
    const line = lines[at()] ?? '';
    if (token === '\n') {
      if (cursor.row === ROWS - 1) {
        scrolled += 1;
        lines.push('');
      } else cursor = { ...cursor, row: cursor.row + 1 };
      cursor = { ...cursor, column: 0 };
    } else if (token === '\r') cursor = { ...cursor, column: 0 };
    else if (token === '\u001B7') saved = cursor;
    else if (token === '\u001B8') cursor = saved;
    else if (/G$/.test(token) && token.length > 1)
      cursor = { ...cursor, column: Number.parseInt(token.slice(2), 10) - 1 };
    else if (token === '\u001B[2K') lines[at()] = '';
    else if (/[KJ]$/.test(token) && token.length > 1) {
      lines[at()] = line.slice(0, cursor.column);
      if (token.endsWith('J')) lines.fill('', at() + 1);
    } else if (token.length === 1) {
      lines[at()] =
        line.padEnd(cursor.column).slice(0, cursor.column) + token + line.slice(cursor.column + 1);
      cursor = { ...cursor, column: cursor.column + 1 };
    }
  }
  return lines.slice(from, at() + 1);
}
