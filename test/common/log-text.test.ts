import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText } from '../../src/common/json-text.ts';
import { logText } from '../../src/common/log-text.ts';
import { EFFECT, nastyText } from '../helpers/nasty-text.ts';

/** As the runners look for them, each in one line. */
const COMMANDS = [
  /##\[/, // GitHub and Azure, anywhere
  /##vso\[/,
  /##teamcity\[/,
  /^\s*::/m, // GitHub, at the beginning
  /::[a-z]/i,
  /section_(start|end):\d+:/,
];

it.each([
  ['ME-##[set-output name=a]b', 'ME-# #[set-output name=a]b'],
  ['x ##vso[task.setvariable]', 'x # #vso[task.setvariable]'],
  ['  ::stop-commands::x', '  : :stop-commands: :x'],
  ['name\n::add-mask::1', 'name\n: :add-mask::1'],
  ['::', ': :'],
  ['\tsection_start:1:a', '\tsection_star t:1:a'],
])('%j is shown as %j', (text, shown) => {
  expect(logText(text)).toBe(shown);
});

it('leaves what people write', () => {
  const text = 'Price 5.00: see http://[::1]:8080/ ## heading, 1::2, #1 [x]';
  expect(logText(text)).toBe(text);
});

it('leaves no command in any text', () => {
  fc.assert(
    fc.property(fc.array(nastyText), (lines) => {
      const text = logText(lines.join('\n'));
      for (const command of COMMANDS) expect(text).not.toMatch(command);
    }),
    { numRuns: 5_000 },
  );
});

it('writes JSON of the same value, in plain characters and without commands', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(nastyText, nastyText), { maxLength: 3 }), (value) => {
      for (const text of [jsonText(value), jsonText(value, 2)]) {
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(EFFECT);
        for (const command of COMMANDS) expect(text).not.toMatch(command);
      }
    }),
    { numRuns: 5_000 },
  );
});
