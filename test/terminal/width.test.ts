import { expect, it } from 'vitest';
import { fitted } from '../../src/terminal/width.ts';

it('breaks sentences at words, and leaves commands whole to be copied', () => {
  const command = 'If it is right    ttpd apply 261123-k7q2m --override-guard price-move';

  expect(fitted(`  margin  lowest AA-1 28.7 % at 26.20, BB-2\n${command}`, 30)).toBe(
    `  margin  lowest AA-1 28.7 %\n    at 26.20, BB-2\n${command}`,
  );
  expect(fitted('a pipe has no width', undefined)).toBe('a pipe has no width');
});
