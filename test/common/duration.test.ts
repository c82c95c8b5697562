import { expect, it } from 'vitest';
import { duration } from '../../src/common/duration.ts';

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [12_000, '12 s'],
  [59_600, '1 min'],
  [119_000, '1 min 59 s'],
  [180_000, '3 min'],
  [7_200_000, '2 h'],
  [7_260_000, '2 h 1 min'],
])('%i ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
