import Handlebars from 'handlebars';
import { ExitCode, TtpdError } from '../common/errors.ts';
import { nearest } from '../common/nearest.ts';
import { plainText, safeHtml } from './sanitize.ts';

/**
 * Handlebars with nothing in it but fields, `#if`, `#unless`, `#each` and four helpers. What a template may say is an
 * allow-list over its syntax tree: prototypes, partials, `lookup`, `@root` and the rest are refused before it is ever
 * compiled, and it is given no more than the fields that it names.
 */
export type Template = (fields: Readonly<Record<string, TemplateValue>>) => string;

/** `null` and `undefined` show as nothing; a list as `a, b`. */
export type TemplateValue =
  | string
  | number
  | null
  | undefined
  | readonly string[]
  | Readonly<Record<string, string>>
  | ForeignText;

export interface TemplateOptions {
  /** The template writes HTML: values are escaped in it, with two braces or three. */
  html: boolean;
  /** Names that it may use; `attributes.*` for one with names of its own. */
  fields: readonly string[];
}

/** The supplier's long text: its safe HTML in an HTML template, its words in any other and in helpers. */
export class ForeignText {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** Handlebars asks for this instead of escaping. */
  toHTML(): string {
    return safeHtml(this.#source);
  }

  toString(): string {
    return plainText(this.#source);
  }
}

/** @throws TtpdError `BAD_TEMPLATE` for what `templateProblem` says. */
export function compileTemplate(source: string, { html, fields: known }: TemplateOptions): Template {
  const checked = check(source, known);
  if ('problem' in checked) throw badTemplate(source, checked.problem);
  const { program, uses } = checked;
  const render = environment().compile(program, {
    strict: true,
    noEscape: !html,
    knownHelpersOnly: true,
    knownHelpers: { words: true, upper: true, lower: true, default: true },
  });
  return (fields) =>
    String(
      render(contextOf(uses, fields), {
        allowProtoPropertiesByDefault: false,
        allowProtoMethodsByDefault: false,
      }),
    );
}

/** What is wrong with it, as a sentence; `fields` as in `TemplateOptions`. */
export function templateProblem(source: string, fields: readonly string[]): string | undefined {
  const checked = check(source, fields);
  return 'problem' in checked ? checked.problem : undefined;
}

/** The fields that it names; none of a template that is wrong. */
export function templateFields(source: string, fields: readonly string[]): string[] {
  const checked = check(source, fields);
  return 'problem' in checked ? [] : [...checked.uses.keys()];
}

const HELPERS: Record<string, { usage: string; fits: (params: readonly Node[]) => boolean }> = {
  words: {
    usage: '{{words name 120}}',
    fits: ([, limit, ...more]) =>
      limit?.type === 'NumberLiteral' && isCount(limit.value) && more.length === 0,
  },
  upper: { usage: '{{upper brand}}', fits: ({ length }) => length === 1 },
  lower: { usage: '{{lower brand}}', fits: ({ length }) => length === 1 },
  default: { usage: '{{default name "Part"}}', fits: ({ length }) => length === 2 },
};
const BLOCKS = ['if', 'unless', 'each'];
const LITERALS = ['StringLiteral', 'NumberLiteral', 'BooleanLiteral'];
/** Of one round of `#each`. */
const ROUND = ['index', 'key', 'first', 'last'];

function environment(): typeof Handlebars {
  const env = Handlebars.create();
  for (const name of ['log', 'lookup', 'with', 'helperMissing', 'blockHelperMissing'])
    env.unregisterHelper(name);
  env.registerHelper('words', (value: unknown, limit: number) => cutAtWord(oneText(value), limit));
  env.registerHelper('upper', (value: unknown) => oneText(value).toUpperCase());
  env.registerHelper('lower', (value: unknown) => oneText(value).toLowerCase());
  env.registerHelper('default', (value: unknown, other: unknown) =>
    oneText(value).trim() === '' ? other : value,
  );
  return env;
}

function oneText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** What no text ends with. */
const DANGLING = ' ,;:–-';

/** The longest run of whole words within `limit` characters; of a single longer word, its beginning. */
export function cutAtWord(text: string, limit: number): string {
  const words = text.replaceAll(/\s+/g, ' ').trim();
  if (words.length <= limit) return words;
  const end = words.lastIndexOf(' ', limit);
  // Half a surrogate pair is no character.
  const cut = end > 0 ? words.slice(0, end) : words.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
  let length = cut.length;
  while (length > 0 && DANGLING.includes(cut.charAt(length - 1))) length -= 1;
  return cut.slice(0, length);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

/** Name of a field → the names within it that the template asks for. */
type Uses = Map<string, Set<string>>;

function contextOf(uses: Uses, fields: Parameters<Template>[0]): object {
  const context = Object.create(null);
  for (const [name, keys] of uses)
    context[name] = valueFor(Object.hasOwn(fields, name) ? fields[name] : null, keys);
  // Handlebars compares it with each text that #each meets, loosely; it must equal none and not throw.
  return Object.defineProperty(context, Symbol.toPrimitive, { value: () => Number.NaN });
}

function valueFor(value: TemplateValue, keys: ReadonlySet<string>): unknown {
  if (value === null || value === undefined) return keys.size === 0 ? '' : namedTexts({}, keys);
  if (typeof value !== 'object') return String(value);
  if (value instanceof ForeignText) return value;
  if (isList(value)) return TextList.from(value);
  return namedTexts(value, keys);
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

class TextList extends Array<string> {
  override toString(): string {
    return this.join(', ');
  }
}

/** Names are found without regard to case; those that this part lacks are empty, and `#each` does not meet them. */
function namedTexts(values: Readonly<Record<string, string>>, keys: ReadonlySet<string>): object {
  const texts: Record<string, string> = Object.assign(Object.create(null), values);
  for (const key of keys) {
    if (Object.hasOwn(texts, key)) continue;
    const same = Object.keys(texts).find((name) => name.toLowerCase() === key.toLowerCase());
    const value = same === undefined ? '' : texts[same];
    Object.defineProperty(texts, key, { value, enumerable: false });
  }
  return texts;
}

/** Of Handlebars' syntax tree, as much as is looked at. */
interface Node {
  type: string;
  loc?: { start: { line: number; column: number } };
  path?: Node;
  params?: Node[];
  hash?: unknown;
  program?: Program;
  inverse?: Program;
  escaped?: boolean;
  parts?: string[];
  depth?: number;
  data?: boolean;
  original?: unknown;
  value?: unknown;
}
interface Program {
  body: Node[];
  blockParams?: string[];
}

class Refused extends Error {}

function check(
  source: string,
  known: readonly string[],
): { program: Program; uses: Uses } | { problem: string } {
  if (isDeep(source)) return { problem: `Blocks and brackets are more than ${MOST_DEPTH} deep.` };
  try {
    const program: Program = Handlebars.parse(source);
    return { program, uses: usesOf(program, known) };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message };
    return { problem: syntaxProblem(error instanceof Error ? error.message : String(error)) };
  }
}

/** Beyond, the parser's own recursion would end in no words of ours. */
const MOST_DEPTH = 50;

function isDeep(source: string): boolean {
  let open = 0;
  return Array.from(source.matchAll(/\{\{~?#|\{\{~?\/|[()]/g)).some(([mark]) => {
    open += mark.endsWith('#') || mark === '(' ? 1 : -1;
    return open > MOST_DEPTH;
  });
}

/** The walk over the allow-list. Throws `Refused` at the first node that is not on it. */
function usesOf(program: Program, known: readonly string[]): Uses {
  const uses: Uses = new Map();

  function statements({ body, blockParams = [] }: Program, inEach: boolean): void {
    for (const node of body) {
      if (blockParams.length > 0)
        refuse(node, '"as |…|" is not available: inside #each, {{this}} is the item.');
      if (node.type === 'MustacheStatement') {
        // Three braces must not let foreign text through unescaped; safe HTML escapes itself (`ForeignText`).
        node.escaped = true;
        expression(node, inEach);
      } else if (node.type === 'BlockStatement') block(node, inEach);
      else if (node.type.startsWith('Partial')) refuse(node, 'A template cannot take in another one.');
      else if (node.type !== 'ContentStatement' && node.type !== 'CommentStatement')
        refuse(node, 'Decorators are not available in templates.');
    }
  }

  function block(node: Node, inEach: boolean): void {
    const name = String(node.path?.original);
    const [param, ...more] = node.params ?? [];
    if (!BLOCKS.includes(name))
      refuse(node, `There is no block "#${name}"; there are #if, #unless and #each.`);
    if (!param || more.length > 0 || node.hash) refuse(node, `#${name} takes one field: {{#${name} name}}.`);
    if (name === 'each' && inEach) refuse(node, 'There is no #each inside #each.');
    if (param.type === 'PathExpression') field(param, { inEach, all: true });
    else operand(param, inEach);
    if (node.program) statements(node.program, inEach || name === 'each');
    if (node.inverse) statements(node.inverse, inEach);
  }

  /** `{{name}}`, `{{upper name}}`, `(upper name)`. */
  function expression({ path, params = [], hash, ...node }: Node, inEach: boolean): void {
    if (path?.type !== 'PathExpression') refuse(node, 'Braces hold the name of a field, not a value.');
    const name = String(path.original);
    const helper = Object.hasOwn(HELPERS, name) ? HELPERS[name] : undefined;
    if (helper) {
      if (hash || !helper.fits(params)) refuse(node, `"${name}" is written ${helper.usage}.`);
      for (const param of params) operand(param, inEach);
    } else if (params.length > 0 || hash) {
      refuse(node, `There is no helper "${name}"; there are ${Object.keys(HELPERS).join(', ')}.`);
    } else field(path, { inEach, all: false });
  }

  function operand(node: Node, inEach: boolean): void {
    if (node.type === 'PathExpression') field(node, { inEach, all: false });
    else if (node.type === 'SubExpression') expression(node, inEach);
    else if (!LITERALS.includes(node.type)) refuse(node, `"${node.original}" is no field.`);
  }

  function field(node: Node, place: Place): void {
    const problem = pathProblem(node, place) ?? nameProblem(node, place, known);
    if (problem !== undefined) refuse(node, problem);
    const [name, key] = isOfRound(node, place) ? [] : (node.parts ?? []);
    if (name === undefined) return;
    const keys = uses.get(name) ?? new Set();
    uses.set(name, key === undefined ? keys : keys.add(key));
  }

  statements(program, false);
  return uses;
}

interface Place {
  inEach: boolean;
  /** All that a name holds is asked for: `#each attributes`. */
  all: boolean;
}

/** `{{this}}` and `{{@index}}` of `#each`. */
function isOfRound({ data, parts = [], depth }: Node, { inEach }: Place): boolean {
  if (!inEach || depth !== 0) return false;
  const [name, ...more] = parts;
  return data ? name !== undefined && ROUND.includes(name) && more.length === 0 : name === undefined;
}

function pathProblem(node: Node, place: Place): string | undefined {
  if (isOfRound(node, place)) return undefined;
  const { parts = [], depth, data, original } = node;
  if (data) return `"${original}" is not available.`;
  if (place.inEach && depth === 0)
    return `Inside #each, {{this}} is the item and a field is written {{../${parts[0]}}}.`;
  const isOfPart = depth === (place.inEach ? 1 : 0) && (parts.length === 1 || parts.length === 2);
  return isOfPart ? undefined : `"${original}" is no field.`;
}

function nameProblem(node: Node, place: Place, known: readonly string[]): string | undefined {
  const [name, key] = node.parts ?? [];
  if (isOfRound(node, place) || name === undefined) return undefined;
  const isNamed = known.includes(`${name}.*`);
  if (!isNamed && !known.includes(name)) return unknown(name, known);
  if (!isNamed && key !== undefined) return `"${name}" is one text: "${key}" is not in it.`;
  if (isNamed && key === undefined && !place.all)
    return `"${name}" are many: {{${name}.[Bolt circle]}} is one of them, #each shows all.`;
  return undefined;
}

function refuse(node: Node, message: string): never {
  throw new Refused(`${message}${placeOf(node)}`);
}

function placeOf({ loc }: Node): string {
  if (!loc) return '';
  const { line, column } = loc.start;
  return line === 1 ? ` (column ${column + 1})` : ` (line ${line}, column ${column + 1})`;
}

function unknown(name: string, known: readonly string[]): string {
  const names = known.map((each) => each.replace('.*', ''));
  const [guess] = nearest(name, names, 1);
  return `There is no field "${name}"; ${guess ? `did you mean "${guess}"?` : `there are ${names.join(', ')}.`}`;
}

/** Handlebars names its own tokens; the place, which is in the second line of its message, says more. */
function syntaxProblem(message: string): string {
  const [first = '', near, pointer] = message.split('\n');
  const line = /^Parse error on line (\d+)/.exec(first)?.[1];
  if (line === undefined) return `${first.replace(/ - \d+:\d+$/, '')}: each {{#block}} needs its own end.`;
  if (pointer !== undefined && near !== undefined && message.includes("got 'EOF'"))
    return 'A {{#block}} has no end: {{#if name}} … {{/if}}.';
  return `The braces cannot be read in line ${line}, near "${near ?? ''}".`;
}

function badTemplate(source: string, problem: string): TtpdError {
  return new TtpdError('BAD_TEMPLATE', `The template "${cutAtWord(source, 60)}" is wrong: ${problem}`, {
    hint: 'docs/rules.md lists the fields and helpers.',
    exitCode: ExitCode.Usage,
  });
}
