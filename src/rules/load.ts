import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import { printable } from '../common/printable.ts';
import { checkRules } from './check.ts';
import { readDocument } from './document.ts';
import { RULES_FILE } from './find.ts';
import { type LocatedFinding, pathText } from './finding.ts';
import { Rules } from './schema.ts';
import { schemaFindings } from './schema-findings.ts';
import { soundRules } from './sound-rules.ts';

/** Rules for a catalogue of thousands of brands stay far below; more is a mistake, and reading it takes seconds. */
const LARGEST_FILE = 1024 * 1024;

export interface LoadedRules {
  rules: Rules;
  file: string;
  /** What may be meant and probably is not. */
  warnings: Problem[];
}

/**
 * @throws TtpdError `RULES_INVALID` with every problem in the file, by line; `RULES_NOT_FOUND`
 */
export function loadRules(file: string): LoadedRules {
  return { file, ...parseRules(readText(file), file) };
}

/** The text of a rules file; `file` is for messages only. Errors as `loadRules`. */
export function parseRules(text: string, file = RULES_FILE): Omit<LoadedRules, 'file'> {
  const document = readDocument(text.replace(/^\uFEFF/, ''));
  const parsed =
    document.value === undefined ? undefined : Rules.safeParse(document.value, { error: () => '' });
  const wrong = parsed?.error ? schemaFindings(parsed.error.issues, document) : [];
  const sound = parsed?.data ?? soundRules(document.value, wrong);
  const located = [...wrong, ...(sound ? checkRules(sound) : [])].map(
    (finding): LocatedFinding => ({ ...finding, ...document.positionOf(finding.path, finding.at) }),
  );

  // One place, one problem: what is no key at all is not also an unknown one.
  const places = new Set(document.findings.map(place));
  const findings = [...document.findings, ...located.filter((finding) => !places.has(place(finding)))];
  findings.sort((a, b) => a.line - b.line || a.column - b.column);

  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || !parsed?.success) throw invalid(file, errors);
  return {
    rules: parsed.data,
    warnings: findings.map((finding) => problemOf(finding, file, 'RULES_DOUBTFUL')),
  };
}

function readText(file: string): string {
  const refuse = (what: string, hint: string) =>
    new TtpdError('RULES_INVALID', `${file} ${what}.`, { hint, exitCode: ExitCode.Usage });
  try {
    // Before it is opened: a pipe would wait for its writer.
    const stats = statSync(file);
    if (!stats.isFile()) throw refuse('is not a file', 'Give the path of the rules file itself.');
    if (stats.size > LARGEST_FILE)
      throw refuse(
        `has ${(stats.size / LARGEST_FILE).toFixed(1)} MB, and rules have at most 1 MB`,
        'Is it the right file?',
      );
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TtpdError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw refuse('is not UTF-8 text', 'Save it as UTF-8 in your editor.');
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      throw refuse(`cannot be read (${code ?? error})`, 'Check that you may read it.');
    throw new TtpdError('RULES_NOT_FOUND', `There is no rules file ${file}.`, {
      hint: 'Check the path, or write a new one.',
      next: ['ttpd config init'],
      exitCode: ExitCode.Usage,
      cause: error,
    });
  }
}

function invalid(file: string, findings: readonly LocatedFinding[]): TtpdError {
  const problems = findings.map((finding) => problemOf(finding, file, 'RULES_INVALID'));
  const count = findings.length === 1 ? 'a problem' : `${findings.length} problems`;
  const lines = problems.map(({ message }) => message).join('\n');
  return new TtpdError('RULES_INVALID', `${file} has ${count}; nothing was done.\n${lines}`, {
    hint: 'docs/rules.md explains every key.',
    exitCode: ExitCode.Usage,
    problems,
  });
}

/** `ttpd.yaml:12:5 price.rules[0].markp: unknown key, did you mean markup?` */
function lineOf({ line, column, path: where, message }: LocatedFinding, file: string): string {
  const key = where.length > 0 ? `${pathText(where)}: ` : '';
  return printable(`${path.basename(file)}:${line}:${column} ${key}${message}`);
}

function problemOf(finding: LocatedFinding, file: string, code: string): Problem {
  return {
    code,
    severity: finding.severity,
    line: finding.line,
    column: pathText(finding.path),
    message: lineOf(finding, file),
  };
}

function place({ line, column }: LocatedFinding): string {
  return `${line}:${column}`;
}
