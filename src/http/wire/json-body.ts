import { parse } from 'lossless-json';
import { printableLine } from '../../common/printable.ts';
import type { Redactor } from '../watch/redact.ts';

/** `difference` completes the sentence "the answer is different than agreed: …". */
type ExactJson = { body: unknown } | { difference: string };

/** What a 2xx answer's bytes turned out to be. `problem` completes the sentence "the answer …". */
export type ReadBody = ExactJson | { problem: string };

/** Deeper than any answer of either service; a bomb of brackets would overflow what walks it later. */
const DEEPEST = 64;

/**
 * Reads JSON strictly: a wrong type, a wrong encoding, a cut or a far too deep document is a problem, never data. What
 * is quoted is scrubbed before it is cut: half a key is no longer recognized.
 * @param mayQuote nothing of what is about a person
 */
export function readJson(
  bytes: Uint8Array,
  status: number,
  contentType: string | undefined,
  redactor: Redactor,
  mayQuote = true,
): ReadBody {
  if (status === 204 || status === 205) return { body: undefined };
  if (bytes.length === 0) return { problem: 'is empty' };
  const text = decode(bytes, contentType);
  if (text === undefined) return { problem: 'is not in the encoding it claims' };
  const quoted = () => (mayQuote ? `: "${printableLine(redactor.scrub(text))}"` : '');
  if (/\b(html|xml)\b/i.test(contentType ?? '') || /^\s*</.test(text)) {
    return { problem: `is a web page instead of JSON${quoted()}` };
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { problem: `is not whole JSON${quoted()}` };
  }
  const { depth, keys, hasProto } = measure(body, DEEPEST + 1);
  if (depth > DEEPEST) return { problem: `is nested deeper than ${DEEPEST} levels` };
  if (hasProto) return { difference: 'it has a key "__proto__"' };
  return exactJson(text, body, keys);
}

/** The body of a refusal: JSON where it is, else text; never a problem of its own. */
export function readErrorBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  redactor: Redactor,
): unknown {
  const text = decode(bytes, contentType) ?? '';
  try {
    const body: unknown = JSON.parse(text);
    return measure(body, DEEPEST + 1).depth <= DEEPEST ? body : undefined;
  } catch {
    return text === '' ? undefined : printableLine(redactor.scrub(text), 2000);
  }
}

/** Text without its byte order mark; `undefined` when the bytes do not fit the encoding. */
function decode(bytes: Uint8Array, contentType: string | undefined): string | undefined {
  const label = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** How deep lists and objects go (no further than `most`), and what keys there are. */
function measure(body: unknown, most: number): { depth: number; keys: number; hasProto: boolean } {
  const found = { depth: 0, keys: 0, hasProto: false };
  function visit(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null) return;
    found.depth = Math.max(found.depth, depth);
    if (depth >= most) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1);
      return;
    }
    for (const [key, child] of Object.entries(value)) {
      found.keys += 1;
      if (key === '__proto__') found.hasProto = true;
      visit(child, depth + 1);
    }
  }
  visit(body, 1);
  return found;
}

/** A number, not within text, that may be more than a double holds: 16 digits, or an exponent. */
const LONG_NUMBER = /(?:^|[:,[\s])-?(?:\d[\d.]{15}|[\d.]+[eE])/;
/** Ends each key, and now and then a text that only looks like one; an inch mark within text is escaped. */
const KEY_END = /(?<!\\)"\s*:/g;
/** A key that ends in a backslash, which the one above would miss. */
const ODD_KEY_END = /\\\\"\s*:/;

/**
 * What `JSON.parse` makes of a text, but nothing is rounded and nothing overwritten: a number that a double does not
 * hold as written stays text, so that an id or a price is what it was or is refused by its schema, and a key that is
 * given two values, of which neither is known to be right, is a difference. So is `__proto__`, which no service means.
 *
 * lossless-json tells both, at several times the cost, and so reads only what may have one of them.
 * @param body the same text as `JSON.parse` gave it
 * @param keys how many keys are in `body`
 */
function exactJson(text: string, body: unknown, keys: number): ExactJson {
  const mayDiffer =
    LONG_NUMBER.test(text) || ODD_KEY_END.test(text) || (text.match(KEY_END)?.length ?? 0) !== keys;
  if (!mayDiffer) return { body };
  let twice: string | undefined;
  const exact = parse(text, undefined, {
    parseNumber: exactNumber,
    onDuplicateKey({ key }) {
      twice ??= key;
    },
  });
  return twice === undefined
    ? { body: exact }
    : { difference: `it gives "${printableLine(twice, 60)}" twice` };
}

/** The number, where its double has the same digits as far as they were written; else the text. */
function exactNumber(text: string): number | string {
  const value = Number(text);
  const digits = significantDigits(text);
  if (digits === '') return value;
  const isHeld =
    value !== 0 &&
    Number.isFinite(value) &&
    digits.length <= 100 &&
    significantDigits(value.toPrecision(digits.length)) === digits;
  return isHeld ? value : text;
}

function significantDigits(text: string): string {
  return text.replace(/e.*/i, '').replaceAll(/[-.]/g, '').replace(/^0+/, '');
}
