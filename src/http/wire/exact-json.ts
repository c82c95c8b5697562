import { parse } from 'lossless-json';
import { printableLine } from '../../common/printable.ts';

/** `difference` completes the sentence "the answer is different than agreed: …". */
export type ExactJson = { body: unknown } | { difference: string };

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
export function exactJson(text: string, body: unknown, keys: number): ExactJson {
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
