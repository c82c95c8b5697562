import { expect, it } from 'vitest';
import { printable, withoutControls } from '../../src/common/printable.ts';

it.each([
  ['an escape sequence', '\u001B[31mred\u001B[0m'],
  ['a clipboard command', '\u001B]52;c;ZXZpbA==\u0007'],
  ['a carriage return that overwrites', 'safe\rEVIL'],
  ['backspaces', 'a\b\b'],
  ['a C1 control', '\u009B31m'],
  ['a text turned around', 'abc\u202Edef'],
  ['a zero-width blank', 'a\u200Bb'],
  ['half a character', 'a\uD800'],
  ['what is no character, and no XML may have', 'a\uFFFE\uFFFF\uFDD0'],
])('takes the effect out of %s', (_, text) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  const unsafe = /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\uD800-\uDFFF\uFDD0\uFFFE\uFFFF]/;
  expect(printable(text)).not.toMatch(unsafe);
});

it('leaves what people write as it is', () => {
  const text = '16½″ ® 180 °F, 6 µm — Ü 日本 🛞';
  expect(printable(text)).toBe(text);
});

it('keeps every character but controls, marks of direction, halves and what is none', () => {
  const taken =
    /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const char = String.fromCodePoint(code);
    const isTaken = !withoutControls(`a${char}b`).includes(char);
    if (isTaken !== taken.test(char)) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});
