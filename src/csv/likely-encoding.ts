import { analyse } from 'chardet';
import { ENCODINGS, type Encoding } from './csv-row.ts';

/** Encodings in which any bytes at all are text: only what comes out tells them apart. */
const OF_ONE_BYTE: readonly Encoding[] = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'iso-8859-2',
  'koi8-r',
  'macintosh',
];
const OF_SEVERAL: readonly Encoding[] = ['gb18030', 'shift_jis', 'big5', 'euc-jp', 'euc-kr'];

/** Signs that stand in catalogues beside letters and digits. */
const USUAL = /[–—‘’“”„…°²³½¼¾€£™®©µ×±ø•· «»§ß№″′]/u;
/** Below this, what comes out looks like no language, and no guess is better than a wrong one. */
const LEAST = 0.6;
/** Pairs of bytes that all make characters are no accident. */
const SURE = 0.9;

/** The encoding in which bytes that are no UTF-8 make the best text; `undefined`: none makes good text. */
export function likelyEncoding(bytes: Buffer): Encoding | undefined {
  const several = OF_SEVERAL.map((encoding) => ({ encoding, score: scoreOf(bytes, encoding) })).filter(
    ({ score }) => score >= SURE,
  );
  const one = OF_ONE_BYTE.map((encoding) => ({ encoding, score: scoreOf(bytes, encoding) }));
  const best = Math.max(...one.map(({ score }) => score));
  const found = analyse(bytes).map(({ name }) => ALSO[name] ?? name.toLowerCase());
  const good = several.length > 0 ? several : one.filter(({ score }) => score >= best - ALIKE);
  const [first] = good;
  if (first === undefined || first.score < LEAST) return undefined;
  const text = (encoding: Encoding) => new TextDecoder(encoding).decode(bytes);
  if (good.every(({ encoding }) => text(encoding) === text(first.encoding))) return first.encoding;
  // Letters of several alphabets: how often which stand together tells.
  const named = found.find((name) => good.some(({ encoding }) => encoding === name));
  return ENCODINGS.find((encoding) => encoding === named) ?? first.encoding;
}

/** Scores that say nothing against each other. */
const ALIKE = 0.05;
/** What the statistics call encodings that ours have more letters than. */
const ALSO: Readonly<Record<string, Encoding>> = {
  'ISO-8859-1': 'windows-1252',
  'ISO-8859-2': 'windows-1250',
  'ISO-8859-5': 'windows-1251',
  Shift_JIS: 'shift_jis',
};

/** How much of what is not ASCII reads like words, from −1 to 1. */
function scoreOf(bytes: Buffer, encoding: Encoding): number {
  let text: string;
  try {
    // The last character may be cut.
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return -1;
  }
  let points = 0;
  let seen = 0;
  for (const { 0: char, index } of text.matchAll(/[^\0-~]/gu)) {
    seen += 1;
    points += plausibility(char, text.charAt(index - 1), text.charAt(index + char.length));
  }
  return seen === 0 ? -1 : points / seen;
}

function plausibility(char: string, before: string, behind: string): number {
  // Half a character each: rare where text is Japanese, and what other bytes look like.
  if (/[\uFF61-\uFF9F]/.test(char)) return 0.3;
  // A byte pair that is taken for one character eats letters of words.
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(char))
    return /[a-z]/.test(before + behind) ? -1 : 1;
  if (/[\u3000-\u303F\uFF00-\uFF65]/u.test(char)) return 1;
  if (/\p{L}/u.test(char)) {
    const inWord = /\p{L}/u.test(before) || /\p{L}/u.test(behind);
    const isLatin = /\p{Script=Latin}/u.test(char);
    // Words have one alphabet, and Latin ones some letters of ASCII.
    const beside = [before, behind].filter((each) => /\p{L}/u.test(each));
    if (!isLatin && beside.some((each) => /[a-z]/i.test(each))) return -1;
    if (isLatin && beside.length === 2 && beside.every((each) => each > '~')) return -0.5;
    const isRaised = /\p{Lu}/u.test(char) && /\p{Ll}/u.test(before);
    const isLowered = /\p{Ll}/u.test(char) && /\p{Lu}/u.test(behind);
    return isRaised || isLowered ? -1 : inWord ? 1 : 0.2;
  }
  if (/\p{L}/u.test(before) && /\p{L}/u.test(behind) && !/[‘’–·]/u.test(char)) return -1;
  return USUAL.test(char) ? 0.8 : /[\p{C}\p{So}\p{Sm}]/u.test(char) ? -1 : 0;
}
