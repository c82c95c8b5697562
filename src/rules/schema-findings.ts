import type { z } from 'zod';
import { nearest } from '../common/nearest.ts';
import { printable } from '../common/printable.ts';
import { type AllowedKeys, allowedKeys } from './allowed-keys.ts';
import type { RulesDocument } from './document.ts';
import { type Finding, type Path, pathText } from './finding.ts';

type Issue = z.core.$ZodIssue;

/** Enough to see what is meant, and to keep a line a line. */
const LONGEST_QUOTE = 60;

/**
 * zod's issues in words for a person who is no programmer: what may stand there, and what does. An issue's `message` is
 * the schema's own words, or empty where it has none (`Rules.safeParse(value, { error: () => '' })`).
 */
export function schemaFindings(issues: readonly Issue[], document: RulesDocument): Finding[] {
  const words = new Words(document, allowedKeys());
  return issues.flatMap((issue) => words.findings(issue, []));
}

class Words {
  readonly #document: RulesDocument;
  readonly #allowed: AllowedKeys;

  constructor(document: RulesDocument, allowed: AllowedKeys) {
    this.#document = document;
    this.#allowed = allowed;
  }

  findings(issue: Issue, above: Path): Finding[] {
    const path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => error([...path, key], 'key', this.#unknownKey(path, key)));
    if (issue.code === 'invalid_union' && issue.message === '') return this.#union(issue, path);
    return [error(path, 'value', this.#value(issue, path))];
  }

  /** The alternative that was most likely meant. */
  #union(issue: z.core.$ZodIssueInvalidUnion, path: Path): Finding[] {
    const branches = issue.errors.filter((branch) => !branch.some(isOfWrongKind));
    const fewest = Math.min(...branches.map((branch) => branch.length));
    const likely = branches.filter((branch) => branch.length === fewest);
    const [first, ...others] = likely.length > 0 ? likely : issue.errors.slice(0, 1);
    if (!first) return [];
    if (others.length === 0) return first.flatMap((one) => this.findings(one, path));

    const all = [first, ...others];
    const unknown = new Set(all.map((branch) => JSON.stringify(branch.map(unknownKeys))));
    const common = first.filter((one) => unknownKeys(one).length > 0);
    if (unknown.size === 1 && common.length > 0) return common.flatMap((one) => this.findings(one, path));
    const keys = all.flat().flatMap((one) => unknownKeys(one).concat(one.path.slice(0, 1).map(String)));
    const choice = [...new Set(keys)].join(' or ');
    return [
      error(path, 'value', common.length > 0 ? `only one of ${choice}, not both` : `${choice} is missing`),
    ];
  }

  #unknownKey(path: Path, key: string): string {
    const here = this.#allowed.at(path);
    const elsewhere = this.#allowed.sectionWith(key);
    // A word that is a key in another place is more likely misplaced than misspelt.
    if (elsewhere?.length) return `unknown key here; it belongs under ${pathText(elsewhere)}`;
    const [near] = nearest(key, here, 1);
    return near ? `unknown key, did you mean ${near}?` : `unknown key; allowed here: ${here.join(', ')}`;
  }

  #value(issue: Issue, path: Path): string {
    const written = this.#document.written(path);
    const value = valueAt(this.#document.value, path);
    const wanted = this.#wanted(issue, path);
    if (value === undefined) return `is missing: ${wanted}`;
    if (value === null) return `has no value: write ${wanted}, or put # before the line`;
    if (written?.startsWith('{{') && typeof value === 'object') return `needs quotes: "${quoted(written)}"`;
    if (issue.code === 'invalid_type' && issue.expected === 'string' && issue.message === '') {
      if (typeof value !== 'object') return `needs quotes: "${quoted(written ?? String(value))}"`;
    }
    return `${wanted}, not ${shown(value, written)}${guess(issue, value)}`;
  }

  #wanted(issue: Issue, path: Path): string {
    if (issue.message !== '') return issue.message;
    switch (issue.code) {
      case 'invalid_type':
        if (issue.expected !== 'object' && issue.expected !== 'record')
          return KINDS[issue.expected] ?? issue.expected;
        return `a section${among(' with ', this.#allowed.at(path))}`;
      case 'invalid_value':
        return `one of ${issue.values.map(String).join(', ')}`;
      case 'too_small':
        if (issue.origin === 'array') return 'a list of at least one';
        return issue.origin === 'string' ? 'a text that is not empty' : `${issue.minimum} or more`;
      case 'too_big':
        return `at most ${issue.maximum}`;
      default:
        return 'something else';
    }
  }
}

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, each line beginning with "- "',
};

function error(path: Path, at: 'key' | 'value', message: string): Finding {
  return { severity: 'error', path, at, message };
}

function isOfWrongKind(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function unknownKeys(issue: Issue): string[] {
  return issue.code === 'unrecognized_keys' ? issue.keys : [];
}

function among(before: string, keys: string[]): string {
  return keys.length > 0 ? before + keys.join(', ') : '';
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

function shown(value: unknown, written: string | undefined): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a section';
  if (value === '') return 'an empty text';
  return quoted(written ?? String(value));
}

function quoted(text: string): string {
  const safe = printable(text);
  return safe.length > LONGEST_QUOTE ? `${safe.slice(0, LONGEST_QUOTE)}…` : safe;
}

/** What was probably meant: `12` and `0.12` for 12%, `yes` for true, a misspelt choice. */
function guess(issue: Issue, value: unknown): string {
  const meant = meantBy(issue, value);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

function meantBy(issue: Issue, value: unknown): string | undefined {
  if (issue.code === 'invalid_value' && typeof value === 'string')
    return nearest(value, issue.values.map(String), 1)[0];
  if (issue.code === 'invalid_type' && issue.expected === 'boolean')
    return typeof value === 'string' ? YES_AND_NO[value.toLowerCase()] : undefined;
  if (issue.message.startsWith('a percentage') && (typeof value === 'number' || typeof value === 'string')) {
    const number = Number(value);
    if (!(number > 0)) return undefined;
    return `${number < 1 ? Number((number * 100).toPrecision(12)) : number}%`;
  }
  return undefined;
}

const YES_AND_NO: Record<string, string> = {
  yes: 'true',
  y: 'true',
  on: 'true',
  no: 'false',
  n: 'false',
  off: 'false',
};
