import { ExitCode } from '../../src/common/errors.ts';
import { type ErrorCode, errorCodes } from './error-codes.ts';

const HEAD = `# Error codes

Every code that ttpd shows in brackets and in \`problems\` of \`--json\`. Codes are stable; sentences may get better.
\`npm run errors\` writes this page out of the sources, \`…\` stands for what differs from case to case.

- **error**: ends the command with the [exit code](exit-codes.md) beside it.
- **warning**, **info**: said beside a result; the exit code is not changed by it.
- **problem**: of one row, order or file. A row of a plan has it as its reason (\`ttpd plan show\`), an order in
  \`ttpd order review\`, a line of a CSV file in its \`.rejects.csv\`. Rows that failed make the exit code 4.

| code | what | exit | says | what to do |
|---|---|---|---|---|
`;

/** The text of docs/errors.md. */
export function errorsPage(): string {
  return HEAD + errorCodes().map(line).join('');
}

function line({ code, kinds, exitCodes, message, hint }: ErrorCode): string {
  const isError = kinds.has('error');
  const exits = isError && exitCodes.size === 0 ? [ExitCode.Failed] : [...exitCodes].sort((a, b) => a - b);
  const cells = [`\`${code}\``, [...kinds].sort().join(', '), exits.join(', '), message, hint];
  return `| ${cells.map(cell).join(' | ')} |\n`;
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').trim();
}
