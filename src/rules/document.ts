import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import type { LocatedFinding, Path, Position } from './finding.ts';
import { keyFindings, start } from './key-findings.ts';
import { syntaxWords } from './syntax-words.ts';

/** A YAML text as plain values that still know where they were written. */
export interface RulesDocument {
  /** `undefined` when the text cannot be read at all; an empty text is an empty section. */
  value: unknown;
  /** What is wrong with it as YAML. */
  findings: LocatedFinding[];
  /** Of the key or the value there; of the nearest section around it when there is none. */
  positionOf(path: Path, at: 'key' | 'value'): Position;
  /** As written, quotes included; `undefined` for what has several lines or is not there. */
  written(path: Path): string | undefined;
}

/** Anchors may be repeated this often; a file that nests them to blow up in memory goes far beyond (measured by `yaml`). */
const MAX_ALIASES = 100;
/** `rules.price.rules[0].when.cost.from` is 7 deep. Beyond, the parser's own recursion would end the process. */
const MAX_DEPTH = 50;

/** Reads one YAML 1.2 document: no tags, no repeated keys, no merge keys, no YAML 1.1 words such as `yes`. */
export function readDocument(text: string): RulesDocument {
  const lines = new LineCounter();
  if (deeperThan(MAX_DEPTH, text)) return unreadable(`lists and sections are more than ${MAX_DEPTH} deep`);
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    // Ours says where the first one is, and takes linear time.
    uniqueKeys: false,
    prettyErrors: false,
    // No warnings of its own to the terminal; they are still listed.
    logLevel: 'error',
    lineCounter: lines,
  });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    // An empty text has no line of its own.
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const finding = (offset: number, path: Path, message: string): LocatedFinding => ({
    severity: 'error',
    path,
    message,
    ...positionAt(offset),
  });

  const syntax = firstOfEachLine(
    [...document.errors, ...document.warnings].map((error) =>
      finding(error.pos[0], [], syntaxWords(error, lineAt(text, error.pos[0]))),
    ),
  );
  const placeOf = finder(document);
  const reader = {
    positionOf: (path: Path, at: 'key' | 'value') => positionAt(offsetOf(placeOf(path), at)),
    written: (path: Path) => writtenText(placeOf(path), text),
  };
  if (document.errors.length > 0) return { value: undefined, findings: syntax, ...reader };

  const findings = [...syntax, ...keyFindings(document, finding, (offset) => positionAt(offset).line)];
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    // Nothing at all, comments alone, or `---`.
    return { value: value ?? {}, findings, ...reader };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    // An alias without its anchor is among the findings by now; the rest is one that grows too large.
    const message = `anchors (&) and aliases (*) repeat more than ${MAX_ALIASES} times; write the values out`;
    return {
      value: undefined,
      findings: findings.length > 0 ? findings : [finding(firstAlias(document), [], message)],
      ...reader,
    };
  }
}

function unreadable(message: string): RulesDocument {
  const start = { line: 1, column: 1 };
  return {
    value: undefined,
    findings: [{ severity: 'error', path: [], message, ...start }],
    positionOf: () => start,
    written: () => undefined,
  };
}

/** By indentation and by brackets, whichever is deeper. */
function deeperThan(limit: number, text: string): boolean {
  let open = 0;
  for (const line of text.split('\n')) {
    // `- - - - x` and `? ? ? x` open a level with every mark.
    const marks = /^(?:[ \t]*[-?](?=[ \t]))*/.exec(line)?.[0].replaceAll(/[ \t]/g, '').length ?? 0;
    if (marks > limit) return true;
    for (const character of withoutWords(line)) {
      if (character === '[' || character === '{') open++;
      else if ((character === ']' || character === '}') && open > 0) open--;
      if (open > limit) return true;
    }
  }
  return false;
}

/** A line without its quoted texts and its comment, whose brackets open nothing. */
function withoutWords(line: string): string {
  return line
    .replaceAll(/(?<=^|[\s:,[{])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=\s*(?:[:,\]}#]|$))/g, '')
    .replace(/(?:^|\s)#.*$/, '');
}

function firstAlias(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_, alias) {
      offset = start(alias);
      return visit.BREAK;
    },
  });
  return offset;
}

interface Place {
  key: Node | null;
  value: Node | null;
  /** `false`: the text ends on the way, and this is the last thing on it. */
  found: boolean;
}

/** Walks down as far as the path is in the text. */
function finder(document: Document): (path: Path) => Place {
  // Looked up by key: a long list of brands can have a problem with each.
  const pairs = new WeakMap<YAMLMap, Map<string, Pair>>();

  function pairOf(map: YAMLMap, key: string): Pair | undefined {
    let byKey = pairs.get(map);
    if (!byKey) {
      byKey = new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]));
      pairs.set(map, byKey);
    }
    return byKey.get(key);
  }

  return (path) => {
    let place: Place = { key: null, value: document.contents, found: true };
    for (const step of path) {
      const value = isAlias(place.value) ? place.value.resolve(document) : place.value;
      if (isSeq(value) && typeof step === 'number' && value.items[step] !== undefined) {
        const item = value.items[step] as Node;
        place = { key: item, value: item, found: true };
        continue;
      }
      const pair = isMap(value) && typeof step === 'string' ? pairOf(value, step) : undefined;
      if (!pair) return { ...place, found: false };
      place = { key: pair.key as Node, value: pair.value as Node | null, found: true };
    }
    return place;
  };
}

function offsetOf({ key, value, found }: Place, at: 'key' | 'value'): number {
  // What is missing is said at the key of the section that should have it.
  const wanted = found && at === 'value' && !isEmpty(value) ? value : key;
  return start(wanted ?? value);
}

function isEmpty(node: Node | null): boolean {
  return isScalar(node) && node.value === null && !node.source;
}

function writtenText({ value, found }: Place, text: string): string | undefined {
  if (!found || !value?.range) return undefined;
  const raw = text.slice(value.range[0], value.range[1]).trim();
  return raw === '' || raw.includes('\n') ? undefined : raw;
}

function firstOfEachLine(findings: LocatedFinding[]): LocatedFinding[] {
  // One mistake often makes a trail of others in its line.
  return [...new Map(findings.toReversed().map((it) => [it.line, it])).values()].reverse();
}

function lineAt(text: string, offset: number): string {
  const begin = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(begin, end < 0 ? undefined : end);
}
