import { globSync, readFileSync } from 'node:fs';
import { parseSync, visitorKeys } from 'oxc-parser';
import { codeOf } from '../../src/catalog/guards/guard.ts';
import { ExitCode } from '../../src/common/errors.ts';
import { GUARDS } from '../../src/ledger/journal/plan-notes.ts';
import { childrenOf, isNode, type SyntaxNode } from './syntax.ts';

/** A code that a command can end with or that stands in `problems`, as the sources have it. */
export interface ErrorCode {
  code: string;
  /** `error` ends the command; the others are problems of a row, a file or the whole run. */
  kinds: Set<string>;
  exitCodes: Set<number>;
  /** The first that is written out; `…` stands for what differs from case to case. */
  message: string;
  hint: string;
}

const CODE = /^[A-Z][A-Z0-9_]{2,}$/;

/** The sandbox says what the services say; the YAML parser has words of its own. */
const NO_CODES_OF_OURS = ['src/sandbox/', 'src/rules/syntax-words.ts'];

/** What no single place in the sources says whole. */
const ELSEWHERE: readonly Found[] = [
  {
    code: 'BUG',
    kind: 'error',
    exitCode: ExitCode.Failed,
    message: 'Anything that is neither the user’s nor a service’s fault.',
    hint: 'Please report it.',
  },
  {
    code: 'USAGE',
    kind: 'error',
    exitCode: ExitCode.Usage,
    message: 'A flag or an argument that the command does not take.',
    hint: 'See --help.',
  },
  {
    code: 'FAULT_INVALID',
    kind: 'error',
    exitCode: ExitCode.Usage,
    message: 'The sandbox knows no such fault.',
    hint: '',
  },
  {
    code: 'PORT_TAKEN',
    kind: 'error',
    exitCode: ExitCode.Usage,
    message: 'Something else listens on the sandbox’s port.',
    hint: '',
  },
  {
    code: 'FOLDER_UNWRITABLE',
    kind: 'error',
    exitCode: ExitCode.Usage,
    message: 'The sandbox cannot keep its store in that folder.',
    hint: '',
  },
];

/** Every code of `src/`. */
export function errorCodes(): ErrorCode[] {
  const codes = new Map<string, ErrorCode>();
  for (const file of globSync('src/**/*.ts').sort()) {
    if (NO_CODES_OF_OURS.some((start) => file.startsWith(start))) continue;
    const { program } = parseSync(file, readFileSync(file, 'utf8'));
    visit(program as unknown as SyntaxNode, (found) => merge(codes, found));
  }
  for (const found of ELSEWHERE) {
    codes.get(found.code)?.kinds.clear();
    merge(codes, found);
  }
  for (const guard of GUARDS)
    merge(codes, {
      code: codeOf(guard),
      kind: 'error',
      exitCode: ExitCode.Guarded,
      message: `The guard ${guard} stopped the plan.`,
      hint: 'docs/guards.md says what it looks at, and how to let a plan pass.',
    });
  return [...codes.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

interface Found {
  code: string;
  kind: string;
  exitCode: number | undefined;
  message: string;
  hint: string;
}

function visit(node: SyntaxNode, onCode: (found: Found) => void): void {
  for (const found of codesOf(node)) onCode(found);
  for (const child of childrenOf(node, visitorKeys)) visit(child, onCode);
}

function merge(codes: Map<string, ErrorCode>, { code, kind, exitCode, message, hint }: Found): void {
  const known = codes.get(code) ?? { code, kinds: new Set(), exitCodes: new Set(), message: '', hint: '' };
  if (kind !== '') known.kinds.add(kind);
  if (exitCode !== undefined) known.exitCodes.add(exitCode);
  known.message ||= message;
  known.hint ||= hint;
  codes.set(code, known);
}

/** `new TtpdError('CODE', message, { hint, exitCode })`, `refuse('CODE', …)`, `{ code: 'CODE', message, severity }`. */
function codesOf(node: SyntaxNode): Found[] {
  if (node.type === 'NewExpression' || node.type === 'CallExpression') return ofCall(node);
  if (node.type === 'ObjectExpression') return ofObject(node);
  if (node.type === 'SwitchCase') return ofCase(node);
  if (node.type === 'IfStatement') return ofIf(node);
  return [];
}

/** `case 'CODE': return message`. */
function ofCase({ test, consequent }: SyntaxNode): Found[] {
  const [first] = nodes(consequent);
  const message = isNode(first?.argument) ? textOf(first.argument) : '';
  return ofCondition(isNode(test) ? test : undefined, message, {});
}

/** `if (code === 'CODE') return { hint, exitCode }`. */
function ofIf({ test, consequent }: SyntaxNode): Found[] {
  if (!isNode(test) || !isNode(test.left) || test.left.name !== 'code' || !isNode(test.right)) return [];
  const given = isNode(consequent) ? returned(consequent) : undefined;
  return given?.type === 'ObjectExpression' ? ofCondition(test.right, ' ', properties(given)) : [];
}

function returned(node: SyntaxNode): SyntaxNode | undefined {
  const last = node.type === 'BlockStatement' ? nodes(node.body).at(-1) : node;
  return isNode(last?.argument) ? last.argument : undefined;
}

function ofCondition(
  test: SyntaxNode | undefined,
  message: string,
  { hint, exitCode }: ReturnType<typeof properties>,
): Found[] {
  if (!/\s/.test(message)) return [];
  return literals(test)
    .filter((text) => CODE.test(text))
    .map((code) => ({
      code,
      kind: 'error',
      exitCode: exitOf(exitCode),
      message: message.trim(),
      hint: textOf(hint),
    }));
}

function ofCall(node: SyntaxNode): Found[] {
  const args = nodes(node.arguments);
  const at = args.findIndex((arg) => literals(arg).some((text) => CODE.test(text)));
  const texts = args.slice(at + 1).map(textOf);
  // A code comes with a sentence; other words in capitals do not.
  const message = texts.find((text) => /\s/.test(text));
  if (at < 0 || message === undefined) return [];
  const details = properties(args.find((arg, i) => i > at && arg.type === 'ObjectExpression'));
  const callee = isNode(node.callee) ? String(node.callee.name ?? '') : '';
  const isRefusal = callee === 'refuse';
  const isError = /Error$/.test(callee) || isRefusal;
  const exit = exitOf(details.exitCode) ?? (isRefusal ? ExitCode.Usage : ExitCode.Failed);
  return literals(args[at])
    .filter((text) => CODE.test(text))
    .map((code) => ({
      code,
      kind: isError ? 'error' : 'problem',
      exitCode: isError ? exit : undefined,
      message,
      hint: textOf(details.hint) || (isRefusal ? (texts.filter((text) => /\s/.test(text))[1] ?? '') : ''),
    }));
}

function ofObject(node: SyntaxNode): Found[] {
  const { code, message, reason, severity, hint } = properties(node);
  if (!code || !(message ?? reason ?? hint)) return [];
  return literals(code)
    .filter((text) => CODE.test(text))
    .map((text) => ({
      code: text,
      kind: literals(severity)[0] ?? 'problem',
      exitCode: undefined,
      message: textOf(message ?? reason),
      hint: textOf(hint),
    }));
}

function properties(node: SyntaxNode | undefined): Record<string, SyntaxNode | undefined> {
  return Object.fromEntries(
    nodes(node?.properties).flatMap(({ key, value }) =>
      isNode(key) && isNode(value) ? [[String(key.name ?? key.value), value] as const] : [],
    ),
  );
}

function exitOf(node: SyntaxNode | undefined): number | undefined {
  const name = node && isNode(node.property) ? String(node.property.name) : '';
  return Object.entries(ExitCode).find(([each]) => each === name)?.[1];
}

/** Of a literal, and of both sides of a choice between two. */
function literals(node: SyntaxNode | undefined): string[] {
  if (!node) return [];
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
  if (node.type !== 'ConditionalExpression') return [];
  return [node.consequent, node.alternate].flatMap((side) => (isNode(side) ? literals(side) : []));
}

/** A sentence as it is written, `…` for each value in it. */
function textOf(node: SyntaxNode | undefined): string {
  if (!node) return '';
  if (node.type === 'TemplateLiteral')
    return nodes(node.quasis)
      .map(({ value }) => (value as { cooked: string }).cooked)
      .join('…');
  return literals(node)[0] ?? '';
}

function nodes(value: unknown): SyntaxNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
