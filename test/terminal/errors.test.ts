import { expect, it } from 'vitest';
import { errorProblem } from '../../src/common/errors.ts';
import { errorText } from '../../src/terminal/errors.ts';
import { createTheme } from '../../src/terminal/theme.ts';

it('calls what is no error of the user or a service a bug, with its stack', () => {
  const error = new TypeError('x is undefined');

  expect(errorProblem(error)).toEqual({ code: 'BUG', message: 'x is undefined', severity: 'error' });
  expect(errorText(error, createTheme({ isTTY: false }, {}, true))).toMatch(
    /^This is a bug in ttpd\. .*\nTypeError: x is undefined\n +at /,
  );
});
